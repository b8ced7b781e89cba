/** From a request's arrival to the end of its answer: the network's faults first, then the service itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Hono } from 'hono';
import { answerTo } from './app';
import { ApiError, errorOfStatus, tooManyRequests } from './errors';
import type { Fault, Faults, RateLimiter } from './faults';
import type { Journal, JournalEntry } from './journal';
import type { Admission, Live } from './live/live';
import type { Service } from './operation';
import type { Portal } from './portal';
import type { Exchange, WireAnswer } from './transport';
import { finish, prepare, refuseUpgrade, send, sendBroken } from './transport';

interface Deps {
  readonly service: Service;
  readonly app: Hono;
  readonly live: Live;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly limiter: RateLimiter;
  readonly portal: Portal;
}
export interface Exchanges {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Breaks the connections of answers that hang. */
  letGo(): void;
}

export function createExchanges(deps: Deps): Exchanges {
  const hanging = new Set<Socket>();
  return {
    answer: (request, response) => answer(deps, hanging, request, response),
    async upgrade(request, socket, head) {
      const entry = open(deps, request);
      const refusal = admitOrRefuse(deps, request, (admission) =>
        deps.live.accept(admission, request, socket, head),
      );
      entry.status = refusal?.status ?? 101;
      if (refusal !== undefined)
        refuseUpgrade(socket, await prepare(refusal, request, deps.service.clock.now()));
      finish(entry, 'sent', 0);
    },
    letGo() {
      for (const socket of hanging) socket.destroy();
      hanging.clear();
    },
  };
}

async function answer(
  deps: Deps,
  hanging: Set<Socket>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { service, app } = deps;
  const entry = open(deps, request);
  response.on('close', () => {
    hanging.delete(request.socket);
    finish(entry, 'left', 0);
  });
  const { refusal, fault } = inTheWay(deps, request);
  if (fault?.kind === 'stall') hanging.add(request.socket);
  if (fault?.kind === 'stall' && fault.where === 'before-headers') {
    finish(entry, 'stalled', 0);
    return;
  }
  const found = refusal ?? (await app.fetch(await webRequest(request)));
  const wire = altered(await prepare(found, request, service.clock.now()), fault);
  if (!response.destroyed) deliver({ request, response, entry }, wire, fault, service);
}

/** Connects, or gives the answer to refuse a live connection with. */
function admitOrRefuse(
  deps: Deps,
  request: IncomingMessage,
  connect: (admission: Admission) => void,
): Response | undefined {
  const { refusal } = inTheWay(deps, request);
  if (refusal !== undefined) return refusal;
  try {
    connect(deps.live.admit(request));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return answerTo(error);
    throw error;
  }
}

function open({ service, journal }: Deps, request: IncomingMessage): JournalEntry {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const { range, 'if-range': ifRange, 'x-api-key': header } = request.headers;
  const key = typeof header === 'string' ? header : new URLSearchParams(query).get('x-api-key');
  return journal.open({
    time: service.clock.now(),
    wallTime: Date.now(),
    method: request.method ?? '',
    path,
    query,
    range,
    ifRange: typeof ifRange === 'string' ? ifRange : undefined,
    keyRight: service.keys.isRight(key ?? undefined),
  });
}

/** What keeps the request from the service, or will befall its answer. */
function inTheWay(
  { portal, faults, limiter }: Deps,
  request: IncomingMessage,
): { readonly refusal?: Response | undefined; readonly fault?: Fault | undefined } {
  const page = portal.answer();
  if (page !== undefined) return { refusal: page };
  const fault = faults.take(`${request.method ?? ''} ${request.url ?? ''}`);
  if (fault?.kind === 'fail') {
    const refusal = answerTo(errorOfStatus(fault.status ?? 500));
    if (fault.retryAfter !== undefined) refusal.headers.set('retry-after', fault.retryAfter);
    return { refusal };
  }
  const limit = limiter.refuse();
  if (limit === undefined) return { fault };
  const refusal = answerTo(tooManyRequests());
  if (limit.retryAfter !== '') refusal.headers.set('retry-after', limit.retryAfter);
  return { refusal };
}

/** Downloads may come without a length; all else keeps to what a server usually does. */
function deliver(exchange: Exchange, answer: WireAnswer, fault: Fault | undefined, service: Service): void {
  const download = answer.headers.get('content-type') === 'application/octet-stream';
  const framing = download ? service.audio.framing : 'length';
  if (fault === undefined) send(exchange, answer, framing);
  else sendBroken(exchange, answer, fault, framing);
}

function altered(answer: WireAnswer, fault: Fault | undefined): WireAnswer {
  if (fault?.kind !== 'replace') return answer;
  const headers = new Headers(answer.headers);
  if (fault.contentType !== undefined) headers.set('content-type', fault.contentType);
  if (fault.body === undefined) return { ...answer, status: fault.status ?? answer.status, headers };
  headers.delete('content-encoding');
  return { status: fault.status ?? answer.status, headers, body: Buffer.from(fault.body) };
}

async function webRequest(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value);
  const { method = 'GET' } = request;
  const bodyless = method === 'GET' || method === 'HEAD';
  return new Request(`http://127.0.0.1${request.url ?? '/'}`, {
    method,
    headers,
    ...(bodyless ? {} : { body: Buffer.concat(chunks) }),
  });
}
