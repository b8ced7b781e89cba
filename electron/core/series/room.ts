/** Samples of several lengths in one channel: time that finer ones have told is not told again by coarser ones. */
import { addSample, foldSamples, type Buckets, type Samples } from './buckets';
import { lengthOf, valuesOf } from './integers';
import { addCell, foldCells, type Cells } from './pyramid';

/**
 * How much of each small stretch of time is told. The stretches are samples of the finest length where samples are read,
 * and then this is exact. Where a level is read they are its cells, and what two series hold of a cell is taken to be the
 * same time as far as it can be: what one misses because nothing was measured, the other misses too.
 */
export class Room {
  /** By the series that came before. */
  private readonly told: Float64Array;
  /** By the one that comes now. */
  private readonly now: Float64Array;

  constructor(
    private readonly first: number,
    private readonly unitMs: number,
    readonly to: number,
  ) {
    this.told = new Float64Array(Math.max(0, Math.ceil((to - first) / unitMs)));
    this.now = new Float64Array(this.told.length);
  }

  /**
   * A sample or cell of the present series, of which `held` ms are held.
   * @returns how many of those were not told before; undefined when all of the time was
   */
  take(start: number, lengthMs: number, held: number): number | undefined {
    const { first, unitMs, told, now } = this;
    const from = Math.max(0, Math.floor((start - first) / unitMs));
    const to = Math.min(told.length, Math.ceil((start + lengthMs - first) / unitMs));
    let [left, taken, free] = [held, 0, 0];
    for (let i = from; i < to && left > 0; i++) {
      const [before, had] = [told[i] as number, now[i] as number];
      const adds = Math.min(left, unitMs - had);
      now[i] = had + adds;
      left -= adds;
      free += unitMs - before;
      taken += Math.max(before, had + adds) - Math.max(before, had);
    }
    return free > 0 ? taken : undefined;
  }

  /** As `take` of each sample or cell of the first series, whose time nobody has told. */
  mark(start: number, lengthMs: number, count: number, heldIn: (index: number) => number): void {
    const { first, unitMs, now } = this;
    if (lengthMs !== unitMs) {
      for (let i = 0; i < count; i++) this.take(start + i * lengthMs, lengthMs, heldIn(i));
      return;
    }
    const at = Math.round((start - first) / unitMs);
    const to = Math.min(count, now.length - at);
    for (let i = Math.max(0, -at); i < to; i++) now[at + i] = Math.min(unitMs, heldIn(i));
  }

  /** The next series comes. */
  next(): void {
    const { told, now } = this;
    for (let i = 0; i < told.length; i++) told[i] = Math.max(told[i] as number, now[i] as number);
    now.fill(0);
  }

  /** Ms told of the stretches that start in [from, to); of one that the end cuts, its share. */
  toldIn(from: number, to: number): number {
    const { first, unitMs, told } = this;
    let sum = 0;
    const begin = Math.max(0, Math.floor((from - first) / unitMs));
    for (let i = begin; i < told.length; i++) {
      const start = first + i * unitMs;
      const inside = Math.min(to, start + unitMs) - Math.max(from, start);
      if (inside <= 0) break;
      sum += (told[i] as number) * (inside / unitMs);
    }
    return sum;
  }
}

/** As `foldSamples`, and tells which time that was; for the finest samples. */
export function markSamples(buckets: Buckets, samples: Samples, room: Room): void {
  foldSamples(buckets, samples);
  const { start, stepMs, column } = samples;
  if (column instanceof Float64Array)
    room.mark(start, stepMs, column.length, (i) => (Number.isNaN(column[i]) ? 0 : stepMs));
  else room.mark(start, stepMs, column.codes.length, (i) => (column.codes[i] === 0 ? 0 : stepMs));
}

/** As `foldCells`, and tells which time that was; for the finest samples. */
export function markCells(buckets: Buckets, cells: Cells, stepMs: number, room: Room): void {
  foldCells(buckets, cells, stepMs);
  const { start, cellMs, count } = cells;
  room.mark(start, cellMs, count.length, (i) => (count[i] as number) * stepMs);
}

/** As `foldSamples`, but only where there is room; finer samples come first. */
export function fillSamples(buckets: Buckets, samples: Samples, room: Room): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, stepMs, column } = samples;
  const values = valuesOf(column);
  const from = Math.max(0, Math.ceil((first - start) / stepMs));
  const to = Math.min(lengthOf(column), Math.ceil((room.to - start) / stepMs));
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const time = start + i * stepMs;
    const weight = room.take(time, stepMs, stepMs);
    const bucket = Math.floor((time - first) / bucketMs);
    if (weight !== undefined && bucket < count) addSample(buckets, bucket, value, weight);
  }
}

/** As `foldCells`, but only where there is room; finer samples come first. */
export function fillCells(buckets: Buckets, cells: Cells, stepMs: number, room: Room): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, cellMs } = cells;
  const from = Math.max(0, Math.ceil((first - start) / cellMs));
  const to = Math.min(cells.count.length, Math.ceil((room.to - start) / cellMs));
  for (let i = from; i < to; i++) {
    const held = cells.count[i] as number;
    if (held === 0) continue;
    const time = start + i * cellMs;
    const weight = room.take(time, cellMs, held * stepMs);
    const bucket = Math.floor((time - first) / bucketMs);
    if (weight !== undefined && bucket < count) addCell(buckets, bucket, cells, i, weight);
  }
}
