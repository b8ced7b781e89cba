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

/** By how many hours each part counts. A part that begins with the next one has none. */
export function hoursOf({ day, evening, night }: Rules['day']): Record<PartOfDay['part'], number> {
  const hours = { day: since(evening, day), evening: since(night, evening), night: since(day, night) };
  const sum = hours.day + hours.evening + hours.night;
  // All that begin together are one day, and out of order they go round more than once.
  if (sum !== DAY_MINUTES) return { day: 12, evening: 4, night: 8 };
  return { day: hours.day / 60, evening: hours.evening / 60, night: hours.night / 60 };
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

/** The part that began last, of those that have any length. */
function partAt(periods: Rules['day'], minute: number): PartOfDay['part'] {
  const hours = hoursOf(periods);
  const ago = (part: PartOfDay['part']): number =>
    hours[part] === 0 ? Infinity : since(minute, periods[part]);
  return (['day', 'evening', 'night'] as const).reduce((latest, each) =>
    ago(each) < ago(latest) ? each : latest,
  );
}
