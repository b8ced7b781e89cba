/** Samples of several lengths in one channel: time that finer ones have told is not told again by coarser ones. */
import { addSample, type Buckets, type Samples } from './buckets';
import { lengthOf, valuesOf } from './integers';
import { addCell, type Cells } from './pyramid';

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
    to: number,
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

/** As `foldSamples`, but only where there is room; finer samples come first. */
export function fillSamples(buckets: Buckets, samples: Samples, room: Room): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, stepMs, column } = samples;
  const values = valuesOf(column);
  const from = Math.max(0, Math.ceil((first - start) / stepMs));
  const to = Math.min(lengthOf(column), Math.ceil((first + count * bucketMs - start) / stepMs));
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const time = start + i * stepMs;
    const weight = room.take(time, stepMs, stepMs);
    if (weight !== undefined) addSample(buckets, Math.floor((time - first) / bucketMs), value, weight);
  }
}

/** As `foldCells`, but only where there is room; finer samples come first. */
export function fillCells(buckets: Buckets, cells: Cells, stepMs: number, room: Room): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, cellMs } = cells;
  const from = Math.max(0, Math.ceil((first - start) / cellMs));
  const to = Math.min(cells.count.length, Math.ceil((first + count * bucketMs - start) / cellMs));
  for (let i = from; i < to; i++) {
    const held = cells.count[i] as number;
    if (held === 0) continue;
    const time = start + i * cellMs;
    const weight = room.take(time, cellMs, held * stepMs);
    if (weight !== undefined) addCell(buckets, Math.floor((time - first) / bucketMs), cells, i, weight);
  }
}
