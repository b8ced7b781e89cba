/** Round moments along any span, by the clocks of a zone, with what to write at them. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../electron/contract/index';
import { DAY } from '../format';
import { timeLabels } from './axis';
import { timeTicks, type TimeTick } from './time-ticks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];

/** At most `most` of them; the day stands below the first and below each that begins a new one. */
export function clockTicks(span: Span, zone: string, most: number): readonly TimeTick[] {
  const step = STEPS.find((each) => (span.to - span.from) / each <= most);
  if (step === undefined || (span.to - span.from) / DAY > 2 * most) return timeTicks(span, zone, most);
  const moments = momentsOf(span, zone, step).slice(0, most);
  const labels = timeLabels(moments, step, zone);
  return moments.map((at, i) => ({ at, label: labels[i] ?? '' }));
}

/** Multiples of the step on the zone's own clocks, also on the day on which they are changed. */
function momentsOf(span: Span, zone: string, step: number): readonly number[] {
  const offset = (ms: number): number =>
    zone === 'UTC'
      ? 0
      : Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone).offsetNanoseconds /
        1e6;
  const found: number[] = [];
  let at = Math.ceil((span.from + offset(span.from)) / step) * step - offset(span.from);
  while (at < span.to) {
    found.push(at);
    const next = at + step;
    const aligned = Math.round((next + offset(next)) / step) * step - offset(next);
    at = aligned > at ? aligned : next;
  }
  return found;
}
