/** Times of day and periods of limits in words. Pure. */
import type { PERIOD_MINUTES } from '../../../../../electron/contract/index';

export const PERIOD_WORDS: Readonly<Record<(typeof PERIOD_MINUTES)[number], string>> = {
  1: '1 min',
  5: '5 min',
  15: '15 min',
  60: '1 h',
  1_440: '1 d',
};
const DAY = 1_440;

/** `07:30` of 450; midnight at the end of a day is `00:00`. */
export function minutesClock(minutes: number): string {
  const within = minutes % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}
/** 450 of `07:30`; undefined for what is no time of day. */
export function clockMinutes(text: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59)
    return undefined;
  return Number(hours) * 60 + Number(minutes);
}
