/** Min, max and mean of many equal stretches of time, gathered from samples or from coarser cells. */
import type { Span } from '../../contract/model';
import type { Mean } from '../datasets';
import { lengthOf, tableOf, valueOf, type Column, type Integers } from './integers';

/** `count` stretches of `bucketMs` from `first` on, epoch ms. */
export interface Grid {
  readonly first: number;
  readonly bucketMs: number;
  readonly count: number;
}
/** At most `maxPoints` stretches over a span, none shorter than two samples. */
export const gridOver = (span: Span, maxPoints: number, stepMs: number): Grid =>
  gridOf(span, Math.max(2 * stepMs, Math.ceil((span.to - span.from) / (maxPoints - 1))));
/** Over all of the span, on multiples of their own length: so they stay put while a chart is panned, and may reach beyond it. */
export function gridOf(span: Span, bucketMs: number): Grid {
  const first = Math.floor(span.from / bucketMs) * bucketMs;
  return { first, bucketMs, count: Math.ceil((span.to - first) / bucketMs) };
}
/** Start of each stretch. */
export const startsOf = ({ first, bucketMs, count }: Grid): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => first + i * bucketMs);
/** Evenly spaced samples from `start` on, epoch ms. */
export interface Samples {
  readonly start: number;
  readonly stepMs: number;
  readonly column: Column;
}

const RADIANS = Math.PI / 180;
/** A resultant shorter than this share of the whole points nowhere; it is what rounding leaves of nothing. */
const NOWHERE = 1e-6;

const PER_DB = Math.LN10 / 10;
/** 10^(dB/10), the quicker way. */
export const energyOf = (dB: number): number => Math.exp(dB * PER_DB);

/** What a sample contributes to the sums that a mean is made of. */
const firstPart: Record<Mean, (value: number) => number> = {
  energy: energyOf,
  arithmetic: (value) => value,
  direction: (degrees) => Math.cos(degrees * RADIANS),
  greatest: () => 0,
};
const secondPart = (degrees: number): number => Math.sin(degrees * RADIANS);

/**
 * Every mean is made of sums that can be added in any order, each sample weighted by how long it lasts:
 * - energy: 10·lg(Σ w·10^(L/10) / Σ w). Levels beyond ±3,000 dB have no energy that a number could tell; there the greatest
 *   stands for the mean.
 * - direction: where Σ w·(cos φ, sin φ) points, degrees from 0 to 360; NaN where the directions cancel out.
 * - greatest: the greatest is told as the mean too.
 *
 * Least and greatest are those of the plain numbers, also for directions.
 */
export class Buckets {
  /** NaN where nothing was added. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Σ w, ms of held samples. */
  readonly weight: Float64Array;
  /** Σ w · first part. */
  readonly sum: Float64Array;
  /** Σ w · sin φ; for directions only. */
  readonly second: Float64Array;

  constructor(
    readonly grid: Grid,
    readonly kind: Mean,
  ) {
    this.min = new Float64Array(grid.count).fill(NaN);
    this.max = new Float64Array(grid.count).fill(NaN);
    this.weight = new Float64Array(grid.count);
    this.sum = new Float64Array(grid.count);
    this.second = new Float64Array(kind === 'direction' ? grid.count : 0);
  }

  /** Adds a part: its extremes, Σ w and the weighted sums. */
  add(index: number, min: number, max: number, weight: number, sum: number, second: number): void {
    const before = this.weight[index] as number;
    this.weight[index] = before + weight;
    this.sum[index] = (this.sum[index] as number) + sum;
    if (this.kind === 'direction') this.second[index] = (this.second[index] as number) + second;
    if (before === 0 || min < (this.min[index] as number)) this.min[index] = min;
    if (before === 0 || max > (this.max[index] as number)) this.max[index] = max;
  }

  /** NaN where nothing was added. */
  mean(index: number): number {
    const weight = this.weight[index] as number;
    if (weight === 0) return NaN;
    const [min, max] = [this.min[index] as number, this.max[index] as number];
    const part = (this.sum[index] as number) / weight;
    switch (this.kind) {
      case 'energy':
        return part > 0 && part < Infinity ? within(min, 10 * Math.log10(part), max) : max;
      case 'arithmetic':
        return within(min, part, max);
      case 'direction':
        return directionOf(part, (this.second[index] as number) / weight);
      case 'greatest':
        return max;
    }
  }
}

/** Rounding may carry a mean past the only value there is. */
const within = (min: number, mean: number, max: number): number => Math.min(max, Math.max(min, mean));

function directionOf(x: number, y: number): number {
  if (Math.hypot(x, y) < NOWHERE) return NaN;
  const degrees = Math.atan2(y, x) / RADIANS;
  return degrees < 0 ? (degrees + 360) % 360 : degrees;
}

/** A sample as a part of its own. */
export function addSample(buckets: Buckets, index: number, value: number, weight: number): void {
  const second = buckets.kind === 'direction' ? weight * secondPart(value) : 0;
  buckets.add(index, value, value, weight, weight * firstPart[buckets.kind](value), second);
}

/** Adds samples to the buckets in which they start; those outside the grid are left out. */
export function foldSamples(buckets: Buckets, samples: Samples): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, stepMs, column } = samples;
  const fold = folder(buckets, column, stepMs);
  const indexOf = (time: number): number => Math.max(0, Math.ceil((time - start) / stepMs));
  const end = Math.min(lengthOf(column), indexOf(first + count * bucketMs));
  for (let i = indexOf(first); i < end;) {
    const bucket = Math.floor((start + i * stepMs - first) / bucketMs);
    // At least one sample further, whatever the fractions say.
    const next = Math.min(end, Math.max(i + 1, indexOf(first + (bucket + 1) * bucketMs)));
    fold(bucket, i, next);
    i = next;
  }
}

type Fold = (bucket: number, from: number, to: number) => void;

/** A way of adding a part of some samples, from one index to another: views of them would cost more than the sums. */
export function folder(buckets: Buckets, column: Column, stepMs: number): Fold {
  if (column instanceof Float64Array) return valueFolder(buckets, column, stepMs);
  // A table pays where there are more samples than codes.
  if (column.largest <= 2 * column.codes.length) return codeFolder(buckets, column, stepMs);
  const values = Float64Array.from(column.codes, (code) => valueOf(column, code));
  return valueFolder(buckets, values, stepMs);
}

function valueFolder(buckets: Buckets, values: Float64Array, stepMs: number): Fold {
  return (bucket, from, to) => {
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (!Number.isNaN(value)) addSample(buckets, bucket, value, stepMs);
    }
  };
}

function codeFolder(buckets: Buckets, column: Integers, stepMs: number): Fold {
  const { codes } = column;
  const parts = tableOf(column, firstPart[buckets.kind]);
  const seconds = buckets.kind === 'direction' ? tableOf(column, secondPart) : undefined;
  // The missing one adds nothing.
  parts[0] = 0;
  if (seconds !== undefined) seconds[0] = 0;
  return (bucket, from, to) => {
    let least = codes[from] as number;
    let greatest = least;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      sum += parts[code] as number;
      if (code > greatest) greatest = code;
      if (code < least) least = code;
    }
    if (greatest === 0) return;
    let held = to - from;
    if (least === 0) ({ held, least } = amongHeld(codes, from, to));
    let second = 0;
    if (seconds !== undefined)
      for (let i = from; i < to; i++) second += seconds[codes[i] as number] as number;
    const [min, max] = [valueOf(column, least), valueOf(column, greatest)];
    buckets.add(bucket, min, max, held * stepMs, sum * stepMs, second * stepMs);
  };
}

function amongHeld(codes: Int32Array, from: number, to: number): { held: number; least: number } {
  let [held, least] = [0, Infinity];
  for (let i = from; i < to; i++) {
    const code = codes[i] as number;
    if (code === 0) continue;
    held++;
    if (code < least) least = code;
  }
  return { held, least };
}
