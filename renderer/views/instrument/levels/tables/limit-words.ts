/** Times of day and periods of limits in words. Pure. */
import type { PERIOD_MINUTES } from '../../../../../electron/contract/usual-figures';
import { minuteText } from '../../../sounds/filter';

export const PERIOD_WORDS: Readonly<Record<(typeof PERIOD_MINUTES)[number], string>> = {
  1: '1 min',
  5: '5 min',
  15: '15 min',
  60: '1 h',
  1_440: '1 d',
};
const DAY = 1_440;

/** `07:30` of 450; midnight at the end of a day is `00:00`. */
export const minutesClock = (minutes: number): string => minuteText(minutes % DAY);
