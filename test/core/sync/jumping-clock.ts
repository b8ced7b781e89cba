/** A clock for tests in which nobody waits. */
import { Failure } from '../../../electron/contract/result';
import type { Clock } from '../../../electron/core/clock';

/** When nothing else happens, time jumps to the earliest moment somebody sleeps until. */
export interface JumpingClock extends Clock {
  set(ms: number): void;
}
export function jumpingClock(start: number, seed = 1): JumpingClock {
  let now = start;
  let state = seed;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let ticking = false;
  const tick = (): void => {
    const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
    ticking = next !== undefined;
    if (next === undefined) return;
    sleepers.delete(next);
    now = Math.max(now, next.at);
    next.wake();
    setTimeout(tick, 1);
  };
  return {
    now: () => now,
    set: (ms) => {
      now = ms;
    },
    random() {
      state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
      return state / 4_294_967_296;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const cancelled = (): void => {
          sleepers.delete(sleeper);
          reject(new Failure({ kind: 'cancelled' }));
        };
        const sleeper = {
          at: Math.ceil(now + ms),
          wake: () => {
            signal?.removeEventListener('abort', cancelled);
            resolve();
          },
        };
        if (signal?.aborted === true) {
          cancelled();
          return;
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', cancelled, { once: true });
        if (!ticking) setTimeout(tick, 1);
        ticking = true;
      }),
  };
}
