/** The MyCirrus client: strict in what it sends, lenient in what it takes, every failure a Failure. */
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { Network } from '../network';
import type { Api } from './api';
import type { Pacer } from './gate';

export interface ApiDeps {
  /** Base URL such as `https://api.mycirrus.cloud/v1`, with or without a slash at the end. */
  readonly baseUrl: () => Promise<string>;
  /** The key at this moment; an empty one means signed out. */
  readonly key: () => string;
  readonly fetch: typeof fetch;
  readonly pacer: Pacer;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  /** Real time, ms; tests shorten them. */
  readonly limits?: Partial<ApiLimits>;
}
export interface ApiLimits {
  /** Until the status line and headers are there. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** JSON bodies above this are refused. */
  readonly jsonBytes: number;
}
export function createApi(_deps: ApiDeps): Api {
  throw new Error('not built yet');
}
