/**
 * How many files to fetch at once, learnt from what came of it. It knows no clock and no timers; times are epoch ms.
 *
 * A link of its own limit is full with a few connections; where each connection is held back, by loss over a long way
 * or by waiting for small files, more of them bring more, up to a point past which some services slow down. So it
 * starts low, or where it ended not long ago, climbs while more comes in to a number that fills most links and keeps the
 * lowest that brought the most. On a link that is new to it and where little stands in a queue it then tries all of them
 * at once; anywhere, now and then, a step up or down. New connections whose first bytes stand in a queue end a trial, and
 * others leave it to the next job, should this one be over before it. What the service refuses, or what fails, takes it
 * down at once.
 */
import { hasRoom, isBetter, isInQueue, outcome, RISE, startTrial, type Trial } from './trial';
import { hasQueue, isCrowded, isFull, startWindow, type Window } from './window';

export interface Concurrency {
  /** How many connections may be open, at least 1. */
  places(): number;
  /** Told of each connection, in order of time: opened, then what came of it bit by bit, then closed. */
  opened(now: number): Opened;
  /** Its first bytes came so long after it was opened. */
  answered(tookMs: number, by: Opened, now: number): void;
  bytes(count: number, now: number): void;
  /** `failed`: cut, stalled or refused to connect. `given-up`: by us, which says nothing. */
  closed(outcome: 'served' | 'refused' | 'failed' | 'given-up', openedAt: number, now: number): void;
  /** What is worth remembering; undefined until something was learnt. */
  known(): KnownPlaces | undefined;
}
/** One more than the job had open before is new; any other goes on with one that was left open, and is quicker. */
export type Opened = 'new' | 'kept';
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
/** Windows in a row without a rise after which the climb ends. */
const PATIENCE = 3;
const SHORTEST_MS = 100;
const LONGEST_MS = 500;
/** Once settled it looks at longer stretches, so that chance weighs less. */
const SETTLED_MS = 1_000;
const TRY_AFTER_MS = 4_000;
const TRY_AFTER_CAP_MS = 32_000;
const SERVED_PER_PLACE = 4;
/** After a refusal nothing higher is tried for so long. */
const REFUSED_MS = 15_000;
const IDLE_MS = 5_000;

/** @param most places that there can be */
export const createConcurrency = (known?: KnownPlaces, most = MOST_PLACES): Concurrency =>
  new Learner(known, most);

class Learner implements Concurrency {
  private level = FIRST_PLACES;
  private learnt: KnownPlaces | undefined;
  private quickestMs = { new: Infinity, kept: Infinity };
  private open = 0;
  /** The most that were open at once in this job. */
  private mostOpen = 0;
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
  /** The first thing to try once the climb has ended, where the link is new. */
  private top: number | undefined;
  private tryAfterMs = TRY_AFTER_MS;
  private isUpNext = true;
  private ceiling;
  private ceilingUntil = -Infinity;
  private cutAt = -Infinity;
  /** Places lost to failures, and connections served since the last of them. */
  private lost = 0;
  private served = 0;

  constructor(
    known: KnownPlaces | undefined,
    private readonly most: number,
  ) {
    this.learnt = known;
    this.ceiling = most;
  }

  known(): KnownPlaces | undefined {
    return this.learnt;
  }

  places(): number {
    return this.level;
  }

  opened(now: number): Opened {
    if (this.open === 0 && now - this.movedAt > IDLE_MS) this.begin(now);
    this.count(now);
    this.open += 1;
    if (this.open <= this.mostOpen) return 'kept';
    this.mostOpen = this.open;
    if (this.trial !== undefined) this.trial.opened += 1;
    return 'new';
  }

  answered(tookMs: number, by: Opened, now: number): void {
    this.waitMs += (clamp(tookMs, SHORTEST_MS, LONGEST_MS) - this.waitMs) / 4;
    this.count(now);
    this.quickestMs[by] = Math.min(this.quickestMs[by], tookMs);
    const isQueued = tookMs > this.quickestMs[by] * QUEUED;
    this.window ??= startWindow(now);
    this.window.answered += 1;
    if (isQueued) this.window.queued += 1;
    if (by === 'new') this.feel(isQueued, now - tookMs, now);
    if (this.phase === 'climb' && this.level < Math.min(CLIMB_TO, this.ceilingAt(now))) this.level += 1;
  }

  bytes(count: number, now: number): void {
    this.count(now);
    this.window ??= startWindow(now);
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

  private windowMs(): number {
    if (this.phase === 'climb') return this.waitMs;
    // The first after the climb only has to tell what came before the trial that waits for it.
    return this.usual === 0 ? 4 * this.waitMs : Math.max(SETTLED_MS, 8 * this.waitMs);
  }

  private judge(window: Window, now: number): void {
    const ms = now - window.since;
    const speed = (window.bytes * 1_000) / ms;
    const isStill = this.phase === 'settled' && isCrowded(window, now);
    // Nor does a window over a silence show anything.
    if (isFull(window, now) && !isStill && ms <= 3 * this.windowMs()) {
      if (this.phase === 'climb') this.climb(speed, now);
      else this.settle(speed, hasQueue(window), now);
    }
    this.window = startWindow(now);
  }

  /** What came in this window is owed to the places before it: a new connection takes a while to bring anything. */
  private climb(speed: number, now: number): void {
    const rises = speed > this.best.speed * RISE;
    if (rises) this.best = { speed, places: this.placesBefore };
    this.misses = rises ? 0 : this.misses + 1;
    this.placesBefore = this.level;
    if (this.misses < PATIENCE) return;
    this.level = Math.max(Math.min(FIRST_PLACES, this.level), this.best.places);
    const { top } = this;
    this.rest(0, now);
    if (top !== undefined) Object.assign(this, { top, tryAt: now });
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
    const brought = outcome(trial);
    if (brought !== undefined) this.conclude(trial, brought, now);
  }

  /** First bytes of a new connection: short jobs are over before a trial of theirs can be judged by what it brought. */
  private feel(isQueued: boolean, openedAt: number, now: number): void {
    const { trial } = this;
    if (trial === undefined || openedAt < trial.since) return;
    trial[isQueued ? 'queued' : 'direct'] += 1;
    if (isInQueue(trial)) this.conclude(trial, 0, now);
    else if (hasRoom(trial)) this.learn(now);
  }

  private conclude(trial: Trial, speed: number, now: number): void {
    const isKept = isBetter(trial, speed);
    if (!isKept) this.level = trial.from;
    this.trial = undefined;
    this.tryAfterMs = isKept ? 0 : Math.min(TRY_AFTER_CAP_MS, Math.max(TRY_AFTER_MS, this.tryAfterMs * 2));
    this.isUpNext = isKept === this.isUpNext;
    this.tryAt = now + this.tryAfterMs;
    this.usual = isKept ? speed : trial.before;
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
    this.trial = startTrial({ from: this.level, to, before: this.usual, since: now });
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
    this.level = Math.min(this.most, this.level + 1);
  }

  private rest(usual: number, now: number): void {
    Object.assign(this, { phase: 'settled', trial: undefined, usual, isUpNext: true, top: undefined });
    this.tryAfterMs = TRY_AFTER_MS;
    this.tryAt = now + TRY_AFTER_MS;
  }

  /** After a while without anything to do the link may be another. */
  private begin(now: number): void {
    const { learnt } = this;
    const isKnown = learnt !== undefined && Math.abs(now - learnt.at) <= REMEMBERED_MS;
    this.level = isKnown
      ? Math.min(this.ceilingAt(now), clamp(learnt.places, FIRST_PLACES, this.most))
      : clamp(this.level, 1, FIRST_PLACES);
    this.top = isKnown ? undefined : this.most;
    this.quickestMs = { new: Infinity, kept: Infinity };
    Object.assign(this, { phase: 'climb', misses: 0, trial: undefined, window: undefined, mostOpen: 0 });
    this.best = { speed: 0, places: this.level };
    this.placesBefore = this.level;
  }

  private ceilingAt(now: number): number {
    return now < this.ceilingUntil ? this.ceiling : this.most;
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

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
