/** Narrows down the steady rate that a service bears from where it refuses, for limits that refill. Rates per second. */

const LEAST = 1 / 120;
/** So many good answers say that a rate is borne. */
const ENOUGH = 8;
/** Further than this below what was refused, every good answer raises the rate. */
const FAR = 1.25;
const GROWTH = 1.1;
/** Further still, by more. */
const VERY_FAR = 4;
const FAST_GROWTH = 1.25;
/** Bounds this close, as a share, are close enough. */
const CLOSE = 0.012;
/** After so many good answers in a row the service is tried with a little more; twice as many each time it refuses. */
const MORE_AFTER = 200;
const MORE = 1.03;
/** Once so many answers came between refusals the rate is known well enough to be raised in small steps. */
const SURE = 20;
const STEP = 1.04;
const REMEMBER_MS = 600_000;

/** What was served over how long, pauses included. */
interface Borne {
  readonly good: number;
  readonly ms: number;
}

export class RateSearch {
  private rate: number;
  /** Good answers since the last refusal, and since the rate last changed. */
  private good = 0;
  private streak = 0;
  private pauseMs = 0;
  /** Between the first refusal and the last. */
  private all: Borne = { good: 0, ms: 0 };
  /** Refusals in a row with little between them. */
  private haste = 0;
  /** More than was once refused is being tried. */
  private isClimbing = false;
  private moreAfter = MORE_AFTER;

  /**
   * @param lo what was borne; @param hi what was refused; @param first what to begin with
   * @param isKnown that the rate was found before, and need only be kept
   */
  constructor(
    private lo: number,
    private hi: number,
    first: number,
    private since: number,
    private isKnown = false,
  ) {
    this.rate = Math.max(LEAST, first);
  }

  /** The search for a rate that an earlier one found. */
  static of(perSecond: number, since: number): RateSearch {
    return new RateSearch(perSecond * (1 - CLOSE), perSecond * (1 + CLOSE), perSecond, since, true);
  }

  /** Whether so much was served at about this rate that it can be relied on another day. */
  get isReliable(): boolean {
    return this.isKnown || this.all.good + this.good >= 3 * SURE;
  }

  private get isSure(): boolean {
    return this.all.good >= SURE;
  }

  get perSecond(): number {
    return this.rate;
  }

  /** @param most the rate is not raised above */
  served(most: number): void {
    this.good += 1;
    this.streak += 1;
    if (this.rate * FAR < this.hi) {
      const growth = this.rate * VERY_FAR < this.hi ? FAST_GROWTH : GROWTH;
      this.rate = Math.min(this.rate * growth, this.hi / FAR);
    }
    if (this.streak < (this.isSure ? 2 * ENOUGH : ENOUGH)) return;
    if (this.rate < this.hi * (1 - CLOSE) && this.raise()) return;
    if (this.streak < (this.isClimbing ? 2 * ENOUGH : this.moreAfter)) return;
    this.isClimbing = true;
    this.hi = Math.min(most, this.hi * MORE);
    this.streak = 0;
  }

  /** @returns whether it was worth raising */
  private raise(): boolean {
    this.lo = Math.max(this.lo, this.rate);
    if (this.isClose()) {
      this.rate = this.lo;
      return false;
    }
    this.rate = Math.min((this.rate + this.hi) / 2, this.isSure ? this.rate * STEP : Infinity);
    this.streak = 0;
    return true;
  }

  /** @param recent the rate at which requests were in fact sent of late; @param pauseMs for how long nothing will be sent */
  refused(now: number, recent: number, pauseMs: number): void {
    if (this.good === 0) {
      this.pauseMs += pauseMs;
      return;
    }
    if (this.isClimbing) this.moreAfter *= 2;
    this.isClimbing = false;
    this.hi = Math.max(LEAST, Math.min(this.rate, recent));
    const borne = { good: this.good, ms: Math.max(1, now - this.since) };
    this.remember(borne);
    const isEnough = this.good >= ENOUGH;
    this.haste = isEnough ? 0 : this.haste + 1;
    if (this.isKnown && !isEnough) {
      // So little tells little: somewhat slower than is known to be borne.
      this.lo = Math.min(this.lo, this.hi) * Math.max(0.5, 1 - CLOSE * 2 ** this.haste);
      this.rate = Math.max(LEAST, this.lo);
    } else this.narrow(borne);
    this.isKnown ||= isEnough;
    Object.assign(this, { good: 0, streak: 0, since: now, pauseMs });
  }

  private remember({ good, ms }: Borne): void {
    const all = { good: this.all.good + good, ms: this.all.ms + ms };
    this.all = all.ms > REMEMBER_MS ? { good: all.good / 2, ms: all.ms / 2 } : all;
  }

  private narrow({ good, ms }: Borne): void {
    const borne = perSecond(good, ms);
    const busy = perSecond(good, Math.max(1, ms - this.pauseMs));
    this.lo = Math.min(this.hi * 0.98, Math.max(borne, Math.min(this.lo, busy, borne * 1.5)));
    // A bucket was empty at the first refusal and is empty now: what was served in between is what it bears. One that
    // holds next to nothing loses what flows in during pauses, so that this may be too little, but not by much.
    const target = Math.max(perSecond(this.all.good - 0.5, this.all.ms), this.hi * 0.85);
    if (this.all.good >= ENOUGH && target < this.hi * 0.99) {
      this.lo = Math.min(this.lo, target);
      this.rate = this.lo;
      return;
    }
    const middle = this.isClose() ? this.lo : (this.lo + this.hi) / 2;
    // Few answers say little about what was borne, but half of one more is the best guess.
    this.rate = Math.max(LEAST, Math.min(middle, good < 4 ? perSecond(good + 0.5, ms) : middle));
  }

  private isClose(): boolean {
    return this.hi - this.lo <= this.hi * 2 * CLOSE;
  }
}

const perSecond = (count: number, ms: number): number => (count * 1_000) / ms;
