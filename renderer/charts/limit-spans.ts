/** When a limit holds, by the clocks of a site. Pure. */
import type { Added, Span } from '../../electron/contract/index';
import { daysAround, instantAt } from './site-days';

type Hours = Pick<Extract<Added, { readonly kind: 'limit' }>, 'from' | 'to' | 'weekdays'>;
const DAY_MINUTES = 1_440;
const WEEKDAYS = 7;

/** Whether it holds at all hours of all days. */
export const isAlways = ({ from, to, weekdays }: Hours): boolean =>
  from % DAY_MINUTES === to % DAY_MINUTES && new Set(weekdays).size === WEEKDAYS;

/**
 * The stretches of the span in which it holds, ascending; those that touch are one. Hours that go over midnight belong to
 * the day of the week on which they begin.
 */
export function limitSpans(limit: Hours, span: Span, zone: string): readonly Span[] {
  const begin = limit.from % DAY_MINUTES;
  const minutes = (((limit.to - limit.from) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const spans: Span[] = [];
  for (const day of daysAround(span, zone)) {
    if (!limit.weekdays.includes(day.dayOfWeek)) continue;
    const from = Math.max(span.from, instantAt(day, begin, zone));
    const to = Math.min(span.to, instantAt(day, begin + minutes, zone));
    const last = spans.at(-1);
    if (to <= from) continue;
    if (last !== undefined && from <= last.to) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans;
}
