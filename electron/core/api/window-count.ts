/**
 * The belief that a service counts: so many requests in a minute. Sliding minutes are taken for granted until the
 * service serves what would not fit in one; then its minutes begin at fixed times, or it does not count at all.
 */
import { ArrivalMargin } from './arrival-margin';
import type { SentLog } from './sent-log';

/** `even` and `steady`: it does not count, or that makes no difference; `even` says that sending was even so far. */
export type Verdict = 'counts' | 'even' | 'steady';
export interface Refused {
  readonly sentAt: number;
  readonly now: number;
  readonly retryAt: number | undefined;
  /** It was sent after a pause, to find out whether that helped. */
  readonly wasProbe: boolean;
  /** Good answers since the refusal before. */
  readonly good: number;
}

const WINDOW_MS = 60_000;
const SOON_MS = 1_000;
/** A wait that is named and longer than this is for a window, not for a refill. */
export const LONG_MS = 10_000;
/** Waits between tries while it is not known when the service will serve. */
const TRIES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** Where few fit each try is dear: two, the first of which outlasts the refill of ten a minute. */
const FEW = 25;
const FEW_TRIES_MS = [6_500, 20_000];
/** Fewer than this share of what fitted before, and it is not a count. */
const FAR_FEWER = 0.45;
/** With fewer than this, a count cannot be told from anything else. */
const TOO_FEW = 5;
/** After this many full windows one request more is tried; twice as many each time that it is refused. */
const MORE_AFTER = 10;
/** Tries in vain, at times when there should be room, until the belief is given up. */
const MOST_SURPRISES = 5;
const EARLY_MS = 250;
const NEARLY = 1.3;

export class WindowCount {
  /** How many fit in a window; undefined until one more was refused. */
  private fits: number | undefined;
  /** That it counts by the minute was seen, not only assumed. */
  private isConfirmed: boolean;
  private namesTimes = false;
  /** By our count nothing fits until then. */
  private fullUntil = 0;
  /** When the service served what by a sliding count it should not: a minute of its own began. */
  private renewedAt: number | undefined;
  /** For how long it had been full then; what refills will be full no longer than that the next time. */
  private renewalMs = 0;
  /** Before this, a service that counts by the minute stays full. */
  private staysFullUntil = 0;
  private surprises = 0;
  private moreAfter = MORE_AFTER;
  /** When the last request was sent that the service may have counted before it was full. */
  private wallAt = 0;
  /** When the latest request was sent that was served, and the latest that was served after a pause. */
  private latest = 0;
  private resumedAt = 0;

  constructor(
    private readonly log: SentLog,
    private readonly margin: ArrivalMargin,
    /** Undefined: even sending was tried and did not suit. */
    private readonly since: number | undefined,
    /** How many fit, when that was found out before. */
    known?: number,
  ) {
    this.fits = known;
    this.isConfirmed = known !== undefined;
  }

  /** How many fit in a minute; undefined until that is sure, or as good as. @param good answers since the last refusal */
  reliable(good: number): number | undefined {
    return this.isConfirmed || good >= 2 * (this.fits ?? Infinity) ? this.fits : undefined;
  }

  /** Undefined until the service refused; then whether it is sure how many fit. */
  get state(): 'unknown' | 'finding' | 'sure' {
    if (this.fits === undefined) return 'unknown';
    return this.isConfirmed ? 'sure' : 'finding';
  }

  /** When the next request fits. @param good answers since the last refusal */
  roomAt(now: number, good: number): number {
    const { fits } = this;
    if (fits === undefined) return 0;
    const at = this.freeAt(fits);
    if (at <= now || this.isConfirmed)
      return at > now && good >= this.moreAfter * fits ? this.freeAt(fits + 1) : at;
    if (this.renewedAt === undefined) return at;
    // One more on purpose: what the service makes of it tells a minute of its own from a steady refill.
    if (this.log.count(now - WINDOW_MS - this.margin.ms(), now) > fits) return at;
    if (this.namesTimes) return now;
    const extraAt = (this.log.last(1) ?? now) + Math.max(SOON_MS, 2 * this.renewalMs);
    return extraAt < this.staysFullUntil ? extraAt : at;
  }

  served(sentAt: number, wasProbe: boolean, pause: { readonly since: number } | undefined): Verdict {
    this.latest = Math.max(this.latest, sentAt);
    if (wasProbe) this.resumedAt = sentAt;
    const { fits } = this;
    if (fits === undefined) return 'counts';
    if (pause !== undefined && sentAt > this.wallAt && sentAt < pause.since) {
      // It overtook one that was refused, and fitted after all.
      this.wallAt = sentAt;
      this.fits = Math.max(fits, this.countAtWall());
    } else if (wasProbe) return this.resumed(sentAt, fits, pause?.since ?? sentAt);
    else if (this.log.count(sentAt - WINDOW_MS + this.margin.ms(), sentAt) > fits) {
      if (!this.isConfirmed && !this.namesTimes) return 'steady';
      this.fits = fits + 1;
    }
    return 'counts';
  }

  refused(refusal: Refused): Verdict {
    const { sentAt, now, retryAt, wasProbe } = refusal;
    if (retryAt !== undefined) this.namesTimes = true;
    if (!wasProbe) this.wallAt = Math.max(sentAt, this.latest);
    const isFirst = this.fits === undefined;
    if (isFirst) this.fits = this.countAtWall() || undefined;
    else if (!(wasProbe ? this.triedInVain(sentAt) : this.refusedAtWall(refusal))) return 'steady';
    if (this.fits === undefined) return 'counts';
    this.fullUntil = this.freeAt(this.fits);
    const isPatient = retryAt !== undefined && retryAt >= now + LONG_MS;
    if (!wasProbe && this.renewedAt === undefined && !this.isConfirmed)
      // Sent evenly for a whole window, a count and a refill look the same, and even sending suits both.
      if (this.since !== undefined && this.since < sentAt - WINDOW_MS && !isPatient) return 'even';
    this.isConfirmed ||= this.confirms(refusal);
    return 'counts';
  }

  /** Another request that was under way with the one that was refused. @returns until when to wait, if that is known */
  alsoRefused(retryAt: number | undefined): number {
    if (this.fits === undefined) return 0;
    if (!(this.isConfirmed && this.isEdge(this.fits)))
      this.fits = Math.max(1, Math.min(this.fits, this.countAtWall()));
    this.fullUntil = this.freeAt(this.fits);
    return retryAt === undefined && this.isConfirmed ? this.fullUntil : 0;
  }

  /** How long to wait where the service names no time; undefined when this has no opinion. @param tries in a row */
  pauseMs(now: number, tries: number, spread: number): number | undefined {
    if (this.fits === undefined) return undefined;
    if (this.surprises > 0) return SOON_MS * 2 ** (this.surprises - 1) * spread;
    const fullMs = Math.max(SOON_MS, this.fullUntil - now);
    if (this.isConfirmed) return fullMs;
    const waits = this.fits < FEW ? FEW_TRIES_MS : TRIES_MS;
    const wait = (waits[Math.min(tries, waits.length) - 1] ?? SOON_MS) * spread;
    // A try shortly before there is room by our count would tell nothing.
    return wait * NEARLY > fullMs ? fullMs : wait;
  }

  /** @returns whether the belief holds */
  private triedInVain(sentAt: number): boolean {
    if (sentAt >= this.fullUntil) this.surprises += 1;
    if (this.surprises === 2) this.realign();
    return this.surprises <= MOST_SURPRISES;
  }

  private refusedAtWall({ good }: Refused): boolean {
    const count = this.countAtWall();
    const fits = this.fits ?? count;
    if (count < fits * FAR_FEWER) return false;
    if (count >= fits) this.moreAfter *= 2;
    else if (this.isConfirmed && good >= 3 * fits && this.isEdge(fits)) this.margin.widen();
    else this.fits = Math.max(1, count);
    return true;
  }

  /** Full for longer than the last time, or until when its minute should end. */
  private confirms({ sentAt, retryAt, wasProbe }: Refused): boolean {
    if (retryAt !== undefined) {
      const expected = this.renewedAt === undefined ? this.fullUntil : this.renewedAt + WINDOW_MS;
      return retryAt >= expected - this.margin.toleranceMs();
    }
    const idleMs = sentAt - (this.log.last(1) ?? sentAt);
    return this.renewedAt !== undefined && !wasProbe && idleMs >= 2 * this.renewalMs - 1;
  }

  /** The service serves again after a pause that began at `since`. */
  private resumed(sentAt: number, fits: number, since: number): Verdict {
    if (sentAt >= this.fullUntil - EARLY_MS - 2 * this.margin.ms()) {
      const isLate =
        this.surprises >= 2 || (this.namesTimes && sentAt > this.fullUntil + this.margin.toleranceMs());
      // It waited not for the oldest to count no longer, but for a minute of its own.
      if (isLate) this.log.forgetBefore(sentAt);
      this.isConfirmed = true;
      this.surprises = 0;
    } else if (!this.isConfirmed) {
      if (this.renewedAt !== undefined || fits < TOO_FEW) return 'steady';
      this.renewedAt = sentAt;
      this.renewalMs = sentAt - this.wallAt;
      this.staysFullUntil = since + WINDOW_MS - this.margin.ms() - EARLY_MS;
      this.log.forgetBefore(sentAt);
    }
    return 'counts';
  }

  /** Its minute began when it last served after a pause; what was sent before no longer counts. */
  private realign(): void {
    const count = this.log.count(this.resumedAt - 1, this.wallAt);
    if (this.resumedAt < this.wallAt - WINDOW_MS || count === 0 || count < (this.fits ?? 0) * FAR_FEWER)
      return;
    this.log.forgetBefore(this.resumedAt);
    this.fits = count;
    this.surprises = 0;
    this.resumedAt = 0;
  }

  private freeAt(fits: number): number {
    return (this.log.last(fits) ?? -Infinity) + WINDOW_MS + this.margin.ms();
  }
  private countAtWall(): number {
    return this.log.count(this.wallAt - WINDOW_MS, this.wallAt);
  }
  /** Whether a refusal is explained by requests that arrived a little later than thought. */
  private isEdge(fits: number): boolean {
    return this.log.count(this.wallAt - WINDOW_MS - 3 * this.margin.ms() - 100, this.wallAt) >= fits;
  }
}
