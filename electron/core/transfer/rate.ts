/** A cap on bytes per second over all connections of a job, spent evenly. */
import type { Clock } from '../clock';

export interface Rate {
  /** Resolves once so many bytes more fit into the cap; first come, first served. Rejects as `clock.sleep` does. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

/** What may come at once after a pause. */
const BURST_MS = 250;

/** Undefined without a cap. */
export function createRate(bytesPerSecond: number | undefined, clock: Clock): Rate | undefined {
  if (bytesPerSecond === undefined) return undefined;
  /** When all that was taken is paid for. */
  let paidAt = -Infinity;
  return {
    async take(bytes, signal) {
      const now = clock.now();
      // A clock that was set back must not make anybody wait for the time it lost.
      const longestMs = BURST_MS + (MOST_OWED_BYTES * 1_000) / bytesPerSecond;
      const from = Math.min(Math.max(paidAt, now - BURST_MS), now + longestMs);
      paidAt = from + (bytes * 1_000) / bytesPerSecond;
      if (paidAt > now) await clock.sleep(paidAt - now, signal);
    },
  };
}

/** More than all connections together can have read ahead. */
const MOST_OWED_BYTES = 64 * 1024 * 1024;
