/** What syncing has cost so far in this process, to foretell what it will cost. */
import type { DatasetId } from '../../contract/model';

export interface SyncMeter {
  /** One answer: how wide, how big (bytes), how long it took from asking to stored (ms). */
  add(dataset: DatasetId, spanMs: number, bytes: number, tookMs: number): void;
  /** Mean bytes per day of span; undefined until measured. */
  bytesPerDay(dataset: DatasetId): number | undefined;
  /** Requests per second of recent steps running side by side; undefined until measured. */
  requestsPerSecond(): number | undefined;
  /** Bytes per second of recent steps; undefined until measured. */
  bytesPerSecond(): number | undefined;
}
export function createSyncMeter(): SyncMeter {
  throw new Error('not built yet');
}
