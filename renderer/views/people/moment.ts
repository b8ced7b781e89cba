/** A moment as the day and the time of day that a person types, by the clocks of a zone. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../../electron/contract/index';

export interface MomentText {
  /** `2026-11-22` */
  readonly day: string;
  /** `17:55:13`, always of 24 hours; the seconds may be left away. */
  readonly time: string;
}

export function momentText(ms: number, zone: string): MomentText {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone);
  return {
    day: at.toPlainDate().toString(),
    time: at.toPlainTime().toString({ smallestUnit: 'second' }),
  };
}

/**
 * Epoch ms of what was typed; undefined when it is no moment. Of an hour that comes twice, the first is meant.
 * @param known the moment that the text came from: it stays to the ms, and in the hour it was, as long as the text does
 */
export function momentOf({ day, time }: MomentText, zone: string, known?: number): number | undefined {
  if (known !== undefined) {
    const before = momentText(known, zone);
    if (before.day === day && isSameTime(before.time, time)) return known;
  }
  const [, hours, rest] = /^(\d{1,2})(:\d{2}(?::\d{2})?)$/.exec(time.trim()) ?? [];
  if (hours === undefined || rest === undefined) return undefined;
  try {
    const plain = Temporal.PlainDate.from(day).toPlainDateTime(
      Temporal.PlainTime.from(hours.padStart(2, '0') + rest),
    );
    return plain.toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

const isSameTime = (a: string, b: string): boolean => a === b || a === `${b}:00`;

const HOUR_MS = 3_600_000;
/** The last whole hour, to be offered for what is written of the present. */
export function lastHour(now: number): Span {
  const to = Math.floor(now / HOUR_MS) * HOUR_MS;
  return { from: to - HOUR_MS, to };
}
