/** Pure pacing policy: how fast one account may ask, learnt from the answers. Times epoch ms, rates per second. */
export interface Pace {
  /** Requests per second at present. */
  readonly rate: number;
  /** The rate at which the service last said "too many"; undefined until it did. */
  readonly ceiling: number | undefined;
  /** Added to the rate per good answer while near the ceiling, as a share of the ceiling. */
  readonly creep: number;
  /** The next request may start no sooner. */
  readonly nextAt: number;
  /** Everything waits until then because the service said so. */
  readonly pausedUntil: number;
  /** "Too many" answers since the last good one. */
  readonly refusals: number;
  /** Good answers since the last slow-down. */
  readonly good: number;
  /** Requests started before this moment have had their say in the last slow-down. */
  readonly slowedAt: number;
}
