/** One request: its turn, its headers, its time limits, and what its answer means. The key goes to one host only. */
import { Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { Network } from '../network';
import { readText } from './body';
import { connectionError, elsewhere, failureOf, isTooMany, readErrorBody, type Asked } from './errors';
import type { Pacer, RequestKind, Turn } from './gate';
import { readRetryAfter } from './retry-after';

export interface HttpDeps {
  readonly baseUrl: () => Promise<string>;
  readonly key: () => string;
  readonly fetch: typeof fetch;
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
  readonly response: Response;
  readonly turn: Turn;
  /** Ends the connection. */
  readonly stop: AbortController;
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
    const stop = new AbortController();
    try {
      const response = await send(`${base}${path}`, { ...headers, 'X-Api-Key': key }, signal, stop);
      if (!isOurs(response)) throw elsewhere(response.status);
      network.reached();
      if (response.status === 200 || response.status === 206) return { response, turn, stop };
      throw await refusal(response, asked, turn, signal);
    } catch (error) {
      stop.abort();
      turn.done();
      throw reported(error);
    }
  }

  async function send(
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
    stop: AbortController,
  ): Promise<Response> {
    const late = setTimeout(() => stop.abort(), limits.headersMs);
    const both = AbortSignal.any([signal, stop.signal]);
    try {
      return await deps.fetch(url, { headers, redirect: 'manual', signal: both });
    } catch (error) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (stop.signal.aborted)
        throw new Failure({ kind: 'server', reason: `no answer within ${limits.headersMs / 1_000} s` });
      const { text, reason } = connectionError(error);
      deps.log.warn({ error: text }, 'MyCirrus cannot be reached');
      throw new Failure({ kind: 'offline', reason }, { cause: error });
    } finally {
      clearTimeout(late);
    }
  }

  async function refusal(
    response: Response,
    asked: Asked,
    turn: Turn,
    signal: AbortSignal,
  ): Promise<Failure> {
    const { status } = response;
    const namedAt = readRetryAfter(response.headers, deps.clock.now());
    const tell = (): number => turn.answered({ kind: 'refused', retryAt: namedAt });
    const later = status === 503 && namedAt !== undefined;
    // Before the body is read: everybody else has to stop now.
    let retryAt = status === 429 || later ? tell() : undefined;
    const body = await readText(
      response,
      { idleMs: limits.idleMs, maxBytes: ERROR_BODY_BYTES },
      signal,
    ).catch(() => ({ text: '' }));
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
function isOurs({ status, type, headers }: Response): boolean {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400) || status === 407 || status === 511)
    return false;
  return status >= 500 || !isHtml(headers);
}
const isHtml = (headers: Headers): boolean =>
  /^\s*(text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '');
