/** The service's own time: a given clock, moved by a lever. */
export interface Now {
  now(): number;
}
export interface MovableClock extends Now {
  /** From here on it is `ms`, and goes on at the pace of the clock beneath. */
  set(ms: number): void;
  advance(ms: number): void;
  reset(): void;
}

export function movableClock(base: Now): MovableClock {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    set: (ms) => {
      offset = ms - base.now();
    },
    advance: (ms) => {
      offset += ms;
    },
    reset: () => {
      offset = 0;
    },
  };
}
