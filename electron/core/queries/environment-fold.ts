/** What coarser levels cannot tell: amounts, doses, and what was measured together with the greatest. */
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import type { Grid } from '../series/buckets';
import { hasLevel, type Cells } from '../series/pyramid';
import { dayOf } from '../series/slots';
import { intersect, union } from '../sync/spans';
import {
  indicesIn,
  piecesOf,
  sampleAt,
  samplesIn,
  stepsOf,
  type Channel,
  type Slots,
} from './environment-samples';

const HOUR_MS = 3_600_000;

interface Points {
  readonly grid: Grid;
  readonly span: Span;
}
export interface Folded {
  /** Of each bucket in full, also where the first or last reaches beyond the span; NaN where nothing is held. */
  readonly values: Float64Array;
  /** Of the span alone; NaN where nothing is held. */
  readonly over: number;
}

/** A rate per hour as the amounts that came in each bucket, and in the span. */
export async function amountsOf(
  archive: Archive,
  about: Channel,
  { grid, span }: Points,
  pace: Pace,
): Promise<Folded> {
  const values = new Float64Array(grid.count).fill(NaN);
  let over = NaN;
  const stepsMs = stepsOf(archive, about);
  for await (const piece of piecesOf(wholeOf(grid), stepsMs, pace))
    for (const run of samplesIn(archive, about, stepsMs, piece)) {
      const hours = run.stepMs / HOUR_MS;
      for (const [bucket, from, to] of bucketsIn(grid, run))
        values[bucket] = plus(values[bucket] as number, sumOf(run, from, to) * hours);
      over = plus(over, sumOf(run, ...indicesIn(run, span)) * hours);
    }
  return { values, over };
}

/** NaN is nothing, so that it adds nothing. */
const plus = (sum: number, more: number): number =>
  Number.isNaN(more) ? sum : Number.isNaN(sum) ? more : sum + more;

function sumOf({ values }: Slots, from: number, to: number): number {
  let [sum, held] = [0, false];
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    held = true;
  }
  return held ? sum : NaN;
}

/** Doses add up by their fourth powers; NaN when none is held. */
export async function doseOver(archive: Archive, about: Channel, span: Span, pace: Pace): Promise<number> {
  let sum = NaN;
  const stepsMs = stepsOf(archive, about);
  for await (const piece of piecesOf(span, stepsMs, pace))
    for (const run of samplesIn(archive, about, stepsMs, piece))
      sum = plus(sum, fourthPowersOf(run, ...indicesIn(run, span)));
  return Math.pow(sum, 0.25);
}

function fourthPowersOf({ values }: Slots, from: number, to: number): number {
  let [sum, held] = [0, false];
  for (let i = from; i < to; i++) {
    const squared = (values[i] as number) ** 2;
    if (Number.isNaN(squared)) continue;
    sum += squared * squared;
    held = true;
  }
  return held ? sum : NaN;
}

/** In each bucket, and in the span, the `channel`'s sample of the moment at which `greatest` was highest. */
export async function atGreatest(
  archive: Archive,
  about: Channel & { readonly greatest: string },
  { grid, span }: Points,
  pace: Pace,
): Promise<Folded> {
  const leading = { ...about, channel: about.greatest };
  const [steps, leadingSteps] = [stepsOf(archive, about), stepsOf(archive, leading)];
  const values = new Float64Array(grid.count).fill(NaN);
  const highest = new Float64Array(grid.count).fill(-Infinity);
  let [over, most] = [NaN, -Infinity];
  for await (const piece of piecesWithHighest(archive, leading, { grid, stepsMs: leadingSteps }, pace)) {
    const own = samplesIn(archive, about, steps, piece);
    for (const run of samplesIn(archive, leading, leadingSteps, piece)) {
      for (const [bucket, from, to] of bucketsIn(grid, run)) {
        const at = firstAbove(run, from, to, highest[bucket] as number);
        if (at < 0) continue;
        highest[bucket] = run.values[at] as number;
        values[bucket] = sampleAt(own, run.start + at * run.stepMs);
      }
      const at = firstAbove(run, ...indicesIn(run, span), most);
      if (at < 0) continue;
      most = run.values[at] as number;
      over = sampleAt(own, run.start + at * run.stepMs);
    }
  }
  return { values, over };
}

/**
 * Pieces in which every bucket has its highest sample. Where buckets are long, the greatest of each hour tells on which
 * day that is: reading the others as well would take most of the time.
 */
async function* piecesWithHighest(
  archive: Archive,
  about: Channel,
  { grid, stepsMs }: { readonly grid: Grid; readonly stepsMs: readonly number[] },
  pace: Pace,
): AsyncGenerator<Span> {
  const whole = wholeOf(grid);
  const [stepMs] = stepsMs;
  // Of samples of several lengths, only the samples tell which of them count.
  if (stepMs === undefined || stepsMs.length > 1 || grid.bucketMs <= DAY_MS || !hasLevel(HOUR_MS, stepMs)) {
    yield* piecesOf(whole, stepsMs, pace);
    return;
  }
  const hours = archive.series.parts.cells({ ...about, stepMs }, HOUR_MS, whole);
  const days = daysOfHighest(hours, grid).map((day) => ({ from: day, to: day + DAY_MS }));
  for (const run of intersect([whole], union(days))) yield* piecesOf(run, stepsMs, pace);
}

/** All days of the first and the last bucket are among them, because the span may leave out a part of those. */
function daysOfHighest(hours: readonly Cells[], grid: Grid): readonly number[] {
  const last = grid.count - 1;
  const highest = new Float64Array(grid.count).fill(-Infinity);
  const days: number[][] = Array.from({ length: grid.count }, () => []);
  for (const { start, cellMs, max } of hours)
    for (let i = 0; i < max.length; i++) {
      const [time, value] = [start + i * cellMs, max[i] as number];
      const bucket = Math.floor((time - grid.first) / grid.bucketMs);
      const found = days[bucket];
      if (found === undefined || Number.isNaN(value)) continue;
      const most = highest[bucket] as number;
      if (bucket === 0 || bucket === last || (value === most && isRounded(value))) found.push(dayOf(time));
      else if (value > most) [highest[bucket], days[bucket]] = [value, [dayOf(time)]];
    }
  return days.flat();
}

/** Levels keep what is no decimal number as float32: what was higher may then look the same. */
const isRounded = (value: number): boolean => Math.fround(value) === value;

/** Where the highest of some samples is, the first of equals; -1 when none is above. */
function firstAbove({ values }: Slots, from: number, to: number, above: number): number {
  let [found, most] = [-1, above];
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (value > most) [found, most] = [i, value];
  }
  return found;
}

/** Each bucket that samples of the run begin in, with their indices, half-open. */
function* bucketsIn({ first, bucketMs, count }: Grid, run: Slots): Generator<[number, number, number]> {
  const last = run.start + (run.values.length - 1) * run.stepMs;
  const end = Math.min(count - 1, Math.floor((last - first) / bucketMs));
  for (let bucket = Math.max(0, Math.floor((run.start - first) / bucketMs)); bucket <= end; bucket++) {
    const from = first + bucket * bucketMs;
    yield [bucket, ...indicesIn(run, { from, to: from + bucketMs })];
  }
}

const wholeOf = ({ first, bucketMs, count }: Grid): Span => ({ from: first, to: first + count * bucketMs });
