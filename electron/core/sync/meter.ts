/** What syncing has cost so far in this process, to foretell what it will cost. */
import type { DatasetId } from '../../contract/model';

export interface SyncMeter {
  /** One answer: how wide its span, how big (bytes), and when it was asked and stored (epoch ms). */
  add(dataset: DatasetId, spanMs: number, bytes: number, askedAt: number, storedAt: number): void;
  /** Mean bytes per day of span; undefined until measured. */
  bytesPerDay(dataset: DatasetId): number | undefined;
  /** Requests per second, several running side by side; undefined until measured. */
  requestsPerSecond(): number | undefined;
  /** Bytes per second; undefined until measured. */
  bytesPerSecond(): number | undefined;
}

const DAY_MS = 86_400_000;
/** Answers further apart than this are not one stretch of work. */
const PAUSE_MS = 5_000;
const ENOUGH = 5;

export function createSyncMeter(): SyncMeter {
  const sizes = new Map<DatasetId, { bytes: number; days: number }>();
  let busyUntil = -Infinity;
  let busyMs = 0;
  let requests = 0;
  let bytesInAll = 0;
  const perSecond = (amount: number): number | undefined =>
    requests < ENOUGH || busyMs <= 0 ? undefined : (amount * 1_000) / busyMs;
  return {
    add(dataset, spanMs, bytes, askedAt, storedAt) {
      const size = sizes.get(dataset) ?? { bytes: 0, days: 0 };
      sizes.set(dataset, { bytes: size.bytes + bytes, days: size.days + spanMs / DAY_MS });
      // Time in which any request was under way counts once, however many there were.
      const from = askedAt - busyUntil > PAUSE_MS ? askedAt : busyUntil;
      busyMs += Math.max(0, storedAt - from);
      busyUntil = Math.max(busyUntil, storedAt);
      requests += 1;
      bytesInAll += bytes;
    },
    bytesPerDay(dataset) {
      const size = sizes.get(dataset);
      return size === undefined || size.days < 0.5 ? undefined : size.bytes / size.days;
    },
    requestsPerSecond: () => perSecond(requests),
    bytesPerSecond: () => perSecond(bytesInAll),
  };
}
