/**
 * A service on bare sockets that answers each request for a sound as it is told to, however HTTP forbids it. Nothing
 * between a fault and the wire can mend it.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Sound } from './sounds';

export type List = 'recordings' | 'events';
export interface Asked {
  /** Whose audio was asked for. */
  readonly list: List;
  /** Decoded, as the list of recordings has it. */
  readonly id: string;
  /** The format in the query. */
  readonly format: string;
  /** In lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** How often this sound was asked for, this time included. */
  readonly nth: number;
}
/** `length`: Content-Length. `close`: neither length nor chunks, the end of the connection is the end of the body. */
export type Framing = 'length' | 'chunked' | 'chunked-close' | 'close';
/** What stands at the end of what is sent. `whole`: what the framing asks for. */
export type Ending = 'whole' | 'fin' | 'rst' | 'stall';
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly framing: Framing;
  readonly ending: Ending;
  /** What the length says, where it lies. */
  readonly announced?: number;
  /** How many bytes of the body are sent; absent: all. */
  readonly until?: number;
  /** Chunked: the last chunk promises more than follows. */
  readonly insideChunk?: boolean;
  /** Sent after what belongs to the answer. */
  readonly after?: Uint8Array;
  /** Bytes a second. */
  readonly pace?: number;
}
/** Everything that goes over the wire, head included, and how it ends. */
export interface RawReply {
  readonly raw: Uint8Array;
  readonly ending: Ending;
}
export type Answer = (asked: Asked) => Reply | RawReply | Promise<Reply>;

export interface FaultServer {
  /** Base URL, as the account is given it. */
  readonly url: string;
  readonly journal: readonly Asked[];
  /**
   * Makes a sound known in one of the lists, that of the recordings unless told otherwise; `answer` befalls every request
   * for it there until it is healed.
   */
  put(id: string, sound: Sound, answer?: Answer, list?: List): void;
  /** From now on these are answered as they should be. */
  heal(ids: readonly string[]): void;
  close(): Promise<void>;
}

interface Known {
  readonly sound: Sound;
  readonly list: List;
  answer: Answer | undefined;
  nth: number;
}

export async function startFaultServer(): Promise<FaultServer> {
  const sounds = new Map<string, Known>();
  const journal: Asked[] = [];
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, { path, headers }: Head) => {
    const { id, format, list } = readPath(path);
    const known = sounds.get(id);
    if (known?.list !== list) {
      send(socket, NOT_FOUND);
      return;
    }
    const asked = { list, id, format, headers, nth: (known.nth += 1) };
    journal.push(asked);
    const reply = known.answer?.(asked) ?? right(known.sound);
    if (reply instanceof Promise) void reply.then((late) => send(socket, late));
    else send(socket, reply);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        answer(socket, readHead(text.slice(0, end)));
        text = text.slice(end + 4);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    journal,
    put: (id, sound, answer, list = 'recordings') => void sounds.set(id, { sound, list, answer, nth: 0 }),
    heal(ids) {
      for (const id of ids) {
        const known = sounds.get(id);
        if (known !== undefined) known.answer = undefined;
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The answer without any fault. */
export const right = (sound: Sound): Reply => ({
  headers: { 'content-type': sound.type },
  body: sound.bytes,
  framing: 'length',
  ending: 'whole',
});
const NOT_FOUND: Reply = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"error":"NotFound"}'),
  framing: 'length',
  ending: 'whole',
};

interface Head {
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
}
function readHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { path: first.split(' ')[1] ?? '', headers: new Map(headers) };
}

function readPath(path: string): Pick<Asked, 'list' | 'id' | 'format'> {
  const url = new URL(path, 'http://localhost');
  return {
    list: url.pathname.startsWith('/v1/data/events/audio/') ? 'events' : 'recordings',
    id: decodeURIComponent(url.pathname.split('/').at(-1) ?? ''),
    format: url.searchParams.get('format') ?? '',
  };
}

function send(socket: Socket, reply: Reply | RawReply): void {
  if ('pace' in reply) {
    trickle(socket, reply, reply.pace);
    return;
  }
  socket.write('raw' in reply ? reply.raw : Buffer.concat([headOf(reply), bodyOf(reply)]), () =>
    end(socket, reply),
  );
}

function end(socket: Socket, reply: Reply | RawReply): void {
  if (reply.ending === 'rst') socket.resetAndDestroy();
  else if (reply.ending === 'fin') socket.end();
  else if ('framing' in reply && reply.ending === 'whole' && closes(reply)) socket.end();
}
const closes = ({ framing }: Reply): boolean => framing === 'close' || framing === 'chunked-close';

function headOf(reply: Reply): Buffer {
  const { status = 200, headers = {}, framing, announced = reply.body.length } = reply;
  const all = {
    ...headers,
    ...(framing === 'length' && { 'content-length': String(announced) }),
    ...(framing.startsWith('chunked') && { 'transfer-encoding': 'chunked' }),
    ...(closes(reply) && { connection: 'close' }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${String(status)} Whatever\r\n${lines.join('')}\r\n`, 'latin1');
}

const CHUNK_BYTES = 16 * 1024;
function bodyOf({ body, framing, ending, until = body.length, insideChunk, after }: Reply): Buffer {
  const part = body.subarray(0, until);
  const rest = after ?? new Uint8Array();
  if (!framing.startsWith('chunked')) return Buffer.concat([part, rest]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < part.length; at += CHUNK_BYTES) {
    const piece = part.subarray(at, at + CHUNK_BYTES);
    const isTorn = insideChunk === true && at + CHUNK_BYTES >= part.length;
    chunks.push(Buffer.from(`${(piece.length + (isTorn ? 64 : 0)).toString(16)}\r\n`), Buffer.from(piece));
    if (!isTorn) chunks.push(Buffer.from('\r\n'));
  }
  if (insideChunk === true && part.length === 0) chunks.push(Buffer.from('40\r\n'));
  if (ending === 'whole') chunks.push(Buffer.from('0\r\n\r\n'));
  return Buffer.concat([...chunks, rest]);
}

const TICK_MS = 20;
function trickle(socket: Socket, reply: Reply, bytesPerSecond: number): void {
  const bytes = bodyOf(reply);
  socket.write(headOf(reply));
  const step = Math.max(1, Math.round((bytesPerSecond * TICK_MS) / 1_000));
  let at = 0;
  const timer = setInterval(() => {
    socket.write(bytes.subarray(at, at + step));
    at += step;
    if (at < bytes.length) return;
    clearInterval(timer);
    end(socket, reply);
  }, TICK_MS);
  socket.on('close', () => clearInterval(timer));
}
