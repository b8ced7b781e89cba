/** The Live API: one WebSocket per online noise monitor. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { DemoInstrument } from '../../world/world';
import { ApiError, notFound } from '../errors';
import type { Grant } from '../keys';
import { needScopes } from '../keys';
import type { Service } from '../operation';
import type { Session } from './session';
import { createSession } from './session';

export interface Live {
  /** Judges a request to connect; throws the {@link ApiError} to refuse it with. */
  admit(request: IncomingMessage): Admission;
  accept(admission: Admission, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends what has become due: values, changes of state, ends of actions. */
  tick(): void;
  closeAll(): void;
}
export interface Admission {
  readonly grant: Grant;
  readonly instrument: DemoInstrument;
}

export function createLive(service: Service): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1_024 });
  const sessions = new Map<WebSocket, Session>();
  return {
    admit: (request) => admit(service, request),
    accept(admission, request, socket, head) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const session = createSession(service, admission, webSocket);
        sessions.set(webSocket, session);
        webSocket.on('close', () => sessions.delete(webSocket));
      });
    },
    tick: () => {
      for (const session of sessions.values()) session.tick();
    },
    closeAll() {
      for (const webSocket of sessions.keys()) webSocket.terminate();
      sessions.clear();
    },
  };
}

function admit({ keys, state }: Service, request: IncomingMessage): Admission {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const serial = /^\/v1\/live\/([^/]+)$/.exec(pathname)?.[1];
  if (serial === undefined) throw notFound(`The path ${pathname}`);
  const header = request.headers['x-api-key'];
  const grant = keys.check(
    typeof header === 'string' ? header : (searchParams.get('x-api-key') ?? undefined),
  );
  needScopes(grant, ['instruments:read']);
  const instrument = state.instrument(grant, decodeURIComponent(serial));
  if (instrument.type !== 'Noise' || !state.status(instrument.serial).online)
    throw new ApiError(400, 'NotAvailable', `The instrument ${instrument.serial} has no live data now.`);
  return { grant, instrument };
}
