/**
 * How many files to fetch at once, learnt from what came of it. It knows no clock and no timers; times are epoch ms.
 *
 * A link of its own limit is full with a few connections; where each connection is held back, by loss over a long way
 * or by waiting for small files, more of them bring more, up to a point past which some services slow down. So it
 * starts low, climbs while more comes in, keeps the lowest number that brought the most, and now and then tries one
 * step up or down. What the service refuses, or what fails, takes it down at once.
 */
export interface Concurrency {
  /** How many connections may be open, at least 1. */
  places(): number;
  /** Told of each connection, in order of time: opened, then what came of it bit by bit, then closed. */
  opened(now: number): void;
  /** The first bytes of a connection came so long after it was opened. */
  answered(tookMs: number, now: number): void;
  bytes(count: number, now: number): void;
  /** `failed`: cut, stalled or refused to connect. `given-up`: by us, which says nothing. */
  closed(outcome: 'served' | 'refused' | 'failed' | 'given-up', openedAt: number, now: number): void;
  /** Bytes per second of late over all connections; undefined while nothing comes. */
  bytesPerSecond(now: number): number | undefined;
}

export const FIRST_PLACES = 4;
export const MOST_PLACES = 16;
/** What counts as more, as no less, and as a waste. */
const RISE = 1.1;
const SAME = 0.96;
const WORSE = 0.85;
const GROWTH = 1.5;
/** Windows in a row without a rise after which the climb ends. */
const PATIENCE = 3;
const SHORTEST_MS = 100;
const LONGEST_MS = 500;
/** Once settled it looks at longer stretches, so that chance weighs less. */
const SETTLED_MS = 1_000;
const TRY_AFTER_MS = 4_000;
const TRY_AFTER_CAP_MS = 32_000;
const TRIAL_WINDOWS = 3;
const SERVED_PER_PLACE = 4;
/** After a refusal nothing higher is tried for so long. */
const REFUSED_MS = 15_000;
const IDLE_MS = 5_000;
const SPEED_MS = 3_000;

interface Window {
  readonly since: number;
  bytes: number;
  /** Open connections, and places for them, over time: times ms. */
  openMs: number;
  placesMs: number;
}
const start = (since: number): Window => ({ since, bytes: 0, openMs: 0, placesMs: 0 });
interface Trial {
  readonly from: number;
  /** Bytes per second before it. */
  readonly before: number;
  /** Window by window since. */
  readonly speeds: number[];
}

export const createConcurrency = (): Concurrency => new Learner();

class Learner implements Concurrency {
  private level = FIRST_PLACES;
  private open = 0;
  private movedAt = -Infinity;
  private waitMs = SHORTEST_MS;
  private window: Window | undefined;
  private phase: 'climb' | 'settled' = 'climb';
  /** The most that came in one window of the climb, and how many places brought it. */
  private best = { speed: 0, places: FIRST_PLACES };
  private misses = 0;
  private placesBefore = FIRST_PLACES;
  private usual = 0;
  private trial: Trial | undefined;
  private tryAt = 0;
  /** Where the climb ended; the first thing to try again, with more patience. */
  private top: number | undefined;
  private tryAfterMs = TRY_AFTER_MS;
  private isUpNext = true;
  private ceiling = MOST_PLACES;
  private ceilingUntil = -Infinity;
  private cutAt = -Infinity;
  /** Places lost to failures, and connections served since the last of them. */
  private lost = 0;
  private served = 0;
  private readonly recent: { at: number; bytes: number }[] = [];

  places(): number {
    return this.level;
  }

  opened(now: number): void {
    if (this.open === 0 && now - this.movedAt > IDLE_MS) this.begin();
    this.count(now);
    this.open += 1;
  }

  answered(tookMs: number, now: number): void {
    this.waitMs += (clamp(tookMs, SHORTEST_MS, LONGEST_MS) - this.waitMs) / 4;
    this.count(now);
    this.window ??= start(now);
    if (this.phase === 'climb' && this.level < this.ceilingAt(now)) this.level += 1;
  }

  bytes(count: number, now: number): void {
    this.count(now);
    this.remember(count, now);
    this.window ??= start(now);
    this.window.bytes += count;
    if (now - this.window.since >= this.windowMs()) this.judge(this.window, now);
  }

  closed(outcome: 'served' | 'refused' | 'failed' | 'given-up', openedAt: number, now: number): void {
    this.count(now);
    this.open = Math.max(0, this.open - 1);
    // Those that were open already when it last went down belong to the same trouble.
    if (openedAt < this.cutAt && outcome !== 'served') return;
    if (outcome === 'refused') this.refuse(now);
    else if (outcome === 'failed') this.fail(now);
    else if (outcome === 'served') this.serve();
  }

  bytesPerSecond(now: number): number | undefined {
    const since = now - SPEED_MS;
    const counted = this.recent.filter(({ at }) => at > since);
    const first = counted[0];
    if (first === undefined) return undefined;
    const bytes = counted.reduce((sum, each) => sum + each.bytes, 0);
    return (bytes * 1_000) / Math.max(SHORTEST_MS, now - first.at + SHORTEST_MS);
  }

  private windowMs(): number {
    return this.phase === 'climb' ? this.waitMs : Math.max(SETTLED_MS, 8 * this.waitMs);
  }

  private judge({ since, bytes, openMs, placesMs }: Window, now: number): void {
    const ms = now - since;
    // Places that stood empty show nothing of what they would have brought, nor do connections that are still to end
    // after it went down, nor a window over a silence.
    const isFull = openMs >= placesMs - ms / 2;
    const isOver = this.phase === 'settled' && openMs > placesMs + ms / 2;
    const speed = (bytes * 1_000) / ms;
    if (isFull && !isOver && ms <= 3 * this.windowMs()) {
      if (this.phase === 'climb') this.climb(speed, now);
      else this.settle(speed, now);
    }
    this.window = start(now);
  }

  /** What came in this window is owed to the places before it: a new connection takes a while to bring anything. */
  private climb(speed: number, now: number): void {
    const rises = speed > this.best.speed * RISE;
    if (rises) this.best = { speed, places: this.placesBefore };
    this.misses = rises ? 0 : this.misses + 1;
    this.placesBefore = this.level;
    if (this.misses >= PATIENCE) {
      const top = this.level;
      this.level = Math.max(Math.min(FIRST_PLACES, this.level), this.best.places);
      this.rest(0, now);
      if (top > this.level) Object.assign(this, { top, tryAt: now });
    } else if (rises) {
      this.level = Math.min(this.ceilingAt(now), Math.ceil(this.level * GROWTH));
    }
  }

  private settle(speed: number, now: number): void {
    const { trial } = this;
    if (trial === undefined) {
      this.usual = this.usual === 0 ? speed : this.usual + (speed - this.usual) / 3;
      if (now >= this.tryAt) this.tryOut(now);
      return;
    }
    trial.speeds.push(speed);
    const isWaste = this.level > trial.from && speed < trial.before * WORSE;
    if (trial.speeds.length < TRIAL_WINDOWS && !isWaste) return;
    // The first window after a change still shows some of what was before.
    const later = trial.speeds.slice(1);
    const mean = later.reduce((sum, each) => sum + each, 0) / later.length;
    this.conclude(trial, isWaste ? 0 : mean, now);
  }

  private conclude(trial: Trial, speed: number, now: number): void {
    const isBetter = speed > trial.before * (this.level > trial.from ? RISE : SAME);
    if (!isBetter) this.level = trial.from;
    this.trial = undefined;
    this.tryAfterMs = isBetter ? 0 : Math.min(TRY_AFTER_CAP_MS, Math.max(TRY_AFTER_MS, this.tryAfterMs * 2));
    this.isUpNext = isBetter === this.isUpNext;
    this.tryAt = now + this.tryAfterMs;
    this.usual = isBetter ? speed : trial.before;
  }

  private tryOut(now: number): void {
    const step = Math.max(1, Math.round(this.level / 4));
    const up = Math.min(this.ceilingAt(now), this.top ?? this.level + step);
    const to = this.isUpNext ? up : Math.max(FIRST_PLACES, this.level - step);
    this.top = undefined;
    if (this.isUpNext ? to <= this.level : to >= this.level) {
      this.isUpNext = !this.isUpNext;
      return;
    }
    this.trial = { from: this.level, before: this.usual, speeds: [] };
    this.level = to;
  }

  /** Refusals are about numbers: half as many, and no more for a while. */
  private refuse(now: number): void {
    this.level = Math.max(1, Math.floor(this.level / 2));
    this.ceiling = this.level;
    this.ceilingUntil = now + REFUSED_MS;
    this.lost = 0;
    this.rest(0, now);
    this.tryAt = now + REFUSED_MS;
    this.cutAt = now;
  }

  /** A failure may be chance: one place less, until others have been served in its stead. */
  private fail(now: number): void {
    if (this.trial !== undefined) this.level = this.trial.from;
    this.served = 0;
    if (this.level > 1) this.lost += 1;
    this.level = Math.max(1, this.level - 1);
    this.rest(0, now);
    this.cutAt = now;
  }

  private serve(): void {
    this.served += 1;
    if (this.lost === 0 || this.served < SERVED_PER_PLACE) return;
    this.lost -= 1;
    this.served = 0;
    this.level = Math.min(MOST_PLACES, this.level + 1);
  }

  private rest(usual: number, now: number): void {
    Object.assign(this, { phase: 'settled', trial: undefined, usual, isUpNext: true, top: undefined });
    this.tryAfterMs = TRY_AFTER_MS;
    this.tryAt = now + TRY_AFTER_MS;
  }

  /** After a while without anything to do the link may be another. */
  private begin(): void {
    this.level = clamp(this.level, 1, FIRST_PLACES);
    Object.assign(this, { phase: 'climb', misses: 0, trial: undefined, window: undefined });
    this.best = { speed: 0, places: this.level };
    this.placesBefore = this.level;
  }

  private ceilingAt(now: number): number {
    return now < this.ceilingUntil ? this.ceiling : MOST_PLACES;
  }

  private count(now: number): void {
    const ms = Math.max(0, now - this.movedAt);
    if (this.window !== undefined) {
      this.window.openMs += this.open * ms;
      this.window.placesMs += this.level * ms;
    }
    this.movedAt = Math.max(this.movedAt, now);
  }

  private remember(bytes: number, at: number): void {
    const last = this.recent.at(-1);
    if (last !== undefined && at - last.at < SHORTEST_MS) last.bytes += bytes;
    else this.recent.push({ at, bytes });
    while (this.recent.length > 1 && (this.recent[0]?.at ?? 0) < at - SPEED_MS) this.recent.shift();
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
