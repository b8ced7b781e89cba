/** Day, evening and night as the house rules divide them, by the clocks of a site. Pure. */
import type { Rules, Span } from '../../electron/contract/index';
import { daysAround, instantAt } from './site-days';

const PARTS = ['day', 'evening', 'night'] as const;
type Part = (typeof PARTS)[number];
export interface DayPart extends Span {
  readonly part: Part;
}
const WIDEST_MS = 10.5 * 86_400_000;
const DAY_MINUTES = 1_440;

/** Whether parts of the day can be told apart in it; over more than some days they are no help but a fence. */
export const showsDayParts = ({ from, to }: Span): boolean => to - from <= WIDEST_MS;

/** The parts of the day within the span, ascending. */
export function dayParts(span: Span, zone: string, periods: Rules['day']): readonly DayPart[] {
  const begins = beginnings(periods);
  const cuts = daysAround(span, zone)
    .flatMap((day) => begins.map(([part, minute]) => ({ part, at: instantAt(day, minute, zone) })))
    .sort((a, b) => a.at - b.at);
  const parts: DayPart[] = [];
  cuts.forEach(({ part, at }, index) => {
    const next = cuts[index + 1]?.at ?? Infinity;
    const cut = { from: Math.max(at, span.from), to: Math.min(next, span.to), part };
    const last = parts.at(-1);
    if (cut.to <= cut.from) return;
    if (last?.part === part) parts[parts.length - 1] = { ...last, to: cut.to };
    else parts.push(cut);
  });
  return parts;
}

/** Of parts that begin together the last has the time, the others have none; minutes of the day, ascending. */
function beginnings(periods: Rules['day']): readonly (readonly [part: Part, minute: number])[] {
  const minuteOf = (part: Part): number => periods[part] % DAY_MINUTES;
  const after = (part: Part): Part => PARTS[(PARTS.indexOf(part) + 1) % PARTS.length] ?? 'day';
  return PARTS.filter((part) => {
    const together = PARTS.filter((other) => minuteOf(other) === minuteOf(part));
    return part === (together.find((each) => !together.includes(after(each))) ?? 'day');
  })
    .map((part) => [part, minuteOf(part)] as const)
    .sort((a, b) => a[1] - b[1]);
}
