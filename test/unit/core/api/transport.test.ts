import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createNodeTransport } from '../../../../electron/core/api/node-transport';
import { fetchTransport, PieceQueue } from '../../../../electron/core/api/transport';
import { readAll } from './service';

const TEXT = Buffer.from('some bytes that are sent');
const open = new Set<Server>();
afterEach(async () => {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  open.clear();
});

async function serve(answer: RequestListener): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(answer);
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/a/b?c=d%20e`, server };
}

describe.each([
  ["of Node's own", () => createNodeTransport('Leqbook/1.2.3')],
  ['by fetch', () => fetchTransport(fetch)],
])('a transport %s', (_name, create) => {
  it('sends what it is given, and gives status, headers and bytes', async () => {
    const asked: string[] = [];
    const { url } = await serve((request, response) => {
      asked.push(`${String(request.method)} ${String(request.url)} ${String(request.headers['x-key'])}`);
      response.writeHead(206, { 'X-Some': ['one', 'two'], 'content-length': TEXT.length });
      response.end(TEXT);
    });
    const { status, headers, body } = await create()(url, { 'X-Key': 'k' }).reply;
    expect([status, headers.get('X-SOME'), headers.get('none')]).toEqual([206, 'one, two', null]);
    expect(await readAll(body)).toEqual(TEXT);
    expect(await body.next()).toBeUndefined();
    expect(asked).toEqual(['GET /a/b?c=d%20e k']);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
  ])('unpacks %s, and fails where the packed end is missing', async (encoding, pack) => {
    const many = Buffer.alloc(300_000, TEXT);
    let missing = 0;
    const { url } = await serve((_request, response) => {
      const packed = pack(many);
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': packed.length });
      if (missing === 0) response.end(packed);
      else response.write(packed.subarray(0, -missing), () => response.destroy());
    });
    const transport = create();
    expect((await readAll((await transport(url, {}).reply).body)).equals(many)).toBe(true);
    missing = 5;
    await expect(transport(url, {}).reply.then(({ body }) => readAll(body))).rejects.toThrow();
  });

  it('that unpacks what is broken and unread harms nobody', async () => {
    const { url } = await serve((_request, response) => {
      const packed = gzipSync(Buffer.alloc(300_000, TEXT));
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(packed.subarray(0, -5));
    });
    const { body } = await create()(url, {}).reply;
    // By then it has found out.
    for (let i = 0; i < 50; i += 1) await letOthersRun();
    body.cancel();
    await expect(body.next()).rejects.toThrow();
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const { url } = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const { status, body } = await create()(url, {}).reply;
    body.cancel();
    expect([status, asked]).toEqual([302, 1]);
  });

  it('rejects where nobody listens, and where the answer breaks off', async () => {
    const { url, server } = await serve((request) => request.socket.destroy());
    await expect(create()(url, {}).reply).rejects.toThrow();
    await new Promise((resolve) => server.close(resolve));
    await expect(create()(url, {}).reply).rejects.toThrow();
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write(TEXT, () => response.destroy());
    });
    const { body } = await create()(cut.url, {}).reply;
    await expect(readAll(body)).rejects.toThrow();
  });

  it('given up before the answer is there ends the connection', async () => {
    let ended: Promise<unknown> | undefined;
    let came = (): void => undefined;
    const isThere = new Promise<void>((resolve) => (came = resolve));
    const { url } = await serve((request) => {
      ended = once(request.socket, 'close');
      came();
    });
    const { reply, cancel } = create()(url, {});
    await isThere;
    cancel();
    await expect(reply).rejects.toThrow();
    await ended;
  });

  it('given up at once rejects at once', async () => {
    const { url } = await serve(() => undefined);
    const { reply, cancel } = create()(url, {});
    cancel();
    await expect(reply).rejects.toThrow();
  });

  it.each(['the exchange', 'the body'])('given up by %s on its way ends the connection', async (by) => {
    let socket: Socket | undefined;
    const { url } = await serve((request, response) => {
      socket = request.socket;
      response.writeHead(200);
      response.write(TEXT);
    });
    const { reply, cancel } = create()(url, {});
    const { body } = await reply;
    await body.next();
    const ended = once(socket as Socket, 'close');
    const waiting = body.next();
    if (by === 'the body') body.cancel();
    else cancel();
    await expect(waiting).rejects.toThrow();
    await ended;
    await expect(body.next()).rejects.toThrow();
  });

  it('brings a long body whole to who takes it slowly', async () => {
    const long = Buffer.alloc(8_000_000, TEXT);
    const { url } = await serve((_request, response) => response.end(long));
    const { body } = await create()(url, {}).reply;
    let bytes = 0;
    for (let piece = await body.next(); piece !== undefined; piece = await body.next()) {
      bytes += piece.length;
      await letOthersRun();
    }
    expect(bytes).toBe(long.length);
  });
});

describe("a transport of Node's own", () => {
  it('uses a connection again whose answer was read to its end', async () => {
    const sockets = new Set<Socket>();
    const { url } = await serve((request, response) => {
      sockets.add(request.socket);
      response.end(TEXT);
    });
    const transport = createNodeTransport('Leqbook');
    for (let i = 0; i < 3; i += 1) {
      const { body } = await transport(url, {}).reply;
      await readAll(body);
      body.cancel();
    }
    expect(sockets.size).toBe(1);
  });

  it('asks again on a new connection where one that was left open is closed just then, and only then', async () => {
    const sockets = new Map<Socket, number>();
    let isHostile = false;
    const { url } = await serve(({ socket }, response) => {
      const before = sockets.get(socket) ?? 0;
      sockets.set(socket, before + 1);
      if (before > 0 || isHostile) socket.resetAndDestroy();
      else response.end(TEXT);
    });
    const transport = createNodeTransport('Leqbook');
    const ask = () => transport(url, {}).reply.then(({ body }) => readAll(body));
    expect(await ask()).toEqual(TEXT);
    expect(await ask()).toEqual(TEXT);
    expect([...sockets.values()]).toEqual([2, 1]);
    isHostile = true;
    await expect(ask()).rejects.toThrow();
    expect([...sockets.values()]).toEqual([2, 2, 1]);
  });
});

describe('pieces that come by themselves', () => {
  it('are held back where many wait, and let go where none does', async () => {
    const held: boolean[] = [];
    const queue = new PieceQueue({ hold: (isHeld) => held.push(isHeld), cancel: () => undefined });
    for (let i = 0; i < 6; i += 1) queue.add(new Uint8Array(64 * 1024));
    expect(held).toEqual([true]);
    for (let i = 0; i < 6; i += 1) await queue.next();
    expect(held).toEqual([true]);
    const next = queue.next();
    expect(held).toEqual([true, false]);
    queue.add(Uint8Array.of(7));
    expect(await next).toEqual(Uint8Array.of(7));
  });

  it('that came before a break are still to be had', async () => {
    const queue = new PieceQueue({ hold: () => undefined, cancel: () => undefined });
    queue.add(Uint8Array.of(1));
    queue.fail(new Error('cut'));
    expect(await queue.next()).toEqual(Uint8Array.of(1));
    await expect(queue.next()).rejects.toThrow('cut');
    await expect(queue.next()).rejects.toThrow('cut');
  });
});
