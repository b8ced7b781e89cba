/** Errors are data: what went wrong, in a form that a screen, a script and a log can each act on. */

export type AppError =
  /** `reason` in a person's words: refused, name not found, answered by something that is not MyCirrus. */
  | { readonly kind: 'offline'; readonly reason: string }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden'; readonly scope?: string | undefined }
  /** Before `retryAt`, epoch ms, nothing should be asked. */
  | { readonly kind: 'rate-limited'; readonly retryAt: number }
  | { readonly kind: 'server'; readonly status?: number | undefined; readonly reason: string }
  | { readonly kind: 'not-found'; readonly what: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: string }
  | { readonly kind: 'disk-full'; readonly where: string; readonly neededBytes?: number | undefined }
  | { readonly kind: 'not-writable'; readonly where: string }
  | { readonly kind: 'corrupt'; readonly what: string }
  | { readonly kind: 'database-newer'; readonly found: number; readonly supported: number }
  | {
      readonly kind: 'keychain';
      readonly code: 'unavailable' | 'locked' | 'timeout' | 'failed';
      readonly reason: string;
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'internal'; readonly ref: string };
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
      // A reason that is a sentence stands by itself.
      return /^\p{Lu}/u.test(error.reason) ? error.reason : `${error.path}: ${error.reason}`;
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
