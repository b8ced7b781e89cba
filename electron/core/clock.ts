/** Time and chance, injected so that tests can hold both still. */
import { Failure } from '../contract/result';

export interface Clock {
  /** Wall clock, epoch ms UTC. */
  now(): number;
  /** Resolves after `ms`, or rejects with Failure `cancelled` when the signal fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new Failure({ kind: 'cancelled' }));
        return;
      }
      const stop = () => {
        clearTimeout(timer);
        reject(new Failure({ kind: 'cancelled' }));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
