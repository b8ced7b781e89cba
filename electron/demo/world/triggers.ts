/** Events and recordings: what the instrument's trigger caught, read from the same sounds that make the levels. */
import { Buffer } from 'node:buffer';
import type { Absences } from './absences';
import { maximumOf, peakOf } from './channel';
import type { Hearing } from './cast';
import { HOUR, SECOND } from './civil-time';
import { energyOf, energyOfTenths, levelOf, round2 } from './decibel';
import type { Listener, Seconds } from './listener';
import { hash, keyOf } from './random';
import { createPool } from './statistics';

/** One catch: at most one an hour, so that each can be found without the ones before it. Epoch ms. */
export interface Trigger {
  readonly name: string;
  readonly level: number;
  /** While LAFMax is over the threshold. */
  readonly from: number;
  readonly to: number;
  /** The sound kept: a second before, five seconds after, 10 to 30 s in all. */
  readonly start: number;
  readonly end: number;
  /** LAeq, LCPeak, LAF50, LAF10, LAFMax, LAF90 of the event. */
  readonly overall: readonly number[];
}
interface Deps {
  readonly seed: number;
  readonly serial: string;
  readonly hearing: Hearing;
  readonly listener: Listener;
  readonly absences: Absences;
}

const PRE_SECONDS = 1;
const POST_SECONDS = 5;
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 30;
const CHUNK_MINUTES = 6;

export interface Triggers {
  /** Catches whose kept sound begins in the span and has ended by `now`. */
  between(from: number, to: number, now: number): readonly Trigger[];
}

export function createTriggers(deps: Deps): Triggers {
  const key = keyOf(deps.seed, deps.serial, 'trigger');
  const remembered = new Map<number, Trigger | undefined>();
  const ofHour = (hour: number): Trigger | undefined => {
    if (remembered.has(hour)) return remembered.get(hour);
    const found = search(deps, key, hour);
    if (remembered.size > 2_000) remembered.clear();
    remembered.set(hour, found);
    return found;
  };
  return {
    between(from, to, now) {
      const found: Trigger[] = [];
      const last = Math.ceil(Math.min(to, now) / HOUR);
      for (let hour = Math.floor(from / HOUR); hour < last; hour++) {
        const [gap] = deps.absences.outages(hour * HOUR, (hour + 1) * HOUR, now);
        if (gap?.from === hour * HOUR && gap.to === (hour + 1) * HOUR) continue;
        const one = ofHour(hour);
        if (one === undefined || one.start < from || one.start >= to || one.end > now) continue;
        if (deps.absences.outages(one.start, one.end, now).length === 0) found.push(one);
      }
      return found;
    },
  };
}

/** The first sound over the threshold from a drawn minute of the hour on. */
function search(deps: Deps, key: number, hour: number): Trigger | undefined {
  const first = hour * 60 + 2 + (hash(key, hour) % 34);
  const atLeast = energyOf(deps.hearing.trigger.db + 0.5);
  for (let minute = first; minute < hour * 60 + 57; minute += CHUNK_MINUTES) {
    const minutes = Math.min(CHUNK_MINUTES, hour * 60 + 57 - minute);
    for (const { second } of deps.listener.candidates(minute, minutes, atLeast)) {
      const trigger = shape(deps, second);
      if (trigger !== undefined) return trigger;
    }
  }
  return undefined;
}

function shape(deps: Deps, second: number): Trigger | undefined {
  const startMinute = Math.floor(second / 60) - 1;
  const seconds = deps.listener.seconds(startMinute, 3);
  const threshold = deps.hearing.trigger.db * 10;
  const loud = (i: number): boolean => maximumOf('A', 'F', seconds, i) > threshold;
  const middle = second - seconds.start;
  if (!loud(middle)) return undefined;
  const longest = LONGEST_SECONDS - PRE_SECONDS - POST_SECONDS;
  let from = middle;
  while (middle - from < longest - 8 && (loud(from - 1) || loud(from - 2))) from -= 1;
  while (!loud(from)) from += 1;
  let to = middle + 1;
  while (to - from < longest && (loud(to) || loud(to + 1))) to += 1;
  while (!loud(to - 1)) to -= 1;
  const start = (seconds.start + from - PRE_SECONDS) * SECOND;
  const length = Math.max(SHORTEST_SECONDS, PRE_SECONDS + to - from + POST_SECONDS);
  const end = start + length * SECOND;
  if (deps.absences.gaps(start, end, Infinity).length > 0) return undefined;
  return {
    name: deps.hearing.trigger.name,
    level: deps.hearing.trigger.db,
    from: (seconds.start + from) * SECOND,
    to: (seconds.start + to) * SECOND,
    start,
    end,
    overall: overallOf(seconds, from, to),
  };
}

function overallOf(seconds: Seconds, from: number, to: number): readonly number[] {
  const pool = createPool();
  let energy = 0;
  let peak = 0;
  let maximum = 0;
  for (let i = from; i < to; i++) {
    pool.add(seconds, i);
    energy += energyOfTenths(seconds.A[i] as number);
    peak = Math.max(peak, peakOf('C', seconds, i));
    maximum = Math.max(maximum, maximumOf('A', 'F', seconds, i));
  }
  const leq = round2(levelOf(energy / (to - from)));
  return [leq, peak / 10, pool.exceeded(50), pool.exceeded(10), maximum / 10, pool.exceeded(90)];
}

/** What an opaque id stands for: a recording, an event's time history or an event's audio, and the start of its sound. */
export interface Identity {
  readonly use: 'recording' | 'timehistory' | 'audio';
  readonly serial: string;
  readonly start: number;
}
const uses: readonly Identity['use'][] = ['recording', 'timehistory', 'audio'];

/** Ids can be told back without a list; the check at the end keeps guessed ones out. */
export function encodeId(seed: number, { use, serial, start }: Identity): string {
  const text = [uses.indexOf(use), serial, (start / SECOND).toString(36)].join('.');
  return Buffer.from(`${text}.${keyOf(seed, text).toString(36)}`, 'latin1').toString('base64url');
}

/** Undefined for an id that this world never gave out. */
export function decodeId(seed: number, id: string): Identity | undefined {
  const [use = '', serial = '', start = ''] = Buffer.from(id, 'base64url').toString('latin1').split('.');
  const identity = { use: uses[Number(use)] ?? 'recording', serial, start: parseInt(start, 36) * SECOND };
  return encodeId(seed, identity) === id ? identity : undefined;
}
