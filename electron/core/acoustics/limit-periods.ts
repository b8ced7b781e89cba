/** When a limit applies: periods within its hours, on its days of the week, by the site's clock. */
import type { Span } from '../../contract/model';
import type { Added } from '../../contract/people';
import { instantOf, localDays, periodEdges, weekdayOf, type SiteClock } from './site-clock';

export type Limit = Extract<Added, { readonly kind: 'limit' }>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/**
 * Periods are counted from the hour at which the limit begins; the last one of a day ends with the limit's hours. Hours
 * that go over midnight belong to the day of the week on which they begin, and have the length that a clock change gives
 * them.
 * @returns those that touch the span, ascending; the first and the last may reach beyond it
 */
export function limitPeriods(
  clock: SiteClock,
  span: Span,
  { from, to, weekdays, periodMinutes }: Pick<Limit, 'from' | 'to' | 'weekdays' | 'periodMinutes'>,
): { readonly from: Float64Array; readonly to: Float64Array } {
  const begins: number[] = [];
  const ends: number[] = [];
  const hours = (((to - from) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  for (const day of localDays(clock, span, from % DAY_MINUTES)) {
    if (!weekdays.includes(weekdayOf(day))) continue;
    const anchor = day + (from % DAY_MINUTES) * MINUTE_MS;
    const window = { from: instantOf(clock, anchor), to: instantOf(clock, anchor + hours * MINUTE_MS) };
    if (window.from >= window.to) continue;
    const edges = periodEdges(clock, window, periodMinutes, anchor);
    for (let i = 1; i < edges.length; i++) {
      const [begin, end] = [edges[i - 1] as number, edges[i] as number];
      if (end <= span.from || begin >= span.to) continue;
      begins.push(begin);
      ends.push(end);
    }
  }
  return { from: Float64Array.from(begins), to: Float64Array.from(ends) };
}
