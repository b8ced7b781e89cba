/** SIC results against the instrument's own past: each band less its own baseline. Pure. */
import type { CalibrationRow, SicRow } from '../../../../electron/contract/index';
import type { ChartLine } from '../../../charts/lines';

export const SIC_BANDS = ['500Hz', '1kHz', '8kHz'] as const;
export type SicBand = (typeof SIC_BANDS)[number];
export const bandTitle = (band: SicBand): string => band.replace('Hz', ' Hz').replace('k ', ' k');

const FIRST = 10;
const ENOUGH = 3;
const isSuccess = (status: string | undefined): boolean => status?.toLowerCase() === 'success';

export interface Baseline {
  readonly bands: Readonly<Partial<Record<SicBand, number>>>;
  /** Begins with this result, epoch ms. */
  readonly from: number;
  readonly results: number;
  /** True when it begins after the last successful calibration; else too few results came since. */
  readonly sinceCalibration: boolean;
}
function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  return sorted.length % 2 === 1 || upper === undefined ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The median of each band over the first successes after the last successful calibration, or over the first of all. */
export function sicBaseline(
  sic: readonly SicRow[],
  calibrations: readonly CalibrationRow[],
): Baseline | undefined {
  const successes = sic.filter(({ status }) => isSuccess(status)).sort((a, b) => a.time - b.time);
  const calibrated = Math.max(
    -Infinity,
    ...calibrations.filter(({ status }) => isSuccess(status)).map(({ time }) => time),
  );
  const since = successes.filter(({ time }) => time > calibrated);
  const sinceCalibration = Number.isFinite(calibrated) && since.length >= ENOUGH;
  const used = (sinceCalibration ? since : successes).slice(0, FIRST);
  const [first] = used;
  if (first === undefined) return undefined;
  const bands = Object.fromEntries(
    SIC_BANDS.flatMap((band) => {
      const value = median(used.flatMap((row) => row.bands[band] ?? []));
      return value === undefined ? [] : [[band, value]];
    }),
  );
  return { bands, from: first.time, results: used.length, sinceCalibration };
}

/** dB from the baseline; undefined where either is missing. */
export function fromBaseline(row: SicRow, band: SicBand, baseline: Baseline | undefined): number | undefined {
  const [value, base] = [row.bands[band], baseline?.bands[band]];
  return value === undefined || base === undefined ? undefined : value - base;
}

/** One line per band over the results in order of time. */
export function sicLines(
  sic: readonly SicRow[],
  baseline: Baseline | undefined,
): { readonly time: number[]; readonly lines: readonly ChartLine[] } {
  const rows = [...sic].sort((a, b) => a.time - b.time);
  const inks = { '500Hz': 'faint', '1kHz': 'strong', '8kHz': 'thin' } as const;
  return {
    time: rows.map(({ time }) => time),
    lines: SIC_BANDS.map((band) => ({
      name: bandTitle(band),
      ink: inks[band],
      values: rows.map((row) => fromBaseline(row, band, baseline) ?? null),
    })),
  };
}
