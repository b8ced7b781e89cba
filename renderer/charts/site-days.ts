/** Times of day by the clocks of a zone, also on the days on which clocks are changed. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../electron/contract/index';

const DAY_MINUTES = 1_440;

/** The first moment at which the clock shows that minute of the day, or, where it leaps over it, at which it then is. */
export function instantAt(day: Temporal.PlainDate, minute: number, zone: string): number {
  const [date, within] = [day.add({ days: Math.floor(minute / DAY_MINUTES) }), minute % DAY_MINUTES];
  const time = Temporal.PlainTime.from({ hour: Math.floor(within / 60), minute: within % 60 });
  const at = date.toZonedDateTime({ timeZone: zone, plainTime: time });
  const isLeapt = at.hour !== time.hour || at.minute !== time.minute;
  return (isLeapt ? at.getTimeZoneTransition('previous') : null)?.epochMilliseconds ?? at.epochMilliseconds;
}

/** The calendar days that touch the span, and the one before: what began on it may still last. */
export function daysAround(span: Span, zone: string): readonly Temporal.PlainDate[] {
  const dayOf = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone).toPlainDate();
  const days: Temporal.PlainDate[] = [];
  const last = dayOf(span.to);
  let day = dayOf(span.from).subtract({ days: 1 });
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    days.push(day);
    day = day.add({ days: 1 });
  }
  return days;
}
