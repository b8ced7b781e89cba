/** Apart from the rest of the contract, so that the page has it without the library that validates. */
import type { Rules } from './people';

/** What holds until a person says otherwise. */
export const usualRules: Rules = {
  drift: { investigate: 0.5, suspect: 1 },
  sicDb: 1,
  silentHours: 6,
  coverage: { percent: 90, days: 7 },
  certificateDays: 60,
  simPercent: 90,
  voltageFall: 1,
  weather: { isOn: false, wind: 5, rain: true, dryMinutes: 60 },
  checks: { isOn: true, beforeSeconds: 0, afterSeconds: 60 },
  day: { day: 7 * 60, evening: 19 * 60, night: 23 * 60 },
};
