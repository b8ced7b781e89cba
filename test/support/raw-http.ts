/** A client that shows what is really on the wire, and how it ends. */
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** As it came: chunks are not put together. */
  readonly body: Buffer;
  /** `whole`: all that was announced has come. `open`: the time was up before the connection ended. */
  readonly end: 'whole' | 'fin' | 'rst' | 'open';
}

/** @param waitMs how long to wait for the connection to end */
export function rawGet(
  url: string,
  headers: Readonly<Record<string, string>>,
  waitMs = 10_000,
): Promise<RawAnswer> {
  const { hostname, port, pathname, search } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let end: RawAnswer['end'] = 'open';
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join('')}\r\n`),
    );
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (!isWhole(split(Buffer.concat(chunks)))) return;
      end = 'whole';
      socket.destroy();
    });
    socket.on('end', () => (end = 'fin'));
    socket.on('error', () => (end = 'rst'));
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ ...split(Buffer.concat(chunks)), end });
    });
  });
}

function isWhole({ headers, body }: Pick<RawAnswer, 'headers' | 'body'>): boolean {
  const length = headers.get('content-length');
  if (length !== undefined) return body.length >= Number(length);
  return headers.has('transfer-encoding') && body.subarray(-7).toString('latin1') === '\r\n0\r\n\r\n';
}

function split(bytes: Buffer): Pick<RawAnswer, 'status' | 'headers' | 'body'> {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return { status: 0, headers: new Map(), body: bytes };
  const [first = '', ...lines] = bytes.subarray(0, at).toString('latin1').split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(first.split(' ')[1]), headers: new Map(headers), body: bytes.subarray(at + 4) };
}
