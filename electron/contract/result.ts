/** Errors are data: what went wrong, in a form that a screen, a script and a log can each act on. */
import { z } from 'zod';

const offline = z.object({
  kind: z.literal('offline'),
  /** In a person's words: refused, name not found, answered by something that is not MyCirrus. */
  reason: z.string(),
});
const unauthorized = z.object({ kind: z.literal('unauthorized') });
const signedOut = z.object({ kind: z.literal('signed-out') });
const forbidden = z.object({ kind: z.literal('forbidden'), scope: z.string().optional() });
const rateLimited = z.object({
  kind: z.literal('rate-limited'),
  /** Epoch ms before which nothing should be asked. */
  retryAt: z.number(),
});
const server = z.object({
  kind: z.literal('server'),
  status: z.number().optional(),
  reason: z.string(),
});
const notFound = z.object({ kind: z.literal('not-found'), what: z.string() });
const invalid = z.object({ kind: z.literal('invalid'), path: z.string(), reason: z.string() });
const diskFull = z.object({
  kind: z.literal('disk-full'),
  where: z.string(),
  neededBytes: z.number().optional(),
});
const notWritable = z.object({ kind: z.literal('not-writable'), where: z.string() });
const corrupt = z.object({ kind: z.literal('corrupt'), what: z.string() });
const databaseNewer = z.object({
  kind: z.literal('database-newer'),
  found: z.number(),
  supported: z.number(),
});
const keychain = z.object({
  kind: z.literal('keychain'),
  code: z.enum(['unavailable', 'locked', 'timeout', 'failed']),
  reason: z.string(),
});
const cancelled = z.object({ kind: z.literal('cancelled') });
const internal = z.object({ kind: z.literal('internal'), ref: z.string() });

export const AppError = z.discriminatedUnion('kind', [
  offline,
  unauthorized,
  signedOut,
  forbidden,
  rateLimited,
  server,
  notFound,
  invalid,
  diskFull,
  notWritable,
  corrupt,
  databaseNewer,
  keychain,
  cancelled,
  internal,
]);
export type AppError = z.infer<typeof AppError>;
export type AppErrorKind = AppError['kind'];

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** The one exception of the core: carries an {@link AppError} to `serve()`, where it becomes a {@link Result}. */
export class Failure extends Error {
  constructor(
    readonly error: AppError,
    options?: ErrorOptions,
  ) {
    super(describeError(error), options);
    this.name = 'Failure';
  }
}

/** What happened, in one plain sentence; for logs and the command line. Screens say more. */
export function describeError(error: AppError): string {
  switch (error.kind) {
    case 'offline':
      return `MyCirrus cannot be reached: ${error.reason}`;
    case 'unauthorized':
      return 'MyCirrus rejected the API key: it is wrong, revoked or expired.';
    case 'signed-out':
      return 'No API key is at hand. Sign in first.';
    case 'forbidden':
      return error.scope === undefined
        ? 'The API key may not read this.'
        : `The API key lacks the permission ${error.scope}.`;
    case 'rate-limited':
      return `MyCirrus asked us to wait until ${new Date(error.retryAt).toISOString()}.`;
    case 'server':
      return `MyCirrus answered with an error${error.status === undefined ? '' : ` (${String(error.status)})`}: ${error.reason}`;
    case 'not-found':
      return `${error.what} was not found.`;
    case 'invalid':
      return `${error.path}: ${error.reason}`;
    case 'disk-full':
      return `The disk is full: ${error.where}`;
    case 'not-writable':
      return `Cannot write to ${error.where}`;
    case 'corrupt':
      return `${error.what} is damaged.`;
    case 'database-newer':
      return `The archive was written by a newer Leqbook (format ${String(error.found)}; this one reads up to ${String(error.supported)}).`;
    case 'keychain':
      return `The keychain ${error.code === 'timeout' ? 'did not answer' : `is ${error.code}`}: ${error.reason}`;
    case 'cancelled':
      return 'Cancelled.';
    case 'internal':
      return `Something went wrong inside Leqbook (log reference ${error.ref}).`;
  }
}

/** True when `error` is a {@link Failure} of that kind. */
export const isFailure = (error: unknown, kind: AppErrorKind): error is Failure =>
  error instanceof Failure && error.error.kind === kind;
