/** A real HTTP service that answers as a test says, byte by byte, and a client of it with short limits. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { createApi } from '../../../../electron/core/api/client';
import { createPacer } from '../../../../electron/core/api/gate';
import { createNodeTransport } from '../../../../electron/core/api/node-transport';
import { systemClock } from '../../../../electron/core/clock';
import { createNetwork } from '../../../../electron/core/network';
import { keptLog } from '../../../support/quiet-log';

export const KEY = 'mycirrus-123456-AABBCCDD11223344';
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Call once in a test file: it listens for the length of each test. */
export function useHttpService() {
  const service = { answer: (() => undefined) as Answer, requests: [] as IncomingMessage[], base: '' };
  const server = createServer((request, response) => {
    service.requests.push(request);
    service.answer(request, response);
  });
  beforeEach(async () => {
    service.requests = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    service.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const transport = createNodeTransport('Leqbook');
  const client = (options: { readonly key?: string; readonly url?: string } = {}) => {
    const log = keptLog();
    const network = createNetwork({ clock: systemClock, lastOnlineAt: undefined });
    const api = createApi({
      baseUrl: () => Promise.resolve(options.url ?? service.base),
      key: () => options.key ?? KEY,
      transport,
      pacer: createPacer({ clock: systemClock }),
      network,
      clock: systemClock,
      log,
      limits: { headersMs: 300, idleMs: 200, jsonBytes: 10_000 },
    });
    return { api, network, log };
  };
  return { service, client };
}

export const says =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
