/** Apart from the rest of the contract, so that the page has it without the library that validates. */

/** The percentages that are usual for statistical levels. */
export const PERCENTS = [1, 5, 10, 50, 90, 95, 99] as const;
export const PERIOD_MINUTES = [1, 5, 15, 60, 1_440] as const;

/** What stands where the unit of a number would, on screens and in files, when the service states none. */
export const NO_UNIT = 'unit not stated';
