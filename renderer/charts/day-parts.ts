/** Day, evening and night as the indicators of environmental noise divide them: 07, 19 and 23 o'clock. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../electron/contract/index';

export interface DayPart extends Span {
  readonly part: 'day' | 'evening' | 'night';
}
const STARTS = [
  [0, 'night'],
  [7, 'day'],
  [19, 'evening'],
  [23, 'night'],
] as const;
/** Over more than this the shading is no help but a fence. */
const WIDEST_MS = 10.5 * 86_400_000;

/** The parts of the day within the span, by the clocks of `zone`; none when the span is too wide for them. */
export function dayParts(span: Span, zone: string): readonly DayPart[] {
  if (span.to - span.from > WIDEST_MS || span.to <= span.from) return [];
  const parts: DayPart[] = [];
  const add = (from: number, to: number, part: DayPart['part']) => {
    const cut = { from: Math.max(from, span.from), to: Math.min(to, span.to), part };
    if (cut.to > cut.from) parts.push(cut);
  };
  let day = Temporal.Instant.fromEpochMilliseconds(Math.floor(span.from))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  for (let midnight = startOf(day, 0, zone); midnight < span.to; midnight = startOf(day, 0, zone)) {
    const next = day.add({ days: 1 });
    STARTS.forEach(([hour, part], index) => {
      const end = STARTS[index + 1];
      add(
        startOf(day, hour, zone),
        end === undefined ? startOf(next, 0, zone) : startOf(day, end[0], zone),
        part,
      );
    });
    day = next;
  }
  return joined(parts);
}

const startOf = (day: Temporal.PlainDate, hour: number, zone: string): number =>
  day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour }) }).epochMilliseconds;

/** A night is one stretch, although a date changes within it. */
function joined(parts: readonly DayPart[]): readonly DayPart[] {
  const whole: DayPart[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last?.part === part.part && last.to === part.from) whole[whole.length - 1] = { ...last, to: part.to };
    else whole.push(part);
  }
  return whole;
}
