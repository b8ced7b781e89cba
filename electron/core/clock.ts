/** Time and chance, injected so that tests can hold both still. */
export interface Clock {
  /** Wall clock, epoch ms UTC. */
  now(): number;
  /** Resolves after `ms`, or rejects with Failure `cancelled` when the signal fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}
