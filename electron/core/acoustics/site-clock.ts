/** The clocks of a site: where days, hours and parts of days begin when clocks go forward and back. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../contract/model';
import { Failure } from '../../contract/result';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Clocks are never further from UTC. */
const FARTHEST_MS = DAY_MS;

/** A stretch in which the clock is the same time ahead of UTC; the first has no beginning, the last no end. */
interface Steady extends Span {
  readonly aheadMs: number;
}

/**
 * What the clocks show is told as local ms: epoch ms of the same date and time in UTC. Knows the time it was made for and
 * a day around it.
 */
export interface SiteClock {
  /** As the zone is spelled. */
  readonly zone: string;
  readonly steady: readonly Steady[];
}

/** @throws Failure `invalid` for a name that no zone has */
export function siteClock(zone: string, { from, to }: Span): SiteClock {
  const steady: Steady[] = [];
  let at = zoned(zone, from - 2 * DAY_MS);
  let begin = -Infinity;
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const isLast = next === null || next.epochMilliseconds > to + 2 * DAY_MS;
    const end = isLast ? Infinity : next.epochMilliseconds;
    const aheadMs = at.offsetNanoseconds / 1e6;
    const last = steady.at(-1);
    // A zone may change its name or its rule without moving the clocks.
    if (last?.aheadMs === aheadMs) steady[steady.length - 1] = { ...last, to: end };
    else steady.push({ from: begin, to: end, aheadMs });
    if (isLast) return { zone: at.timeZoneId, steady };
    begin = end;
    at = next;
  }
}

function zoned(zone: string, ms: number): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  } catch (cause) {
    throw new Failure({ kind: 'invalid', path: 'zone', reason: `there is no time zone ${zone}` }, { cause });
  }
}

/** What the clock shows. */
export function localOf({ steady }: SiteClock, ms: number): number {
  const now = steady.find(({ to }) => ms < to);
  return ms + (now?.aheadMs ?? 0);
}

/** The first moment at which the clock shows that time, or, where it leaps over it, a later one. */
export function instantOf({ steady }: SiteClock, local: number): number {
  for (const { from, to, aheadMs } of steady) {
    const at = local - aheadMs;
    // Before its beginning: the clock leapt over it there.
    if (at < to) return Math.max(at, from);
  }
  return local;
}

/** The midnights of the days that touch the span, and the one after, local ms. */
export function localDays(clock: SiteClock, span: Span, beginsMinute = 0): number[] {
  const shift = beginsMinute * MINUTE_MS;
  const days: number[] = [];
  const first = Math.floor((localOf(clock, span.from) - shift - FARTHEST_MS) / DAY_MS) * DAY_MS;
  const begins = (day: number): number => instantOf(clock, day + shift);
  for (let day = first; ; day += DAY_MS) {
    if (begins(day + DAY_MS) > span.from) days.push(day);
    if (begins(day) >= span.to) return days;
  }
}

/**
 * Where periods begin and end in a stretch: wherever the clock shows a whole number of them after `anchor`, also a second
 * time when it has gone back, and where it leaps over such a time. The stretch's own ends are the first and the last.
 * @param anchor local ms
 */
export function periodEdges(clock: SiteClock, { from, to }: Span, minutes: number, anchor: number): number[] {
  const lengthMs = minutes * MINUTE_MS;
  const edges = [from];
  const add = (edge: number): void => {
    if (edge > (edges.at(-1) as number) && edge < to) edges.push(edge);
  };
  /** The first whole number of periods at or after a local time. */
  const aligned = (local: number): number => anchor + Math.ceil((local - anchor) / lengthMs) * lengthMs;
  for (const [i, steady] of clock.steady.entries()) {
    if (steady.to <= from || steady.from >= to) continue;
    const before = clock.steady[i - 1];
    const shown = steady.from + steady.aheadMs;
    if (before !== undefined && aligned(steady.from + before.aheadMs) < shown) add(steady.from);
    const begin = Math.max(from, steady.from);
    const end = Math.min(to, steady.to);
    for (let at = aligned(begin + steady.aheadMs) - steady.aheadMs; at < end; at += lengthMs) add(at);
  }
  edges.push(to);
  return edges;
}

/** Such as `2026-03-29`. */
export const dateOf = (local: number): string => new Date(local).toISOString().slice(0, 10);

/** 1 Monday to 7 Sunday; the first day of local time was a Thursday. */
export const weekdayOf = (local: number): number => ((((Math.floor(local / DAY_MS) + 3) % 7) + 7) % 7) + 1;
