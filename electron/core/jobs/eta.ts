/** How long a job still needs, from how fast it has been lately. Pure but for its memory. */
export interface Eta {
  /** Tells how much is done (any unit that grows) at a moment, epoch ms. */
  mark(done: number, now: number): void;
  /** The job stood still on purpose until `now`; that time does not count. */
  rest(now: number): void;
  /** Ms for `left` more of the same unit; undefined until the speed is known. */
  leftMs(left: number): number | undefined;
}

/** Speed of the recent past weighs more, over about this long. */
const MEMORY_MS = 20_000;
const SOONEST_MS = 1_000;

export function createEta(startDone: number, now: number): Eta {
  let last = { done: startDone, at: now };
  let done = 0;
  let tookMs = 0;
  return {
    mark(newDone, at) {
      const ms = at - last.at;
      if (ms <= 0 || newDone < last.done) return;
      if (newDone === last.done) return;
      const keep = Math.exp(-ms / MEMORY_MS);
      done = done * keep + (newDone - last.done);
      tookMs = tookMs * keep + ms;
      last = { done: newDone, at };
    },
    rest(at) {
      last = { ...last, at };
    },
    leftMs(left) {
      if (left <= 0) return 0;
      return done <= 0 || tookMs < SOONEST_MS ? undefined : Math.round((left * tookMs) / done);
    },
  };
}
