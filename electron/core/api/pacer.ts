/**
 * Pacing policy: how fast one account may ask, learnt from the answers. It knows no clock and no timers; times are epoch ms.
 *
 * Limits come in two kinds, and nobody says which. Some count: so many requests in a minute, after which nothing helps
 * but waiting; there it pays to ask swiftly and then to rest. Others refill steadily; there it pays to ask evenly. The
 * first refusal is taken for the first kind, and the service's own answers disprove it.
 */
import { ArrivalMargin } from './arrival-margin';
import { RateSearch } from './rate-search';
import { SentLog } from './sent-log';
import { LONG_MS, WindowCount, type Verdict } from './window-count';

export interface Pace {
  /** Ms until the next request may be sent; 0 means now. Bounded, for a clock that was set back. */
  waitMs(now: number): number;
  /** How many requests may be unanswered at once. */
  places(): number;
  sent(now: number): void;
  served(sentAt: number, now: number): void;
  /** A request failed for a reason that says nothing about pace. */
  failed(sentAt: number): void;
  /**
   * The service refused a request as one too many.
   * @param sentAt when that request was sent
   * @param retryAt when the service said to come back, if it did
   * @param random uniform in [0, 1)
   * @returns when to try again
   */
  refused(sentAt: number, now: number, retryAt: number | undefined, random: number): number;
  /** Undefined until enough is known to rely on it. */
  known(now: number): KnownPace | undefined;
}

/** What was learnt of an account's limit, to be kept for another day. */
export interface KnownPace {
  /** When the service last refused, or was last asked where it did not; and when it was last asked, epoch ms. */
  readonly learntAt: number;
  readonly usedAt: number;
  /** Requests in a minute for what counts, per second for what refills; where nothing was refused, how many in a row. */
  readonly limit: { readonly kind: 'counts' | 'refills' | 'none'; readonly most: number };
  /** How many were sent in the minute before `usedAt`. */
  readonly recent: number;
}

export const MOST_PER_SECOND = 4_000;
const START_RATE = 5;
/** Until it is known what the service bears the rate grows by this much per good answer. */
const GROWTH = 2;
const PAUSE_MS = 1_000;
const PAUSE_CAP_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Services may still count what was sent this long ago. */
const LOG_MS = 120_000;
/** What a service that counts still counts. */
const RECENT_MS = 60_000;
/** A timer that fires late by less than this does not slow the pace down. */
const CATCH_UP_MS = 4;
/** Requests by which the present rate is measured: few see a change sooner, more see it better. */
const RECENT = [3, 8];
/** How often a service may seem to refill and then not. */
const MOST_CHANGES = 2;

/** Limits change; what is older than this is learnt anew, ms. */
const FORGET_MS = 7 * 86_400_000;

/** @param known what {@link Pace.known} said when the account was last in use */
export const createPace = (now: number, known?: KnownPace): Pace =>
  new Pacing(now, known !== undefined && Math.abs(now - known.learntAt) < FORGET_MS ? known : undefined);

class Pacing implements Pace {
  private readonly log = new SentLog();
  private readonly margin = new ArrivalMargin();
  private count: WindowCount;
  /** In place of `count`, once the service was seen not to count. */
  private search: RateSearch | undefined;
  private changes = 0;
  private rate = START_RATE;
  private nextAt: number;
  private pausedUntil: number;
  /** Since when everything waits; after that wait requests go one by one until an answer shows whether it helped. */
  private pause: { readonly since: number } | undefined;
  /** A refusal of a request sent before this moment belongs to the last one. */
  private slowedAt: number;
  private refusedAt: number | undefined;
  private refusalsInARow = 0;
  private good = 0;
  /** Between the last two times that the service was found to be full. */
  private borne = { good: 0, ms: 1, pausedMs: 0 };
  private fullAt: number;
  private pausedMs = 0;

  constructor(
    now: number,
    private readonly before: KnownPace | undefined,
  ) {
    const { kind, most = 0 } = before?.limit ?? {};
    this.count = new WindowCount(this.log, this.margin, now, kind === 'counts' ? most : undefined);
    if (kind === 'none') {
      // What it bore then it should bear now.
      this.good = most;
      this.rate = Math.min(MOST_PER_SECOND, START_RATE * GROWTH ** most);
    }
    // What was sent just before the last close still counts.
    for (let i = 0; i < (before?.recent ?? 0); i++) this.log.add(Math.min(now, before?.usedAt ?? now));
    this.log.forgetBefore(now - LOG_MS);
    this.nextAt = now;
    this.pausedUntil = now;
    this.slowedAt = now;
    this.fullAt = now;
  }

  waitMs(now: number): number {
    const roomAt =
      this.pause !== undefined || this.search !== undefined ? 0 : this.count.roomAt(now, this.good);
    return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.max(this.nextAt, this.pausedUntil, roomAt) - now));
  }

  places(): number {
    if (this.pause !== undefined) return 1;
    const isKnown = this.search !== undefined || this.hadLimit || this.count.state === 'sure';
    return isKnown ? Infinity : 1 + this.good;
  }

  sent(now: number): void {
    const isPrompt = now - this.nextAt <= CATCH_UP_MS;
    this.nextAt = (isPrompt ? this.nextAt : now) + 1_000 / (this.search?.perSecond ?? this.rate);
    this.log.add(now);
    this.log.forgetBefore(now - LOG_MS);
  }

  served(sentAt: number, now: number): void {
    this.margin.answered(now - sentAt);
    this.good += 1;
    this.refusalsInARow = 0;
    const { pause } = this;
    const wasProbe = pause !== undefined && sentAt >= this.pausedUntil;
    if (wasProbe) this.pause = undefined;
    if (wasProbe && this.search !== undefined) this.doubtRefill(sentAt, this.search);
    if (this.search !== undefined) this.search.served(MOST_PER_SECOND);
    else {
      this.rate = Math.min(MOST_PER_SECOND, this.rate * GROWTH);
      this.follow(this.count.served(sentAt, wasProbe, pause), now);
    }
  }

  failed(sentAt: number): void {
    // What was to find out how the service counts has not: it may be tried again.
    if (this.count.state !== 'sure') this.log.remove(sentAt);
  }

  refused(sentAt: number, now: number, retryAt: number | undefined, random: number): number {
    this.log.remove(sentAt);
    if (sentAt >= this.slowedAt) this.slowDown(sentAt, now, retryAt, random);
    else {
      const full = this.search === undefined ? this.count.alsoRefused(retryAt) : 0;
      this.pausedUntil = Math.max(this.pausedUntil, retryAt ?? 0, full);
    }
    return Math.ceil(Math.max(now, this.pausedUntil));
  }

  known(now: number): KnownPace | undefined {
    const { search, count, good } = this;
    const most =
      search === undefined ? count.reliable(good) : search.isReliable ? search.perSecond : undefined;
    if (most === undefined) return this.refusedAt === undefined ? this.unrefused(now) : this.before;
    const kind = search === undefined ? 'counts' : 'refills';
    const learntAt = this.refusedAt ?? this.before?.learntAt ?? now;
    return { learntAt, usedAt: now, limit: { kind, most }, recent: this.recentCount(now) };
  }

  private get hadLimit(): boolean {
    return this.before !== undefined && this.before.limit.kind !== 'none';
  }

  private unrefused(now: number): KnownPace | undefined {
    if (this.hadLimit || this.good === 0) return this.before;
    const limit = { kind: 'none', most: Math.min(this.good, MOST_PER_SECOND) } as const;
    return { learntAt: now, usedAt: now, limit, recent: this.recentCount(now) };
  }

  private recentCount(now: number): number {
    return this.log.count(now - RECENT_MS, now);
  }

  private slowDown(sentAt: number, now: number, retryAt: number | undefined, random: number): void {
    const { search, good } = this;
    const wasProbe = this.pause !== undefined;
    this.refusedAt = now;
    this.refusalsInARow += 1;
    if (!wasProbe) this.borne = { good, ms: Math.max(1, now - this.fullAt), pausedMs: this.pausedMs };
    if (search === undefined && this.before?.limit.kind === 'refills' && this.changes === 0)
      this.startKnown(this.before.limit.most, now);
    else if (search === undefined)
      this.follow(this.count.refused({ sentAt, now, retryAt, wasProbe, good }), now, retryAt);
    this.pausedUntil = Math.max(this.pausedUntil, retryAt ?? now + this.ownPauseMs(now, random));
    search?.refused(now, this.recentRate(now), this.pausedUntil - now);
    if (!wasProbe) Object.assign(this, { good: 0, fullAt: now, pausedMs: 0 });
    this.pausedMs += this.pausedUntil - now;
    this.slowedAt = now;
    this.pause = { since: now };
  }

  private follow(verdict: Verdict, now: number, retryAt?: number): void {
    if (verdict === 'counts') return;
    const recent = this.recentRate(now);
    if (verdict === 'even') {
      this.search = new RateSearch(recent / 2, recent, recent * 0.95, now);
      return;
    }
    const { good, ms, pausedMs } = this.borne;
    const borne = (good * 1_000) / ms;
    const hi = Math.max(Math.min(this.rate, recent), borne);
    // A pause of our own choosing says little about the service; one that it named is just long enough.
    const guess =
      retryAt === undefined
        ? Math.sqrt((borne * good * 1_000) / Math.max(1, ms - pausedMs))
        : ((good + 0.5) * 1_000) / ms;
    this.search = new RateSearch(borne, hi, Math.min((borne + hi) / 2, guess), now);
    this.nextAt = now + 1_000 / this.search.perSecond;
  }

  /** Its bucket is empty now; what flows in is known from before. */
  private startKnown(perSecond: number, now: number): void {
    this.search = RateSearch.of(perSecond, now);
    this.nextAt = now + 1_000 / perSecond;
  }

  /** What refills does not refuse everything for long. */
  private doubtRefill(sentAt: number, search: RateSearch): void {
    const longMs = Math.max(LONG_MS, 5_000 / search.perSecond);
    if (sentAt - this.fullAt < longMs || this.changes >= MOST_CHANGES) return;
    this.changes += 1;
    this.search = undefined;
    this.log.forgetBefore(sentAt);
    this.count = new WindowCount(this.log, this.margin, undefined);
  }

  /** Random above the least, so that not all who were refused come back together. */
  private ownPauseMs(now: number, random: number): number {
    const spread = 1 + random / 4;
    const own = this.search === undefined ? this.count.pauseMs(now, this.refusalsInARow, spread) : undefined;
    if (own !== undefined) return Math.min(PAUSE_CAP_MS, own);
    const leastMs = Math.max(PAUSE_MS, 1_000 / (this.search?.perSecond ?? 1));
    return Math.min(PAUSE_CAP_MS, leastMs * 2 ** Math.min(this.refusalsInARow - 1, 20) * spread);
  }

  /** How fast requests were in fact sent of late, by the hastier of two reckonings. */
  private recentRate(now: number): number {
    const rates = RECENT.map((count) => {
      const at = this.log.last(count);
      if (at === undefined || at < this.fullAt) return Infinity;
      return ((count + 1) * 1_000) / Math.max(1, now - at);
    });
    return Math.max(...rates);
  }
}
