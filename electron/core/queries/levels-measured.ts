/** Values of noise measurements over time: records of some minutes, as points of a chart. */
import type { LevelChannel, LevelSeries, Span } from '../../contract/model';
import { levelKind } from '../acoustics/level-kind';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { addSample, Buckets, type Grid } from '../series/buckets';
import { lengthMs, union } from '../sync/spans';
import { gapsBetween } from './environment-gaps';
import { field, finite } from './fields';

const DATASET = 'measurements';
/** No measurement is longer: one that began earlier does not reach into the span. */
const LONGEST_MS = 86_400_000;
/** Instruments take a moment from one measurement to the next. */
const BETWEEN_MS = 2_000;

interface Asked {
  readonly instrument: string;
  readonly channels: readonly string[];
  readonly span: Span;
  readonly maxPoints: number;
}
/** Each measurement, and its values in the order asked, NaN where it does not tell. */
interface Row extends Span {
  readonly values: readonly number[];
}

export async function measuredLevels(archive: Archive, asked: Asked, pace: Pace): Promise<LevelSeries> {
  const { instrument, channels, span, maxPoints } = asked;
  const rows = await readRows(archive, asked, pace);
  const stepMs = usualLength(rows);
  const drawn =
    rows.length > maxPoints ? inBuckets(rows, asked, stepMs ?? 1) : oneByOne(rows, channels, stepMs ?? 1);
  const told = rows.filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  const held = union(told.map(({ from, to }) => ({ from, to: to + BETWEEN_MS })));
  const first = union(rows.filter(({ values }) => !Number.isNaN(values[0] ?? NaN)));
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

async function readRows(
  archive: Archive,
  { instrument, channels, span }: Asked,
  pace: Pace,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const reach = { from: span.from - LONGEST_MS, to: span.to };
  for (const page of archive.records.pages(DATASET, instrument, reach)) {
    for (const { time, until = time, data } of page)
      if (until > span.from && until > time) {
        const values = channels.map((name) => finite(field(data, name)) ?? NaN);
        rows.push({ from: time, to: until, values });
      }
    await pace.breathe();
  }
  return rows;
}

/** The median; undefined of nothing. */
function usualLength(rows: readonly Row[]): number | undefined {
  const lengths = rows.map(lengthMs).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)];
}

type Drawn = Pick<LevelSeries, 'time' | 'bucketMs' | 'channels'>;

/** With an empty point wherever none follows at once: a line must not cross there. */
function oneByOne(rows: readonly Row[], names: readonly string[], bucketMs: number): Drawn {
  const spread = rows.flatMap((row, i): Row[] => {
    const next = rows[i + 1];
    const isFollowed = next === undefined || next.from - row.to <= BETWEEN_MS;
    return isFollowed ? [row] : [row, { from: row.to, to: next.from, values: [] }];
  });
  const channels = names.map((name, i): LevelChannel => {
    const values = Float32Array.from(spread, (row) => row.values[i] ?? NaN);
    return { name, min: values, max: values, mean: values };
  });
  return { time: Float64Array.from(spread, ({ from }) => from), bucketMs, channels };
}

/** Buckets lie on multiples of their own length, none shorter than two measurements. */
function inBuckets(rows: readonly Row[], { channels, span, maxPoints }: Asked, stepMs: number): Drawn {
  const bucketMs = Math.max(2 * stepMs, Math.ceil((span.to - span.from) / (maxPoints - 1)));
  const first = Math.floor(span.from / bucketMs) * bucketMs;
  const grid: Grid = { first, bucketMs, count: Math.ceil((span.to - first) / bucketMs) };
  return {
    time: Float64Array.from({ length: grid.count }, (_, i) => first + i * bucketMs),
    bucketMs,
    channels: channels.map((name, i) => foldedChannel(name, grid, rows, i)),
  };
}

function foldedChannel(name: string, grid: Grid, rows: readonly Row[], which: number): LevelChannel {
  const kind = levelKind(name);
  const buckets = new Buckets(grid, kind === 'leq' ? 'energy' : 'greatest');
  for (const row of rows) {
    const value = row.values[which] ?? NaN;
    const index = Math.max(0, Math.floor((row.from - grid.first) / grid.bucketMs));
    if (!Number.isNaN(value) && index < grid.count) addSample(buckets, index, value, lengthMs(row));
  }
  // No percentile or exposure can be made of others.
  const isMade = kind !== 'other';
  const mean = Float32Array.from({ length: grid.count }, (_, i) =>
    isMade || buckets.min[i] === buckets.max[i] ? buckets.mean(i) : NaN,
  );
  return { name, min: new Float32Array(buckets.min), max: new Float32Array(buckets.max), mean };
}
