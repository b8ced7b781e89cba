/** How far an instrument's calibration moved between two visits, and what to make of it. */
import type { CalibrationHistory, CalibrationRow, DriftVerdict } from '../../contract/model';
import { usualRules } from '../../contract/people';

export type DriftThresholds = CalibrationHistory['thresholds'];

/** Common practice, not a limit of any standard. dB. */
export const HOUSE_RULE: DriftThresholds = usualRules.drift;

/** Offsets come in hundredths of a dB; binary fractions must not push 0.50 over 0.5. */
const EPSILON_DB = 1e-6;

/** One calibration as the service tells it. */
export type Calibration = Pick<CalibrationRow, 'time' | 'status' | 'level' | 'offset'>;

/**
 * Verdict on a drift in dB of either sign, since what the sign means is not documented. Undefined is `unknown`.
 */
export function driftVerdict(
  drift: number | undefined,
  thresholds: DriftThresholds = HOUSE_RULE,
): DriftVerdict {
  if (drift === undefined || Number.isNaN(drift)) return 'unknown';
  const size = Math.abs(drift) - EPSILON_DB;
  if (size > thresholds.suspect) return 'suspect';
  return size > thresholds.investigate ? 'investigate' : 'within';
}

/**
 * One instrument's calibrations in order of time, each success with its drift from the success before:
 * offsetₙ − offsetₙ₋₁. A failed calibration stays in the list and takes no part; a success without an offset is passed over.
 * @param rows in any order
 */
export function calibrationHistory(
  rows: readonly Calibration[],
  thresholds: DriftThresholds = HOUSE_RULE,
): Pick<CalibrationHistory, 'calibrations' | 'latestDrift' | 'latestVerdict' | 'thresholds'> {
  let before: number | undefined;
  let newest: CalibrationRow | undefined;
  const calibrations = [...rows]
    .sort((a, b) => a.time - b.time)
    .map(({ time, status, level, offset }): CalibrationRow => {
      const success = status.toLowerCase() === 'success';
      const drift = success ? difference(offset, before) : undefined;
      const row = { time, status, level, offset, drift, verdict: driftVerdict(drift, thresholds) };
      if (success) newest = row;
      if (success && offset !== undefined) before = offset;
      return row;
    });
  const latestDrift = newest?.drift;
  return { calibrations, latestDrift, latestVerdict: driftVerdict(latestDrift, thresholds), thresholds };
}

/** Freed from the noise of binary fractions, so that 0.12 − 0.04 is 0.08. */
function difference(after: number | undefined, before: number | undefined): number | undefined {
  if (after === undefined || before === undefined) return undefined;
  return Math.round((after - before) * 1e6) / 1e6;
}
