/** How a day is divided into day, evening and night; for Ldn, which has no evening, once more. */
import type { Rules } from '../../contract/people';

const DAY_MINUTES = 1_440;
/** Of Ldn, whatever the parts of Lden are; minutes of the clock. */
const LDN = { day: 7 * 60, night: 22 * 60 } as const;
export const LDN_HOURS = { day: 15, night: 9 } as const;

export interface PartOfDay {
  readonly part: 'day' | 'evening' | 'night';
  readonly isLdnDay: boolean;
}
export interface PartEdges extends PartOfDay {
  /** Minutes since midnight of the day in which it begins; may lie beyond that day. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

const since = (minute: number, begin: number): number =>
  (((minute - begin) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;

/** By how many hours each part counts: as long as it is on a day on which no clock changes. */
export function hoursOf(periods: Rules['day']): Readonly<Record<PartOfDay['part'], number>> {
  const hours = { day: 0, evening: 0, night: 0 };
  for (const { part, fromMinute, toMinute } of partEdges(periods, 0))
    hours[part] += (toMinute - fromMinute) / 60;
  return hours;
}

/** One day from `begins` on, a minute of the clock, cut wherever a part of Lden or of Ldn begins. */
export function partEdges(periods: Rules['day'], begins: number): readonly PartEdges[] {
  const cuts = [periods.day, periods.evening, periods.night, LDN.day, LDN.night].map((minute) =>
    since(minute, begins),
  );
  const edges = [...new Set([0, ...cuts, DAY_MINUTES])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((edge, i) => {
    const minute = (begins + edge) % DAY_MINUTES;
    return {
      ...{ part: partAt(periods, minute), isLdnDay: minute >= LDN.day && minute < LDN.night },
      ...{ fromMinute: begins + edge, toMinute: begins + (edges[i + 1] as number) },
    };
  });
}

const PARTS = ['day', 'evening', 'night'] as const;

/** The part that began last; of those that begin together the last, so that the others have no time. */
function partAt(periods: Rules['day'], minute: number): PartOfDay['part'] {
  const ago = (part: PartOfDay['part']): number => since(minute, periods[part]);
  const least = Math.min(...PARTS.map(ago));
  const latest = PARTS.filter((part) => ago(part) === least);
  const after = (part: PartOfDay['part']): PartOfDay['part'] =>
    PARTS[(PARTS.indexOf(part) + 1) % PARTS.length] ?? 'day';
  return latest.find((part) => !latest.includes(after(part))) ?? 'day';
}
