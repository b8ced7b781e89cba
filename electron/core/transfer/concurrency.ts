/**
 * How many files to fetch at once, learnt from what came of it. It knows no clock and no timers; times are epoch ms.
 *
 * A link of its own limit is full with a few connections; where each connection is held back, by loss over a long way
 * or by waiting for small files, more of them bring more, up to a point past which some services slow down. So it
 * starts low, or where it ended not long ago, climbs while more comes in to a number that fills most links and keeps the
 * lowest that brought the most. On a link that is new to it and where little stands in a queue it then tries all of them
 * at once; anywhere, now and then, a step up or down. What the service refuses, or what fails, takes it down at once.
 */
import { createRecentSpeed } from './recent-speed';

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
  /** What is worth remembering; undefined until something was learnt. */
  known(): KnownPlaces | undefined;
}
/** How many places brought the most, and when that was last so, epoch ms. */
export interface KnownPlaces {
  readonly places: number;
  readonly at: number;
}

export const FIRST_PLACES = 4;
export const MOST_PLACES = 16;
/** Past this the connections of a clean link crowd each other out of its queue before anyone can see it. */
const CLIMB_TO = 8;
/** First bytes that take so many times as long as the quickest did have stood in a queue: the link is full. */
const QUEUED = 1.5;
/** For so long the link is taken to be the same. */
const REMEMBERED_MS = 3_600_000;
/** What counts as more, as no less, and as a waste. */
const RISE = 1.1;
const SAME = 0.96;
const WORSE = 0.85;
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

interface Window {
  readonly since: number;
  bytes: number;
  /** Open connections, and places for them, over time: times ms. */
  openMs: number;
  placesMs: number;
  /** How long first bytes took in it. */
  readonly waitsMs: number[];
}
const start = (since: number): Window => ({ since, bytes: 0, openMs: 0, placesMs: 0, waitsMs: [] });
interface Trial {
  readonly from: number;
  /** Bytes per second before it. */
  readonly before: number;
  /** Window by window since. */
  readonly speeds: number[];
}

export const createConcurrency = (known?: KnownPlaces): Concurrency => new Learner(known);

class Learner implements Concurrency {
  private level = FIRST_PLACES;
  private learnt: KnownPlaces | undefined;
  /** It began with what was learnt. */
  private isKnown = false;
  private quickestMs = Infinity;
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
  private readonly speed = createRecentSpeed();

  constructor(known: KnownPlaces | undefined) {
    this.learnt = known;
  }

  known(): KnownPlaces | undefined {
    return this.learnt;
  }

  places(): number {
    return this.level;
  }

  opened(now: number): void {
    if (this.open === 0 && now - this.movedAt > IDLE_MS) this.begin(now);
    this.count(now);
    this.open += 1;
  }

  answered(tookMs: number, now: number): void {
    this.waitMs += (clamp(tookMs, SHORTEST_MS, LONGEST_MS) - this.waitMs) / 4;
    this.count(now);
    this.window ??= start(now);
    this.window.waitsMs.push(tookMs);
    this.quickestMs = Math.min(this.quickestMs, tookMs);
    if (this.phase === 'climb' && this.level < Math.min(CLIMB_TO, this.ceilingAt(now))) this.level += 1;
  }

  bytes(count: number, now: number): void {
    this.count(now);
    this.speed.add(count, now);
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
    return this.speed.at(now);
  }

  private windowMs(): number {
    if (this.phase === 'climb') return this.waitMs;
    // The first after the climb only has to tell what came before the trial that waits for it.
    return this.usual === 0 ? 4 * this.waitMs : Math.max(SETTLED_MS, 8 * this.waitMs);
  }

  private judge(window: Window, now: number): void {
    const { since, bytes, openMs, placesMs } = window;
    const ms = now - since;
    // Places that stood empty show nothing of what they would have brought, nor do connections that are still to end
    // after it went down, nor a window over a silence.
    const isFull = openMs >= placesMs - ms / 2;
    const isOver = this.phase === 'settled' && openMs > placesMs + ms / 2;
    const speed = (bytes * 1_000) / ms;
    if (isFull && !isOver && ms <= 3 * this.windowMs()) {
      if (this.phase === 'climb') this.climb(speed, now);
      else this.settle(speed, isQueued(window, this.quickestMs), now);
    }
    this.window = start(now);
  }

  /** What came in this window is owed to the places before it: a new connection takes a while to bring anything. */
  private climb(speed: number, now: number): void {
    const rises = speed > this.best.speed * RISE;
    if (rises) this.best = { speed, places: this.placesBefore };
    this.misses = rises ? 0 : this.misses + 1;
    this.placesBefore = this.level;
    if (this.misses < PATIENCE) return;
    this.level = Math.max(Math.min(FIRST_PLACES, this.level), this.best.places);
    this.rest(0, now);
    if (!this.isKnown) Object.assign(this, { top: MOST_PLACES, tryAt: now });
    this.learn(now);
  }

  private settle(speed: number, isFull: boolean, now: number): void {
    const { trial } = this;
    if (trial === undefined) {
      this.usual = this.usual === 0 ? speed : this.usual + (speed - this.usual) / 3;
      if (now >= this.tryAt) this.tryOut(isFull, now);
      return;
    }
    trial.speeds.push(speed);
    const isWaste = this.level > trial.from && speed < trial.before * WORSE;
    if (trial.speeds.length < TRIAL_WINDOWS && !isWaste) return;
    this.conclude(trial, isWaste ? 0 : meanAfterFirst(trial.speeds), now);
  }

  private conclude(trial: Trial, speed: number, now: number): void {
    const isBetter = speed > trial.before * (this.level > trial.from ? RISE : SAME);
    if (!isBetter) this.level = trial.from;
    this.trial = undefined;
    this.tryAfterMs = isBetter ? 0 : Math.min(TRY_AFTER_CAP_MS, Math.max(TRY_AFTER_MS, this.tryAfterMs * 2));
    this.isUpNext = isBetter === this.isUpNext;
    this.tryAt = now + this.tryAfterMs;
    this.usual = isBetter ? speed : trial.before;
    this.learn(now);
  }

  private learn(at: number): void {
    this.learnt = { places: this.level, at };
  }

  private tryOut(isFull: boolean, now: number): void {
    const step = Math.max(1, Math.round(this.level / 4));
    const up = isFull ? this.level : Math.min(this.ceilingAt(now), this.top ?? this.level + step);
    const to = this.isUpNext ? up : Math.max(FIRST_PLACES, this.level - step);
    this.top = undefined;
    if (this.isUpNext ? to <= this.level : to >= this.level) {
      this.isUpNext = !this.isUpNext;
      return;
    }
    this.trial = { from: this.level, before: this.usual, speeds: [] };
    this.level = to;
    // Short jobs are over before the trial is: the next one goes on with it.
    this.learn(now);
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
    this.learn(now);
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
  private begin(now: number): void {
    this.isKnown = this.learnt !== undefined && Math.abs(now - this.learnt.at) <= REMEMBERED_MS;
    this.level = this.firstPlaces(now);
    this.quickestMs = Infinity;
    Object.assign(this, { phase: 'climb', misses: 0, trial: undefined, window: undefined });
    this.best = { speed: 0, places: this.level };
    this.placesBefore = this.level;
  }

  private firstPlaces(now: number): number {
    if (!this.isKnown || this.learnt === undefined) return clamp(this.level, 1, FIRST_PLACES);
    return Math.min(this.ceilingAt(now), clamp(this.learnt.places, FIRST_PLACES, MOST_PLACES));
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
}

/** Most first bytes in a window stood in a queue; where none came, nothing speaks for one. */
function isQueued({ waitsMs }: Window, quickestMs: number): boolean {
  const median = [...waitsMs].sort((a, b) => a - b)[waitsMs.length >> 1];
  return median !== undefined && median > quickestMs * QUEUED;
}
/** The first window after a change still shows some of what was before; alone, it shows nothing. */
function meanAfterFirst([, ...later]: readonly number[]): number {
  return later.length === 0 ? 0 : later.reduce((sum, each) => sum + each, 0) / later.length;
}
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
