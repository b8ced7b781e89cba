/** Coarser levels of a series: per minute and per hour the extremes, the energy mean and how many samples were held. */
import { aligned, bytesOf, fromCenti, toCenti } from './block-codec';
import { Buckets, foldSamples, type EnergyTable } from './buckets';

/** Lengths of the cells of each level, ms, finest first. */
export const LEVELS_MS = [60_000, 3_600_000] as const;
export type LevelMs = (typeof LEVELS_MS)[number];

/** A level is worth keeping where its cells hold more than one sample. */
export const hasLevel = (levelMs: LevelMs, stepMs: number): boolean => 2 * stepMs <= levelMs;

/** Consecutive cells. A cell holds the samples that start in it. */
export interface Cells {
  /** Start of the first cell, a multiple of `cellMs`, epoch ms. */
  readonly start: number;
  readonly cellMs: number;
  /** dB; NaN where nothing is held. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly count: Uint16Array;
}

/** The cells of one block of samples, from the first to the last that it touches. */
export function cellsOf(
  samples: { readonly start: number; readonly stepMs: number; readonly values: Float64Array },
  cellMs: number,
  table?: EnergyTable,
): Cells {
  const first = Math.floor(samples.start / cellMs) * cellMs;
  const last = samples.start + (samples.values.length - 1) * samples.stepMs;
  const buckets = new Buckets({ first, bucketMs: cellMs, count: Math.floor((last - first) / cellMs) + 1 });
  foldSamples(buckets, samples, table);
  return cellsOfBuckets(buckets, samples.stepMs);
}

/** The cells of a coarser level, from those of a finer one. */
export function coarser(cells: Cells, stepMs: number, cellMs: number): Cells {
  const first = Math.floor(cells.start / cellMs) * cellMs;
  const end = cells.start + cells.min.length * cells.cellMs;
  const buckets = new Buckets({ first, bucketMs: cellMs, count: Math.ceil((end - first) / cellMs) });
  foldCells(buckets, cells, stepMs);
  return cellsOfBuckets(buckets, stepMs);
}

/** Adds cells to the buckets in which they start. */
export function foldCells(buckets: Buckets, cells: Cells, stepMs: number): void {
  const { first, bucketMs, count } = buckets.grid;
  for (let i = 0; i < cells.min.length; i++) {
    const held = cells.count[i] as number;
    const bucket = Math.floor((cells.start + i * cells.cellMs - first) / bucketMs);
    if (held === 0 || bucket < 0 || bucket >= count) continue;
    const max = cells.max[i] as number;
    const weight = held * stepMs;
    const energy = weight * 10 ** (((cells.mean[i] as number) - max) / 10);
    buckets.add(bucket, cells.min[i] as number, max, energy, weight);
  }
}

function cellsOfBuckets(buckets: Buckets, stepMs: number): Cells {
  const { first, bucketMs, count } = buckets.grid;
  return {
    start: first,
    cellMs: bucketMs,
    min: buckets.min,
    max: buckets.max,
    mean: Float64Array.from({ length: count }, (_, i) => buckets.mean(i)),
    count: Uint16Array.from(buckets.weight, (weight) => Math.round(weight / stepMs)),
  };
}

/** How a row of cells is to be read; these numbers are in archives and never change their meaning. */
const CellCodec = {
  /** Extremes as int16 hundredths of a dB. */
  centi: 0,
  /** Extremes as float32, which is what a chart gets of them. */
  float32: 1,
} as const;

/** Columns one after another: means, least, greatest, counts. */
export function encodeCells(cells: Cells): { readonly codec: number; readonly bytes: Uint8Array } {
  const centi = [toCenti(cells.min), toCenti(cells.max)] as const;
  const exact = centi[0] !== undefined && centi[1] !== undefined;
  const extremes = exact
    ? [centi[0], centi[1]]
    : [Float32Array.from(cells.min), Float32Array.from(cells.max)];
  const columns = [Float32Array.from(cells.mean), ...extremes, cells.count].map((column) => bytesOf(column));
  const bytes = new Uint8Array(columns.reduce((sum, column) => sum + column.length, 0));
  let at = 0;
  for (const column of columns) {
    bytes.set(column, at);
    at += column.length;
  }
  return { codec: exact ? CellCodec.centi : CellCodec.float32, bytes };
}

/** @throws RangeError when the bytes cannot be `count` cells of that codec */
export function decodeCells(
  row: { readonly codec: number; readonly bytes: Uint8Array },
  place: { readonly start: number; readonly cellMs: number; readonly count: number },
): Cells {
  const { start, cellMs, count } = place;
  if (row.codec !== CellCodec.centi && row.codec !== CellCodec.float32)
    throw new RangeError(`cell codec ${row.codec} is unknown`);
  const width = row.codec === CellCodec.centi ? 2 : 4;
  const { buffer } = aligned(row.bytes, (6 + 2 * width) * count);
  const extreme = (at: number): Float64Array =>
    width === 2
      ? fromCenti(new Int16Array(buffer, at, count))
      : Float64Array.from(new Float32Array(buffer, at, count));
  return {
    start,
    cellMs,
    mean: Float64Array.from(new Float32Array(buffer, 0, count)),
    min: extreme(4 * count),
    max: extreme((4 + width) * count),
    count: new Uint16Array(buffer, (4 + 2 * width) * count, count),
  };
}
