/** Values of noise measurements over time: records of some minutes, as points of a chart. */
import type { LevelChannel, LevelSeries, Span } from '../../contract/model';
import { levelKind } from '../acoustics/level-kind';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { addSample, Buckets, gridOver, startsOf, type Grid } from '../series/buckets';
import { lengthMs } from '../sync/spans';
import { gapsBetween } from './environment-gaps';
import type { Measured, MeasuredValues } from './measured-values';

const DATASET = 'measurements';
/** Instruments take a moment from one measurement to the next. */
const BETWEEN_MS = 2_000;

interface Asked {
  readonly instrument: string;
  readonly channels: readonly string[];
  readonly span: Span;
  readonly maxPoints: number;
}

export async function measuredLevels(
  { archive, measured }: { readonly archive: Archive; readonly measured: MeasuredValues },
  asked: Asked,
  pace: Pace,
): Promise<LevelSeries> {
  const { instrument, channels, span, maxPoints } = asked;
  const rows = await measured.of(archive, asked, pace);
  const stepMs = usualLength(rows);
  const drawn =
    rows.from.length > maxPoints
      ? inBuckets(rows, asked, stepMs ?? 1)
      : oneByOne(rows, channels, stepMs ?? 1);
  const [leading = []] = rows.values;
  const isTold = (i: number) => rows.values.some((values) => !Number.isNaN(values[i]));
  const held = joined(rows, isTold, BETWEEN_MS);
  const first = joined(rows, (i) => !Number.isNaN(leading[i] ?? NaN), 0);
  const firstMs = first.reduce((sum, each) => sum + within(each, span), 0);
  return {
    ...drawn,
    stepMs,
    gaps: gapsBetween(archive, { dataset: DATASET, instrument, checked: true }, span, held),
    validFraction: Math.min(1, firstMs / lengthMs(span)),
  };
}
const within = (part: Span, span: Span): number =>
  Math.max(0, Math.min(part.to, span.to) - Math.max(part.from, span.from));

/** The time of those that count, each longer by `beyondMs`, joined where one touches the next. */
function joined({ from, to }: Measured, counts: (row: number) => boolean, beyondMs: number): readonly Span[] {
  const out: { from: number; to: number }[] = [];
  let last: { from: number; to: number } | undefined;
  for (let i = 0; i < from.length; i++) {
    if (!counts(i)) continue;
    const [begin, end] = [from[i] as number, (to[i] as number) + beyondMs];
    if (last !== undefined && begin <= last.to) last.to = Math.max(last.to, end);
    else out.push((last = { from: begin, to: end }));
  }
  return out;
}

/** The median; undefined of nothing. */
function usualLength({ from, to }: Measured): number | undefined {
  const lengths = to.map((end, i) => end - (from[i] as number)).sort();
  return lengths[Math.floor(lengths.length / 2)];
}

type Drawn = Pick<LevelSeries, 'time' | 'bucketMs' | 'channels'>;

/** With an empty point wherever none follows at once: a line must not cross there. */
function oneByOne({ from, to, values }: Measured, names: readonly string[], bucketMs: number): Drawn {
  const time: number[] = [];
  // The row that a point is of; -1 for an empty one.
  const places: number[] = [];
  for (let i = 0; i < from.length; i++) {
    const [begin, end, next] = [from[i] as number, to[i] as number, from[i + 1]];
    time.push(begin);
    places.push(i);
    if (next === undefined || next - end <= BETWEEN_MS) continue;
    time.push(end);
    places.push(-1);
  }
  const channels = names.map((name, which): LevelChannel => {
    const drawn = Float32Array.from(places, (row) => values[which]?.[row] ?? NaN);
    return { name, min: drawn, max: drawn, mean: drawn };
  });
  return { time: Float64Array.from(time), bucketMs, channels };
}

function inBuckets(rows: Measured, { channels, span, maxPoints }: Asked, stepMs: number): Drawn {
  const grid = gridOver(span, maxPoints, stepMs);
  return {
    time: startsOf(grid),
    bucketMs: grid.bucketMs,
    channels: channels.map((name, i) => foldedChannel(name, grid, rows, i)),
  };
}

function foldedChannel(name: string, grid: Grid, rows: Measured, which: number): LevelChannel {
  const kind = levelKind(name);
  const buckets = new Buckets(grid, kind === 'leq' ? 'energy' : 'greatest');
  const { from, to } = rows;
  const values = rows.values[which] ?? [];
  for (let i = 0; i < from.length; i++) {
    const [value, begin] = [values[i] ?? NaN, from[i] as number];
    const index = Math.max(0, Math.floor((begin - grid.first) / grid.bucketMs));
    if (!Number.isNaN(value) && index < grid.count)
      addSample(buckets, index, value, (to[i] as number) - begin);
  }
  // No percentile or exposure can be made of others.
  const isMade = kind !== 'other';
  const mean = Float32Array.from({ length: grid.count }, (_, i) =>
    isMade || buckets.min[i] === buckets.max[i] ? buckets.mean(i) : NaN,
  );
  return { name, min: new Float32Array(buckets.min), max: new Float32Array(buckets.max), mean };
}
