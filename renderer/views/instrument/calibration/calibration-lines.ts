/** Calibrations as lines over time. Pure. */
import type { CalibrationRow, Span } from '../../../../electron/contract/index';
import type { ChartLine } from '../../../charts/lines';
import { DAY } from '../../../format';

/** Offset and drift of the successes, oldest first; failures stay in the table and out of the lines. */
export function calibrationLines(rows: readonly CalibrationRow[]): {
  readonly time: number[];
  readonly lines: readonly ChartLine[];
} {
  const successes = rows
    .filter(({ status }) => status.toLowerCase() === 'success')
    .sort((a, b) => a.time - b.time);
  return {
    time: successes.map(({ time }) => time),
    lines: [
      { name: 'Offset', ink: 'strong', dots: true, values: successes.map(({ offset }) => offset ?? null) },
      { name: 'Drift', ink: 'thin', dots: true, values: successes.map(({ drift }) => drift ?? null) },
    ],
  };
}

/** A little more than from the first to the last, so that no dot lies on the edge. */
export function spanAround(times: readonly number[]): Span {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const margin = Math.max(DAY, (last - first) * 0.04);
  return { from: Math.floor(first - margin), to: Math.ceil(last + margin) };
}
