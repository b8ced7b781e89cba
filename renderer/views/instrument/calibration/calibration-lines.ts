/** Calibrations as lines over time. Pure. */
import type { CalibrationRow, MicrophoneChange, Span } from '../../../../electron/contract/index';
import type { ChartLine, ChartMoment } from '../../../charts/lines';
import { DAY } from '../../../format';

export interface Lines {
  readonly time: number[];
  readonly lines: readonly ChartLine[];
}

/** Drift and offset of the successes, oldest first; failures stay in the table and out of the lines. */
export function calibrationLines(
  rows: readonly CalibrationRow[],
  microphones: readonly Pick<MicrophoneChange, 'at'>[] = [],
): Lines {
  const successes = rows.filter(
    ({ status, offset }) => status.toLowerCase() === 'success' && offset !== undefined,
  );
  const points: readonly (Pick<CalibrationRow, 'time'> & Partial<CalibrationRow>)[] = withBreaks(
    successes,
    microphones,
  );
  const line = (
    name: string,
    ink: ChartLine['ink'],
    of: (row: Partial<CalibrationRow>) => number | undefined,
  ) => ({
    ...{ name, ink, dots: true, broken: true },
    values: points.map((row) => of(row) ?? null),
  });
  return {
    time: points.map(({ time }) => time),
    lines: [
      line('Drift', 'strong', ({ drift }) => drift),
      line('Offset from factory', 'thin', ({ offset }) => offset),
    ],
  };
}

/** The rows in order of time, with an empty one at each change of microphone: no line is drawn across it. */
export function withBreaks<Row extends { readonly time: number }>(
  rows: readonly Row[],
  microphones: readonly Pick<MicrophoneChange, 'at'>[],
): readonly (Row | { readonly time: number })[] {
  const breaks = microphones.map(({ at }) => ({ time: at }));
  const taken = new Set(rows.map(({ time }) => time));
  return [...rows, ...breaks.filter(({ time }) => !taken.has(time))].sort((a, b) => a.time - b.time);
}

export const microphoneMoments = (
  microphones: readonly Pick<MicrophoneChange, 'at'>[],
): readonly ChartMoment[] => microphones.map(({ at }) => ({ at, label: 'microphone changed' }));

/** A little more than from the first to the last, so that no dot lies on the edge. */
export function spanAround(times: readonly number[]): Span {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const margin = Math.max(DAY, (last - first) * 0.04);
  return { from: Math.floor(first - margin), to: Math.ceil(last + margin) };
}

/** Fewer than this in a chosen time would leave a chart all but empty. */
const ENOUGH = 3;
/** What a chart shows first: a time chosen elsewhere where there are enough results in it; undefined: all of it. */
export function startSpan(times: readonly number[], chosen: Span | undefined): Span | undefined {
  if (chosen === undefined) return undefined;
  const inside = times.filter((at) => at >= chosen.from && at < chosen.to);
  return inside.length < ENOUGH ? undefined : chosen;
}
