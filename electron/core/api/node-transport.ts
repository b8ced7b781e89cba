/** Requests by Node's own HTTP client: a third of the work that its `fetch` makes of a body, and no less to rely on. */
import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PieceQueue, type Exchange, type Pieces, type Reply, type Transport } from './transport';

/** As the service may pack what it sends. */
const UNPACK: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);

type Headers = Readonly<Record<string, string>>;
type Send = (headers: Headers, url: string) => http.ClientRequest;

/** @param userAgent how Leqbook names itself */
export function createNodeTransport(userAgent: string): Transport {
  const keepAlive = { keepAlive: true };
  const [plain, secure] = [new http.Agent(keepAlive), new https.Agent(keepAlive)];
  const own = { 'User-Agent': userAgent, Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br' };
  const send: Send = (headers, url) =>
    url.startsWith('https:')
      ? https.get(url, { agent: secure, headers })
      : http.get(url, { agent: plain, headers });
  return (url, headers) => exchange(() => send({ ...own, ...headers }, url));
}

function exchange(send: () => http.ClientRequest): Exchange {
  let request: http.ClientRequest | undefined;
  let incoming: http.IncomingMessage | undefined;
  const body = new PieceQueue({
    hold: (isHeld) => (isHeld ? incoming?.pause() : incoming?.resume()),
    cancel: (cause) => request?.destroy(cause),
  });
  const reply = new Promise<Reply>((resolve, reject) => {
    const ask = (isAgain: boolean): void => {
      const asked = send();
      request = asked;
      asked.once('response', (came) => {
        incoming = came;
        feed(came, body);
        resolve(toReply(came, body));
      });
      asked.on('error', (error) => {
        if (!isAgain && incoming === undefined && isStale(asked, error)) {
          ask(true);
          return;
        }
        body.fail(error);
        reject(error);
      });
    };
    ask(false);
  });
  return { reply, cancel: () => body.cancel() };
}

/** The service closed a connection that had been left open just when it was to be used again. */
const isStale = ({ reusedSocket }: http.ClientRequest, error: NodeJS.ErrnoException): boolean =>
  reusedSocket && error.code === 'ECONNRESET';

function feed(incoming: http.IncomingMessage, body: PieceQueue): void {
  incoming.on('data', (piece: Buffer) => body.add(piece));
  // Its connection is free in the next turn; who asks before that opens a new one.
  incoming.once('end', () => setImmediate(() => body.finish()));
  incoming.on('error', (error) => body.fail(error));
  incoming.once('close', () => {
    if (!incoming.complete) body.fail(new Error('the connection was closed'));
  });
}

function toReply({ statusCode = 0, headers }: http.IncomingMessage, body: Pieces): Reply {
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
  };
  const unpack = UNPACK.get(get('content-encoding')?.toLowerCase() ?? '');
  return {
    status: statusCode,
    headers: { get },
    body: unpack === undefined ? body : unpacked(body, unpack()),
  };
}

function unpacked(body: Pieces, through: Transform): Pieces {
  // Whatever goes wrong ends both, and is told to who reads the pieces.
  pipeline(Readable.from(all(body)), through, () => undefined);
  // Also when nobody reads yet, or any more.
  through.on('error', () => undefined);
  const pieces = through[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return {
    next: async () => (await pieces.next()).value,
    cancel() {
      through.destroy(new Error('the answer was given up'));
      body.cancel();
    },
  };
}

async function* all(body: Pieces): AsyncGenerator<Uint8Array> {
  for (let piece = await body.next(); piece !== undefined; piece = await body.next()) yield piece;
}
