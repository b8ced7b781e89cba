/** The levels of many synthetic instruments, known for every second, so that answers can be compared with them. */
import { DAY_MS, DAYS_PER_YEAR, FIRST_DAY, SAMPLES_PER_DAY } from './bench-archive';
import { syntheticDay } from './synthetic-levels';

/** What the archive keeps of a time history without being told. */
export const CHANNELS = ['LAeq', 'LAFMax', 'LCPeak'] as const;
export type Channel = (typeof CHANNELS)[number];

export const serialOf = (instrument: number): string => `BENCH${String(instrument + 1).padStart(3, '0')}`;

export interface Levels {
  /** A day's samples, dB in tenths; `day` counts from the first. */
  day(instrument: number, channel: Channel, day: number): Float64Array;
}

/** Every instrument and channel has the same days in another order and a little louder, which costs next to nothing. */
export function createLevels(): Levels {
  const pool = Array.from({ length: DAYS_PER_YEAR }, (_, day) => syntheticDay(day));
  return {
    day(instrument, channel, day) {
      const row = CHANNELS.indexOf(channel);
      const base = pool[(day + 37 * instrument + 131 * row) % pool.length];
      const louder = 70 * row + (instrument % 10);
      return (base as Float64Array).map((value) => (Math.round(value * 10) + louder) / 10);
    },
  };
}

/** One channel's levels over time: NaN outside the year that is held. */
export interface Truth {
  /** The sample that starts at `time`, a multiple of a second. */
  at(time: number): number;
}

export function truthOf(levels: Levels, instrument: number, channel: Channel): Truth {
  const days = new Map<number, Float64Array>();
  const dayAt = (day: number): Float64Array => {
    const held = days.get(day) ?? levels.day(instrument, channel, day);
    days.set(day, held);
    return held;
  };
  return {
    at(time) {
      const second = (time - FIRST_DAY) / 1_000;
      const day = Math.floor(second / SAMPLES_PER_DAY);
      if (day < 0 || day >= DAYS_PER_YEAR) return NaN;
      return dayAt(day)[second - day * SAMPLES_PER_DAY] as number;
    },
  };
}

/** The last days of the year that is held. */
export const lastDays = (days: number): { readonly from: number; readonly to: number } => {
  const to = FIRST_DAY + DAYS_PER_YEAR * DAY_MS;
  return { from: to - days * DAY_MS, to };
};
