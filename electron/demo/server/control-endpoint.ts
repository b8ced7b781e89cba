/**
 * The levers over HTTP, for tests in another process: a port of its own, on loopback, and only when asked for.
 * `POST /NAME` with a JSON array of arguments pulls a lever; patterns are written `{"source": "…"}`.
 */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import type { Levers } from './levers';

export interface ControlEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

export async function startControlEndpoint(levers: Levers, port: number): Promise<ControlEndpoint> {
  const app = new Hono();
  app.post('/:lever', async (context) => {
    const name = context.req.param('lever');
    if (!Object.hasOwn(levers, name)) return context.json({ error: `No lever ${name}` }, 404);
    const text = await context.req.text();
    const args = text === '' ? [] : (JSON.parse(text, revivePattern) as unknown[]);
    const pull = levers[name as keyof Levers] as (...args: readonly unknown[]) => unknown;
    return context.json((await pull(...args)) ?? null);
  });
  app.onError((cause, context) => context.json({ error: cause.message }, 400));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const init = {
        method: request.method ?? 'GET',
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      };
      void Promise.resolve(app.request(request.url ?? '/', init)).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(await answer.text());
      });
    });
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const revivePattern = (key: string, value: unknown): unknown =>
  key === 'match' && typeof value === 'object' && value !== null
    ? new RegExp(String((value as { source: unknown }).source))
    : value;

/** Listens on loopback, on that port or on one the system picks for 0. */
export const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
