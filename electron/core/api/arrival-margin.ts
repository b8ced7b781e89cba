/** How exactly it is known when requests arrive: they are timed by when they were sent. All in ms. */
const CAP_MS = 1_000;
const SLOW_CAP_MS = 5_000;
/** What was quickest and slowest is forgotten by this share with each answer. */
const FORGET = 0.002;

export class ArrivalMargin {
  private quickest = Infinity;
  private slowest = 0;
  private least = 0;

  answered(ms: number): void {
    this.quickest = Math.min(this.quickest * (1 + FORGET), ms);
    this.slowest = Math.max(this.slowest * (1 - FORGET), ms);
  }

  /** Requests arrived closer together than was thought. */
  widen(): void {
    this.least = 1.5 * this.ms() + 5;
  }

  /** How much closer together two requests may arrive than they were sent. */
  ms(): number {
    if (this.slowest === 0) return 0;
    return Math.min(CAP_MS, Math.max(this.least, 2 + this.slowest - this.quickest));
  }

  /** Within this, what the service says of a time and what we saw of it are the same: rounding, and the way. */
  toleranceMs(): number {
    return 3_000 + Math.min(SLOW_CAP_MS, this.slowest);
  }
}
