/** Samples of several lengths in one channel: time that finer ones have told is not told again by coarser ones. */
import { addSample, type Buckets, type Samples } from './buckets';
import { lengthOf, valuesOf } from './integers';
import { addCell, type Cells } from './pyramid';

/**
 * How much of each small stretch of time is told already. The stretches are samples of the finest length where samples
 * are read, and cells where a level is: inside one cell, coarser samples fill what the finer ones leave free, wherever it
 * lies.
 */
export class Room {
  private readonly told: Float64Array;

  constructor(
    private readonly first: number,
    private readonly unitMs: number,
    to: number,
  ) {
    this.told = new Float64Array(Math.max(0, Math.ceil((to - first) / unitMs)));
  }

  /** Takes up to `wanted` ms of what is free from `start` on for `lengthMs`. @returns how much that was */
  take(start: number, lengthMs: number, wanted: number): number {
    const { first, unitMs, told } = this;
    const from = Math.max(0, Math.floor((start - first) / unitMs));
    const to = Math.min(told.length, Math.ceil((start + lengthMs - first) / unitMs));
    let left = wanted;
    for (let i = from; i < to && left > 0; i++) {
      const taken = Math.min(left, unitMs - (told[i] as number));
      told[i] = (told[i] as number) + taken;
      left -= taken;
    }
    return wanted - left;
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
    if (weight > 0) addSample(buckets, Math.floor((time - first) / bucketMs), value, weight);
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
    if (weight > 0) addCell(buckets, Math.floor((time - first) / bucketMs), cells, i, weight);
  }
}
