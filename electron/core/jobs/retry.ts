/** How long to wait before trying again: exponential, capped, with full jitter. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly tries: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** Never shorter than this. */
  readonly floorMs?: number;
}

/**
 * The pause before the next try, ms, or undefined when the tries are used up.
 * @param failed how many tries have failed so far, at least 1
 * @param random uniform in [0, 1)
 */
export function retryDelayMs(policy: RetryPolicy, failed: number, random: number): number | undefined {
  if (failed >= policy.tries) return undefined;
  const floor = policy.floorMs ?? 0;
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(failed - 1, 30));
  return floor + random * Math.max(0, ceiling - floor);
}
