/** Where the days and months of a long span begin, by the clocks of a zone. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../electron/contract/index';
import { date, DAY } from '../format';

export interface TimeTick {
  /** Epoch ms. */
  readonly at: number;
  readonly label: string;
}
/** Days between two ticks; whole months follow. */
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6];
const LAST_STEP = 12;
/** Mondays are counted from here. */
const MONDAY = Temporal.PlainDate.from('2024-01-01');

const startOf = (day: Temporal.PlainDate, zone: string): number =>
  day.toZonedDateTime(zone).epochMilliseconds;
const dayOf = (ms: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone).toPlainDate();

function starts(first: Temporal.PlainDate, step: Temporal.DurationLike, span: Span, zone: string): number[] {
  const found: number[] = [];
  for (let day = first, at = startOf(day, zone); at < span.to; day = day.add(step), at = startOf(day, zone))
    if (at >= span.from) found.push(at);
  return found;
}
function byDays(step: number, span: Span, zone: string): number[] {
  const first = dayOf(span.from, zone);
  const past = step === 1 ? 0 : first.since(MONDAY, { largestUnit: 'days' }).days % step;
  return starts(first.subtract({ days: past }), { days: step }, span, zone);
}
function byMonths(step: number, span: Span, zone: string): number[] {
  const first = dayOf(span.from, zone).with({ day: 1 });
  return starts(first.subtract({ months: (first.month - 1) % step }), { months: step }, span, zone);
}

/** Round moments within the span, at most `most` of them; the year stands with the first and where it changes. */
export function timeTicks(span: Span, zone: string, most: number): readonly TimeTick[] {
  // What cannot fit is not tried: each midnight of a zone costs a look into its history.
  const room = (days: number) => (span.to - span.from) / (days * DAY) <= most + 1;
  const tries = [
    ...DAY_STEPS.filter(room).map((step) => () => byDays(step, span, zone)),
    ...MONTH_STEPS.filter((step) => room(28 * step)).map((step) => () => byMonths(step, span, zone)),
    () => byMonths(LAST_STEP, span, zone),
  ];
  let found: number[] = [];
  for (const attempt of tries) {
    found = attempt();
    if (found.length <= most) break;
  }
  let year = '';
  return found.slice(0, most).map((at) => {
    const [day, own] = [date(at, zone).replace(/ \d{4}$/, ''), date(at, zone).slice(-4)];
    const label = own === year ? day : `${day} ${own}`;
    year = own;
    return { at, label };
  });
}
