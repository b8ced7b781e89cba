/** Turns what went wrong on the wire into Failures: by the service's code first, by status where there is none. */
import { Failure } from '../../contract/result';
import type { Scope } from '../datasets';
import { isObject } from './wire-object';

/** What an operation needs, for messages. */
export interface Asked {
  readonly scope: Scope | `${Scope} or ${Scope}`;
  /** What is not there when the service says so, such as `Instrument QT123456`. */
  readonly what: string;
}
/** An error answer. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  readonly description: string | undefined;
  /** When to ask again, for an answer that says "too many" or "later". */
  readonly retryAt: number | undefined;
}

/** Code and description of an error body; undefined parts where there are none. */
export function readErrorBody(text: string): Pick<Refusal, 'code' | 'description'> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { code: undefined, description: undefined };
  }
  return errorOf(body) ?? { code: undefined, description: undefined };
}

/** The service's error object, whatever the case of its keys; undefined when `body` is none. */
export function errorOf(body: unknown): Pick<Refusal, 'code' | 'description'> | undefined {
  if (!isObject(body)) return undefined;
  const at = (name: string): string | undefined => {
    const value = Object.entries(body).find(([key]) => key.toLowerCase() === name)?.[1];
    return typeof value === 'string' ? value.slice(0, 300) : undefined;
  };
  const code = at('error');
  return code === undefined ? undefined : { code, description: at('description') };
}

export const isTooMany = ({ status, code }: Pick<Refusal, 'status' | 'code'>): boolean =>
  status === 429 || code?.toLowerCase() === 'toomanyrequests';

/** The Failure behind an error answer. */
export function failureOf(refusal: Refusal, asked: Asked): Failure {
  const { status, description, retryAt } = refusal;
  const code = refusal.code?.toLowerCase();
  const reason = description ?? refusal.code ?? `status ${status}`;
  if (status === 401 || code === 'tokenexpired') return new Failure({ kind: 'unauthorized' });
  if (status === 403 || code === 'accessdenied')
    return new Failure({ kind: 'forbidden', scope: asked.scope });
  if (retryAt !== undefined && (isTooMany(refusal) || status === 503))
    return new Failure({ kind: 'rate-limited', retryAt });
  if (code === 'missingparam') return new Failure({ kind: 'invalid', path: 'request', reason });
  if (status === 404 || code === 'notfound') return new Failure({ kind: 'not-found', what: asked.what });
  if (status >= 400 && status < 500 && status !== 408)
    return new Failure({ kind: 'invalid', path: 'request', reason });
  return new Failure({ kind: 'server', status, reason });
}

/** The reason when an answer cannot come from the service. */
const NOT_THE_SERVICE = 'something other than MyCirrus answered';
export const elsewhere = (status: number): Failure =>
  new Failure({ kind: 'offline', reason: `${NOT_THE_SERVICE} (status ${status})` });

const CONNECTION: readonly (readonly [RegExp, string])[] = [
  [/ENOTFOUND|EAI_AGAIN|EAI_FAIL|NAME_NOT_RESOLVED|ERR_DNS/, 'its name was not found'],
  [/ECONNREFUSED|CONNECTION_REFUSED/, 'the connection was refused'],
  [
    /INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|EHOSTUNREACH|ADDRESS_UNREACHABLE|NETWORK_/,
    'there is no network',
  ],
  [/PROXY|TUNNEL/, 'the proxy did not let the request through'],
  [/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO_VERIFY|SSL/, 'its certificate is not valid'],
  [/TIMEDOUT|TIMED_OUT|CONNECT_TIMEOUT/, 'the connection timed out'],
  [
    /ECONNRESET|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|UND_ERR_SOCKET|EPIPE/,
    'the connection was closed',
  ],
  [/redirect/i, NOT_THE_SERVICE],
];

/** Names an error of `fetch`, with its codes down the chain of causes. */
export function connectionError(error: unknown): { readonly text: string; readonly reason: string } {
  const parts: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = (at as { code?: unknown }).code;
    parts.push(typeof code === 'string' ? `${code} ${at.message}` : at.message);
    if (at instanceof AggregateError)
      for (const inner of at.errors as unknown[])
        if (inner instanceof Error) parts.push(connectionError(inner).text);
  }
  const text = parts.join('; ');
  const known = CONNECTION.find(([pattern]) => pattern.test(text));
  return { text, reason: known?.[1] ?? 'the connection failed' };
}
