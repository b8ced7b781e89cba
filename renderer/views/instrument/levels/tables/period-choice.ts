import type { PERIOD_MINUTES } from '../../../../../electron/contract/usual-figures';

/** How levels are regrouped, and which. */
export interface PeriodChoice {
  readonly minutes: (typeof PERIOD_MINUTES)[number];
  readonly channel: string;
}
