/** Limits as services have them, by when requests arrive. Times in ms; `perMinute` requests a minute. */
export interface Limiter {
  /** Takes a request that arrives at `at`, no sooner than the last: when it is answered, or when to come back. */
  take(at: number): { readonly answerAt: number } | { readonly freeAt: number };
  /** The earliest arrival from `at` on that would not be refused. */
  freeAt(at: number): number;
}
const MINUTE = 60_000;

/** So many in each minute of the service's clock, whose minutes begin at `phase`. */
export function fixedWindow(perMinute: number, phase: number): Limiter {
  let window = -Infinity;
  let count = 0;
  const windowOf = (at: number): number => Math.floor((at - phase) / MINUTE);
  const freeAt = (at: number): number =>
    windowOf(at) > window || count < perMinute ? at : (window + 1) * MINUTE + phase;
  return admitting(freeAt, (at) => {
    if (windowOf(at) > window) count = 0;
    window = windowOf(at);
    count += 1;
  });
}

/** So many in any stretch of a minute. */
export function slidingLog(perMinute: number): Limiter {
  const log: number[] = [];
  const freeAt = (at: number): number => Math.max(at, (log.at(-perMinute) ?? -Infinity) + MINUTE);
  return admitting(freeAt, (at) => log.push(at));
}

/** A bucket of `burst` tokens, full at first, that fills steadily. As a meter, a leaky bucket is the same. */
export function tokenBucket(perMinute: number, burst: number): Limiter {
  const perMs = perMinute / MINUTE;
  let tokens = burst;
  let filledAt = -Infinity;
  const held = (at: number): number => Math.min(burst, tokens + (at - filledAt) * perMs);
  // A hair less than one, since fractions add up to a hair less.
  const freeAt = (at: number): number => (held(at) > 1 - 1e-6 ? at : at + (1 - held(at)) / perMs);
  return admitting(freeAt, (at) => {
    tokens = held(at) - 1;
    filledAt = at;
  });
}

/** A bucket that holds requests back and lets them out steadily; refuses what finds `places` waiting. */
export function leakyQueue(perMinute: number, places: number): Limiter {
  const everyMs = MINUTE / perMinute;
  let lastOut = -Infinity;
  const freeAt = (at: number): number => Math.max(at, lastOut - places * everyMs);
  return {
    freeAt,
    take(at) {
      if (freeAt(at) > at + 1e-6) return { freeAt: freeAt(at) };
      lastOut = Math.max(at, lastOut + everyMs);
      return { answerAt: lastOut };
    },
  };
}

function admitting(freeAt: (at: number) => number, admit: (at: number) => void): Limiter {
  return {
    freeAt,
    take(at) {
      const free = freeAt(at);
      if (free > at) return { freeAt: free };
      admit(at);
      return { answerAt: at };
    },
  };
}
