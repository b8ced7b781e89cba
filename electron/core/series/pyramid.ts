/** Coarser levels of a series: the extremes, what its mean is made of, and how many samples were held. */
import type { Mean } from '../datasets';
import { Buckets, foldSamples, type Samples } from './buckets';

/** Lengths of the cells of each level, ms, finest first. */
export const LEVELS_MS = [10_000, 60_000, 600_000, 3_600_000] as const;
export type LevelMs = (typeof LEVELS_MS)[number];

/** The finest level would take as much room as samples of a second themselves. */
const FINEST_FOR_STEPS_MS = 200;

/** A level is worth keeping where its cells hold more than one sample. */
export const hasLevel = (levelMs: LevelMs, stepMs: number): boolean =>
  levelMs === LEVELS_MS[0] ? stepMs <= FINEST_FOR_STEPS_MS : 2 * stepMs <= levelMs;

/** Consecutive cells. A cell holds the samples that start in it. */
export interface Cells {
  /** Start of the first cell, a multiple of `cellMs`, epoch ms. */
  readonly start: number;
  readonly cellMs: number;
  readonly kind: Mean;
  /** NaN where nothing is held. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly count: Uint16Array;
  /**
   * What the mean is made of, whatever the number of samples. Energy: the mean energy, 1 at 0 dB; arithmetic: the mean;
   * direction: the mean cosine, and as `second` the mean sine; greatest: nothing.
   */
  readonly part: Float64Array;
  readonly second: Float64Array;
}

/** The cells of one block of samples, from the first to the last that it touches. */
export function cellsOf(samples: Samples & { readonly count: number }, cellMs: number, kind: Mean): Cells {
  const first = Math.floor(samples.start / cellMs) * cellMs;
  const last = samples.start + (samples.count - 1) * samples.stepMs;
  const grid = { first, bucketMs: cellMs, count: Math.floor((last - first) / cellMs) + 1 };
  const buckets = new Buckets(grid, kind);
  foldSamples(buckets, samples);
  return cellsOfBuckets(buckets, samples.stepMs);
}

/** The cells of a coarser level, from those of a finer one. */
export function coarser(cells: Cells, stepMs: number, cellMs: number): Cells {
  const first = Math.floor(cells.start / cellMs) * cellMs;
  const end = cells.start + cells.min.length * cells.cellMs;
  const grid = { first, bucketMs: cellMs, count: Math.ceil((end - first) / cellMs) };
  const buckets = new Buckets(grid, cells.kind);
  foldCells(buckets, cells, stepMs);
  return cellsOfBuckets(buckets, stepMs);
}

/** Adds cells to the buckets in which they start. */
export function foldCells(buckets: Buckets, cells: Cells, stepMs: number): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, cellMs } = cells;
  const indexOf = (time: number): number => Math.max(0, Math.ceil((time - start) / cellMs));
  const end = Math.min(cells.count.length, indexOf(first + count * bucketMs));
  for (let i = indexOf(first); i < end;) {
    const bucket = Math.floor((start + i * cellMs - first) / bucketMs);
    // At least one cell further, whatever the fractions say.
    const next = Math.min(end, Math.max(i + 1, indexOf(first + (bucket + 1) * bucketMs)));
    foldRun(buckets, bucket, cells, i, next, stepMs);
    i = next;
  }
}

/** Adds the cells of some indices, half-open, to one bucket. */
export function foldRun(
  buckets: Buckets,
  bucket: number,
  cells: Cells,
  from: number,
  to: number,
  stepMs: number,
): void {
  const { min, max, count, part, second } = cells;
  let [least, greatest, held, sum, other] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const samples = count[i] as number;
    if (samples === 0) continue;
    held += samples;
    if ((min[i] as number) < least) least = min[i] as number;
    if ((max[i] as number) > greatest) greatest = max[i] as number;
    if (part.length > 0) sum += samples * (part[i] as number);
    if (second.length > 0) other += samples * (second[i] as number);
  }
  if (held > 0) buckets.add(bucket, least, greatest, held * stepMs, sum * stepMs, other * stepMs);
}

/** Adds one cell that holds something, as if its samples lasted `weight` ms. */
export function addCell(buckets: Buckets, bucket: number, cells: Cells, i: number, weight: number): void {
  const { min, max, part, second } = cells;
  const [sum, other] = [part[i] ?? 0, second[i] ?? 0];
  buckets.add(bucket, min[i] as number, max[i] as number, weight, weight * sum, weight * other);
}

function cellsOfBuckets(buckets: Buckets, stepMs: number): Cells {
  const { min, max, weight, sum, second, kind, grid } = buckets;
  const perWeight = (sums: Float64Array): Float64Array => {
    const parts = new Float64Array(sums.length);
    for (let i = 0; i < parts.length; i++) parts[i] = (sums[i] as number) / (weight[i] as number);
    return parts;
  };
  const count = new Uint16Array(grid.count);
  for (let i = 0; i < count.length; i++) count[i] = Math.round((weight[i] as number) / stepMs);
  return {
    ...{ start: grid.first, cellMs: grid.bucketMs, kind, min, max, count },
    part: kind === 'greatest' ? new Float64Array() : perWeight(sum),
    second: perWeight(second),
  };
}

/** Those of some cells that start in the stretch; undefined when none of them holds anything. */
export function cellsIn(cells: Cells, from: number, to: number): Cells | undefined {
  const { start, cellMs, count } = cells;
  let first = Math.max(0, Math.ceil((from - start) / cellMs));
  let end = Math.min(count.length, Math.ceil((to - start) / cellMs));
  while (first < end && count[first] === 0) first++;
  while (first < end && count[end - 1] === 0) end--;
  if (first >= end) return undefined;
  const cut = <T extends Float64Array | Uint16Array>(array: T): T => array.subarray(first, end) as T;
  return {
    ...{ start: start + first * cellMs, cellMs, kind: cells.kind, min: cut(cells.min), max: cut(cells.max) },
    ...{ count: cut(count), part: cut(cells.part), second: cut(cells.second) },
  };
}

/** Pieces that do not overlap, ascending, as one run of cells; undefined when there are none. */
export function joinCells(pieces: readonly Cells[]): Cells | undefined {
  const [first, last] = [pieces.at(0), pieces.at(-1)];
  if (first === undefined || last === undefined || first === last) return first;
  const { start, cellMs, kind } = first;
  const length = (last.start - start) / cellMs + last.count.length;
  const whole = (of: (cells: Cells) => Float64Array): Float64Array => {
    const array = new Float64Array(of(first).length === 0 ? 0 : length).fill(NaN);
    for (const piece of pieces) array.set(of(piece), array.length === 0 ? 0 : (piece.start - start) / cellMs);
    return array;
  };
  const count = new Uint16Array(length);
  for (const piece of pieces) count.set(piece.count, (piece.start - start) / cellMs);
  return {
    ...{ start, cellMs, kind, count, min: whole(({ min }) => min), max: whole(({ max }) => max) },
    ...{ part: whole(({ part }) => part), second: whole(({ second }) => second) },
  };
}

/** Whether both say the same, as closely as bytes keep it. */
export function sameCells(a: Cells, b: Cells): boolean {
  if (a.start !== b.start || a.cellMs !== b.cellMs || a.count.length !== b.count.length) return false;
  const near = (x: Float64Array, y: Float64Array): boolean =>
    x.length === y.length && x.every((each, i) => isNear(each, y[i] as number));
  return (
    a.count.every((each, i) => each === b.count[i]) &&
    near(a.min, b.min) &&
    near(a.max, b.max) &&
    near(a.part, b.part) &&
    near(a.second, b.second)
  );
}

const isNear = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-12 + 1e-5 * Math.max(Math.abs(a), Math.abs(b));
