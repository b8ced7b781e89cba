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
   * What the mean is made of, whatever the number of samples. Energy: the mean energy as a share of the greatest's;
   * arithmetic: the mean; direction: the mean cosine, and as `second` the mean sine; greatest: nothing.
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
  const from = Math.max(0, Math.ceil((first - cells.start) / cells.cellMs));
  const to = Math.min(cells.min.length, Math.ceil((first + count * bucketMs - cells.start) / cells.cellMs));
  for (let i = from; i < to; i++) {
    const held = cells.count[i] as number;
    if (held === 0) continue;
    const bucket = Math.floor((cells.start + i * cells.cellMs - first) / bucketMs);
    addCell(buckets, bucket, cells, i, held * stepMs);
  }
}

/** Adds one cell that holds something, as if its samples lasted `weight` ms. */
export function addCell(buckets: Buckets, bucket: number, cells: Cells, i: number, weight: number): void {
  const max = cells.max[i] as number;
  const part = cells.part[i] as number;
  const sum = cells.kind === 'energy' ? part * 10 ** (max / 10) : cells.kind === 'greatest' ? 0 : part;
  const second = cells.kind === 'direction' ? weight * (cells.second[i] as number) : 0;
  buckets.add(bucket, cells.min[i] as number, max, weight, weight * sum, second);
}

function cellsOfBuckets(buckets: Buckets, stepMs: number): Cells {
  const { min, max, weight, sum, second, kind, grid } = buckets;
  const part = new Float64Array(kind === 'greatest' ? 0 : grid.count);
  for (let i = 0; i < part.length; i++) {
    const mean = (sum[i] as number) / (weight[i] as number);
    part[i] = kind === 'energy' ? shareOf(mean, max[i] as number) : mean;
  }
  return {
    ...{ start: grid.first, cellMs: grid.bucketMs, kind, min, max, part },
    second: second.map((each, i) => each / (weight[i] as number)),
    count: Uint16Array.from(weight, (held) => Math.round(held / stepMs)),
  };
}

/** NaN where nothing is held. */
function shareOf(energy: number, max: number): number {
  const share = energy / 10 ** (max / 10);
  // Beyond what a number can tell, the greatest stands for the mean.
  return Number.isNaN(max) ? NaN : share > 0 && share < 1 ? share : 1;
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
  Object.is(a, b) ||
  Math.abs(a - b) <= 1e-5 * Math.max(1e-3, Math.abs(a)) ||
  (Number.isNaN(a) && Number.isNaN(b));
