/** Pure pacing policy: how fast one account may ask, learnt from the answers. Times epoch ms, rates per second. */
export interface Pace {
  /** Requests per second at present. */
  readonly rate: number;
  /** What the service was found to bear; undefined until it first refused. */
  readonly ceiling: number | undefined;
  /** The next request may start no sooner. */
  readonly nextAt: number;
  /** Everything waits until then because the service said so. */
  readonly pausedUntil: number;
  /** Refusals since the last good answer. */
  readonly refusals: number;
  /** Good answers since the last slow-down. */
  readonly good: number;
  /** What the last pause cost, in requests; the dearer, the slower the rate creeps up. */
  readonly cost: number;
  /** A refusal of a request sent before this moment belongs to the last slow-down. */
  readonly slowedAt: number;
}

const START_RATE = 5;
const MOST = 100;
const LEAST = 1 / 60;
/** Until the first refusal the rate grows by this much per good answer. */
const GROWTH = 1.1;
/** After halving, the rate comes back to this share of the ceiling, half the way with each good answer. */
const CRUISE = 0.93;
/** Good answers until the rate has crept from cruising to the ceiling, when a pause costs little. */
const CREEP_ANSWERS = 80;
/** Well above the old ceiling it no longer holds, and the rate grows by shares again. */
const FAR_ABOVE = 1.15;
const GROWTH_ABOVE = 1.01;
const PAUSE_MS = 1_000;
const PAUSE_CAP_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export const startPace = (now: number): Pace => ({
  rate: START_RATE,
  ceiling: undefined,
  nextAt: now,
  pausedUntil: now,
  refusals: 0,
  good: 0,
  cost: 0,
  slowedAt: now,
});

/** Ms until the next request may be sent; 0 means now. Bounded, for a clock that was set back. */
export const waitMs = (pace: Pace, now: number): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(0, Math.max(pace.nextAt, pace.pausedUntil) - now));

/** A request was sent at `now`. */
export const sent = (pace: Pace, now: number): Pace => ({
  ...pace,
  nextAt: Math.max(now, pace.nextAt) + 1_000 / pace.rate,
});

/** The service served a request. */
export function served(pace: Pace): Pace {
  return { ...pace, rate: raised(pace), refusals: 0, good: pace.good + 1 };
}

function raised({ rate, ceiling, cost }: Pace): number {
  if (ceiling === undefined) return Math.min(MOST, rate * GROWTH);
  const cruise = ceiling * CRUISE;
  if (rate < cruise * 0.99) return (rate + cruise) / 2;
  if (rate > ceiling * FAR_ABOVE) return Math.min(MOST, rate * GROWTH_ABOVE);
  return Math.min(MOST, rate + (ceiling - cruise) / Math.max(CREEP_ANSWERS, cost * 30));
}

/**
 * The service refused a request as one too many.
 * @param sentAt when that request was sent
 * @param retryAt when the service said to come back, if it did
 * @param random uniform in [0, 1)
 */
export function refused(
  pace: Pace,
  sentAt: number,
  now: number,
  retryAt: number | undefined,
  random: number,
): Pace {
  const first = sentAt >= pace.slowedAt;
  const refusals = first ? pace.refusals + 1 : pace.refusals;
  const pauseMs = Math.min(PAUSE_CAP_MS, PAUSE_MS * 2 ** Math.min(refusals - 1, 20));
  const own = first ? now + PAUSE_MS + random * Math.max(0, pauseMs - PAUSE_MS) : now;
  const pausedUntil = Math.max(pace.pausedUntil, retryAt ?? own);
  if (!first) return { ...pace, pausedUntil };
  const ceiling = lowered(pace);
  return {
    ...pace,
    rate: Math.max(LEAST, Math.min(pace.rate, ceiling) / 2),
    ceiling,
    pausedUntil,
    refusals,
    good: 0,
    cost: ((pausedUntil - now) / 1_000) * pace.rate,
    slowedAt: now,
  };
}

/** Refused soon after the last time, the service bears less than was believed; otherwise as much as was being sent. */
function lowered({ rate, ceiling, good }: Pace): number {
  if (ceiling === undefined || good > CREEP_ANSWERS / 2) return rate;
  return Math.min(rate, ceiling) * 0.85;
}
