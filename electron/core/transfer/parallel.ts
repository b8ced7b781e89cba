/** Work side by side, none of which is left behind. */
import { setMaxListeners } from 'node:events';

/**
 * Runs `work` on every item, `width` at a time, in order. The first rejection stops the others through the signal they
 * are given; it is thrown once all have ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  // Each of them listens, more than once.
  setMaxListeners(0, both);
  let failure: { readonly cause: unknown } | undefined;
  let next = 0;
  const worker = async () => {
    while (next < items.length && !both.aborted) {
      const item = items[next++] as T;
      try {
        await work(item, both);
      } catch (cause) {
        failure ??= { cause };
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failure !== undefined) throw failure.cause;
}

/** What all resolve to, or what the first of them rejects with, once none is on its way any more. */
export async function allEnded<T extends readonly unknown[]>(work: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
