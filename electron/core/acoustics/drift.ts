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
 * Nothing is compared across a break.
 * @param rows in any order
 * @param breaks changes of microphone and factory calibrations, epoch ms, in any order
 */
export function calibrationHistory(
  rows: readonly Calibration[],
  thresholds: DriftThresholds = HOUSE_RULE,
  breaks: readonly number[] = [],
): Pick<CalibrationHistory, 'calibrations' | 'latestDrift' | 'latestVerdict' | 'thresholds'> {
  let before: Calibration | undefined;
  let newest: CalibrationRow | undefined;
  const calibrations = [...rows]
    .sort((a, b) => a.time - b.time)
    .map((one): CalibrationRow => {
      const { time, status, level, offset } = one;
      if (isBroken(before?.time, time, breaks)) before = undefined;
      const drift = isSuccess(one) ? difference(offset, before?.offset) : undefined;
      const row = { time, status, level, offset, drift, verdict: driftVerdict(drift, thresholds) };
      if (isSuccess(one)) newest = row;
      if (isSuccess(one) && offset !== undefined) before = one;
      return row;
    });
  // Of the microphone that measures now: what came before a break says nothing of it.
  const latestDrift = isBroken(newest?.time, Infinity, breaks) ? undefined : newest?.drift;
  return { calibrations, latestDrift, latestVerdict: driftVerdict(latestDrift, thresholds), thresholds };
}

export const isSuccess = ({ status }: Pick<Calibration, 'status'>): boolean =>
  status.toLowerCase() === 'success';

/** A break at the moment of a calibration comes before it. */
const isBroken = (from: number | undefined, to: number, breaks: readonly number[]): boolean =>
  from !== undefined && breaks.some((at) => at > from && at <= to);

/** Freed from the noise of binary fractions, so that 0.12 − 0.04 is 0.08. */
function difference(after: number | undefined, before: number | undefined): number | undefined {
  if (after === undefined || before === undefined) return undefined;
  return Math.round((after - before) * 1e6) / 1e6;
}
