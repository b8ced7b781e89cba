/** One request: its turn, its headers, its time limits, and what its answer means. The key goes to one host only. */
import { Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { Network } from '../network';
import { readText } from './body';
import { connectionError, elsewhere, failureOf, isTooMany, readErrorBody, type Asked } from './errors';
import type { Pacer, RequestKind, Turn } from './gate';
import { readRetryAfter } from './retry-after';
import type { Reply, Transport } from './transport';

export interface HttpDeps {
  readonly baseUrl: () => Promise<string>;
  readonly key: () => string;
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: HttpLimits;
}
export interface HttpLimits {
  readonly headersMs: number;
  readonly idleMs: number;
  readonly jsonBytes: number;
}
export interface Open {
  readonly reply: Reply;
  readonly turn: Turn;
}
export interface Http {
  /** Sends a GET and returns once a good status is there; the caller ends the turn. Throws a Failure for all else. */
  open(
    path: string,
    asked: Asked,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    kind?: RequestKind,
  ): Promise<Open>;
}

const ERROR_BODY_BYTES = 64 * 1024;

export function createHttp(deps: HttpDeps): Http {
  const { pacer, network, limits } = deps;

  async function open(...[path, asked, headers, signal, kind]: Parameters<Http['open']>): Promise<Open> {
    const key = deps.key();
    if (key === '') throw new Failure({ kind: 'signed-out' });
    const base = (await deps.baseUrl()).replace(/\/+$/, '');
    const turn = await pacer.turn(signal, kind);
    try {
      const reply = await send(`${base}${path}`, { ...headers, 'X-Api-Key': key }, signal);
      const { status } = reply;
      if (!isOurs(reply)) {
        reply.body.cancel();
        throw elsewhere(status);
      }
      network.reached();
      if (status === 200 || status === 206) return { reply, turn };
      throw await refusal(reply, asked, turn, signal);
    } catch (error) {
      turn.done();
      throw reported(error);
    }
  }

  async function send(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Reply> {
    const { reply, cancel } = deps.transport(url, headers);
    const patience = { isOver: false };
    const late = setTimeout(() => {
      patience.isOver = true;
      cancel();
    }, limits.headersMs);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      return await reply;
    } catch (error) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (patience.isOver)
        throw new Failure({ kind: 'server', reason: `no answer within ${limits.headersMs / 1_000} s` });
      const { text, reason } = connectionError(error);
      deps.log.warn({ error: text }, 'MyCirrus cannot be reached');
      throw new Failure({ kind: 'offline', reason }, { cause: error });
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
    }
  }

  async function refusal(reply: Reply, asked: Asked, turn: Turn, signal: AbortSignal): Promise<Failure> {
    const { status } = reply;
    const namedAt = readRetryAfter(reply.headers, deps.clock.now());
    const tell = (): number => turn.answered({ kind: 'refused', retryAt: namedAt });
    const later = status === 503 && namedAt !== undefined;
    // Before the body is read: everybody else has to stop now.
    let retryAt = status === 429 || later ? tell() : undefined;
    const body = await readText(reply, { idleMs: limits.idleMs, maxBytes: ERROR_BODY_BYTES }, signal).catch(
      () => ({ text: '' }),
    );
    const error = readErrorBody(body.text);
    if (retryAt === undefined && isTooMany({ status, ...error })) retryAt = tell();
    else if (retryAt === undefined) turn.answered({ kind: status >= 500 ? 'failed' : 'served' });
    deps.log.warn({ status, code: error.code }, 'MyCirrus refused a request');
    return failureOf({ status, ...error, retryAt }, asked);
  }

  function reported(error: unknown): unknown {
    if (isFailure(error, 'offline') && error.error.kind === 'offline')
      network.unreachable(error.error.reason);
    return error;
  }

  return { open };
}

/** A redirect, a portal's page or a proxy's demand is not the service's answer. */
function isOurs({ status, headers }: Reply): boolean {
  if ((status >= 300 && status < 400) || status === 407 || status === 511) return false;
  return status >= 500 || !isHtml(headers);
}
const isHtml = (headers: Reply['headers']): boolean =>
  /^\s*(text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '');
