/** A SIC's own baseline: what its bands were when nothing had happened to it yet. Pure. */
import type { CalibrationRow, SicRow } from '../../contract/model';

/** The first so many results make the baseline; with fewer than {@link ENOUGH_RESULTS} there is none. */
const FIRST = 10;
export const ENOUGH_RESULTS = 3;
const BANDS = [
  ['500Hz', '500 Hz'],
  ['1kHz', '1 kHz'],
  ['8kHz', '8 kHz'],
] as const;

export type Baseline = SicRow['bands'];
const isSuccess = (status: string | undefined): boolean => status?.toLowerCase() === 'success';

/**
 * The median of each band, dB, over the first successes since the last successful calibration; with too few of those, over
 * the first of all.
 * @param sic ascending
 */
export function baselineOf(
  sic: readonly SicRow[],
  calibrations: readonly CalibrationRow[],
): Baseline | undefined {
  const successes = sic.filter(({ status }) => isSuccess(status));
  const calibrated = calibrations.findLast(({ status }) => isSuccess(status))?.time;
  const since = calibrated === undefined ? [] : successes.filter(({ time }) => time > calibrated);
  const used = (since.length >= ENOUGH_RESULTS ? since : successes).slice(0, FIRST);
  if (used.length < ENOUGH_RESULTS) return undefined;
  return Object.fromEntries(
    BANDS.flatMap(([band]) => {
      const value = median(used.flatMap((row) => row.bands[band] ?? []));
      return value === undefined ? [] : [[band, value]];
    }),
  );
}

/** The band that is furthest from its baseline; undefined when none can be compared. */
export function furthest(
  row: SicRow,
  baseline: Baseline,
): { readonly band: string; readonly db: number } | undefined {
  const off = BANDS.flatMap(([band, title]) => {
    const [value, base] = [row.bands[band], baseline[band]];
    return value === undefined || base === undefined ? [] : [{ band: title, db: value - base }];
  });
  return off.reduce<(typeof off)[number] | undefined>(
    (most, each) => (most !== undefined && Math.abs(most.db) >= Math.abs(each.db) ? most : each),
    undefined,
  );
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined || sorted.length % 2 === 1) return upper;
  return ((sorted[middle - 1] ?? upper) + upper) / 2;
}
