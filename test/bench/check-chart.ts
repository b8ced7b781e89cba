/** Compares a chart with the raw samples, value by value, before its time may count. */
import type { LevelSeries, Span } from '../../electron/contract/model';
import { SECOND_MS } from './bench-archive';
import type { Truth } from './levels';

export const POINTS = 2_000;
/** Means are kept as float32 per minute, and averaged again. */
const MEAN_TOLERANCE_DB = 0.001;

export interface Grid {
  /** Start of the first bucket, epoch ms. */
  readonly first: number;
  readonly bucketMs: number;
  readonly count: number;
}
export interface Extremes {
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
}

export const gridOf = ({ time, bucketMs }: Pick<LevelSeries, 'time' | 'bucketMs'>): Grid => ({
  first: time[0] as number,
  bucketMs,
  count: time.length,
});

/** Throws at the first value that is not what the samples say, to the precision that a chart gets. */
export function checkChart(levels: Omit<LevelSeries, 'gaps'>, span: Span, truth: Truth): void {
  const grid = gridOf(levels);
  const end = grid.first + grid.count * grid.bucketMs;
  if (grid.count > POINTS || grid.first > span.from || end < span.to)
    throw new Error(`void: ${grid.count} buckets from ${grid.first} to ${end} do not fit the span`);
  const [channel] = levels.channels;
  if (channel === undefined) throw new Error('void: no channel came');
  levels.time.forEach((time, i) => {
    if (time !== grid.first + i * grid.bucketMs) throw new Error(`void: bucket ${i} begins at ${time}`);
  });
  checkExtremes('Leqbook', grid, channel, truth);
  const means = meansOf(grid, truth);
  for (let i = 0; i < grid.count; i++) {
    const off = Math.abs((channel.mean[i] as number) - (means[i] as number));
    if (off > MEAN_TOLERANCE_DB || Number.isNaN(channel.mean[i]) !== Number.isNaN(means[i]))
      throw new Error(`void: mean of bucket ${i} is ${channel.mean[i]}, the samples say ${means[i]}`);
  }
}

export function checkExtremes(who: string, grid: Grid, answer: Extremes, truth: Truth): void {
  for (let i = 0; i < grid.count; i++) {
    let min = NaN;
    let max = NaN;
    eachSample(grid, i, truth, (value) => {
      if (!(value >= min)) min = value;
      if (!(value <= max)) max = value;
    });
    if (!same(answer.min[i], min) || !same(answer.max[i], max))
      throw new Error(
        `void: ${who} says ${answer.min[i]} to ${answer.max[i]} dB in bucket ${i}, the samples ${min} to ${max}`,
      );
  }
}

/** Charts travel as float32. */
const same = (answer: number | undefined, truth: number): boolean =>
  answer !== undefined && Object.is(Math.fround(answer), Math.fround(truth));

const meansOf = (grid: Grid, truth: Truth): readonly number[] =>
  Array.from({ length: grid.count }, (_, i) => {
    let energy = 0;
    let held = 0;
    eachSample(grid, i, truth, (value) => {
      energy += 10 ** (value / 10);
      held += 1;
    });
    return 10 * Math.log10(energy / held);
  });

function eachSample(grid: Grid, bucket: number, truth: Truth, visit: (value: number) => void): void {
  const from = grid.first + bucket * grid.bucketMs;
  for (let time = from; time < from + grid.bucketMs; time += SECOND_MS) {
    const value = truth.at(time);
    if (!Number.isNaN(value)) visit(value);
  }
}
