/** Fills the archive from the service: facts, plan, steps, each answer in one transaction, until nothing is left. */
import type { Events, SyncRequest } from '../../contract/index';
import type { Span } from '../../contract/model';
import type { Api } from '../api/api';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import type { JobRunner } from '../jobs/job';
import type { Log } from '../log';
import type { Network } from '../network';
import type { SyncMeter } from './meter';

export interface SyncDeps {
  readonly archive: Archive;
  readonly api: Api;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: SyncMeter;
  announce(change: Events['data-changed']): void;
  /** `wait`: the job waits for the network and goes on by itself. `stop`: it ends with Failure `offline` after brief retries. */
  readonly whenOffline: 'wait' | 'stop';
  /** The service rejected the key; no further request is sent with it. */
  onUnauthorized(): void;
}
/** The runner of jobs of kind `sync`. Their request is a {@link SyncRequest}; `days` counts back from the job's creation. */
export function createSyncRunner(_deps: SyncDeps): JobRunner {
  throw new Error('not built yet');
}
/** The span a request means, epoch ms; a month when it names none. */
export function syncSpan(_request: SyncRequest, _now: number): Span {
  throw new Error('not built yet');
}
