/** What syncing has cost so far in this process, to foretell what it will cost. */
import type { DatasetId } from '../../contract/model';

export interface SyncMeter {
  add(step: MeteredStep): void;
  /** Mean bytes per day of span; undefined until measured. */
  bytesPerDay(dataset: DatasetId, variant: string): number | undefined;
  /** Requests per second, several running side by side; undefined until measured. */
  requestsPerSecond(): number | undefined;
  /** Bytes per second; undefined until measured. */
  bytesPerSecond(): number | undefined;
}

/** What one step took. */
export interface MeteredStep {
  readonly dataset: DatasetId;
  readonly variant: string;
  /** How wide its span was. */
  readonly spanMs: number;
  readonly requests: number;
  readonly bytes: number;
  /** When it was asked and stored, epoch ms. */
  readonly askedAt: number;
  readonly storedAt: number;
}

const DAY_MS = 86_400_000;
/** Answers further apart than this are not one stretch of work. */
const PAUSE_MS = 5_000;
const ENOUGH = 5;

const keyOf = (dataset: DatasetId, variant: string): string => `${dataset} ${variant}`;

export function createSyncMeter(): SyncMeter {
  const sizes = new Map<string, { bytes: number; days: number }>();
  let busyUntil = -Infinity;
  let busyMs = 0;
  let requests = 0;
  let bytesInAll = 0;
  const perSecond = (amount: number): number | undefined =>
    requests < ENOUGH || busyMs <= 0 ? undefined : (amount * 1_000) / busyMs;
  return {
    add(step) {
      const { spanMs, bytes, askedAt, storedAt } = step;
      const key = keyOf(step.dataset, step.variant);
      const size = sizes.get(key) ?? { bytes: 0, days: 0 };
      sizes.set(key, { bytes: size.bytes + bytes, days: size.days + spanMs / DAY_MS });
      // Time in which any request was under way counts once, however many there were.
      const from = askedAt - busyUntil > PAUSE_MS ? askedAt : busyUntil;
      busyMs += Math.max(0, storedAt - from);
      busyUntil = Math.max(busyUntil, storedAt);
      requests += step.requests;
      bytesInAll += bytes;
    },
    bytesPerDay(dataset, variant) {
      const size = sizes.get(keyOf(dataset, variant));
      return size === undefined || size.days < 0.5 ? undefined : size.bytes / size.days;
    },
    requestsPerSecond: () => perSecond(requests),
    bytesPerSecond: () => perSecond(bytesInAll),
  };
}
