/** Percentiles of fast levels and moving averages, over any pool of stored seconds. */
import { energyOfTenths, levelOf, NONE } from './decibel';
import type { Seconds } from './listener';
import { patternAt, tenthOffsets } from './tenths';

const LOWEST = -400;
const BINS = 2_200;

/** Fast levels in classes of 0.1 dB, ten per second. */
export interface Pool {
  add(seconds: Seconds, i: number): void;
  addLevel(tenths: number): void;
  /** The level exceeded for that percentage of the time, dB; NaN of an empty pool. */
  exceeded(percent: number): number;
  clear(): void;
}

export function createPool(): Pool {
  const counts = new Int32Array(BINS);
  let total = 0;
  const addLevel = (tenths: number): void => {
    const bin = tenths - LOWEST;
    counts[bin] = (counts[bin] as number) + 1;
    total += 1;
  };
  return {
    addLevel,
    add(seconds, i) {
      const pattern = patternAt(seconds.crest[i] as number, seconds.variant[i] as number);
      const level = seconds.A[i] as number;
      for (let j = 0; j < 10; j++) addLevel(level + (tenthOffsets[pattern + j] as number));
    },
    exceeded(percent) {
      if (total === 0) return NaN;
      let left = (total * percent) / 100;
      for (let bin = BINS - 1; bin >= 0; bin--) {
        const count = counts[bin] as number;
        left -= count;
        if (left <= 0 && count > 0) return (bin + LOWEST) / 10;
      }
      return NaN;
    },
    clear() {
      counts.fill(0);
      total = 0;
    },
  };
}

/** A moving energy mean; whole numbers, so that the sum is exact wherever it was begun. */
export interface Moving {
  /** Takes the next second's level (tenths of a decibel, or NONE) and gives the mean energy of the window, 0 unless half of it is there. */
  push(tenths: number): number;
}

export function createMoving(windowSeconds: number): Moving {
  const ring = new Float64Array(windowSeconds).fill(-1);
  let at = 0;
  let sum = 0;
  let present = 0;
  return {
    push(tenths) {
      const leaving = ring[at] as number;
      if (leaving >= 0) {
        sum -= leaving;
        present -= 1;
      }
      const coming = tenths === NONE ? -1 : Math.round(energyOfTenths(tenths));
      if (coming >= 0) {
        sum += coming;
        present += 1;
      }
      ring[at] = coming;
      at = at + 1 === windowSeconds ? 0 : at + 1;
      return present * 2 >= windowSeconds ? sum / present : 0;
    },
  };
}

/** The moving average at the end of each second after a lead-in of `window - 1` seconds, tenths of a decibel or NONE. */
export function movingColumn(levels: Int16Array, window: number): Int16Array {
  const moving = createMoving(window);
  const values = new Int16Array(levels.length - (window - 1));
  for (let i = 0; i < levels.length; i++) {
    const mean = moving.push(levels[i] as number);
    if (i >= window - 1) values[i - window + 1] = mean > 0 ? Math.round(10 * levelOf(mean)) : NONE;
  }
  return values;
}
