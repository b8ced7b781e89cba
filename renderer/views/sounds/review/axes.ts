/** Axes of the three pictures: moments on the clock of the site, frequencies, levels. Pure. */
import type { LevelSeries } from '../../../../electron/contract/index';
import { clock } from '../../../format';
import { roundRange } from '../../../charts/axis';
import { shareOf } from './analysis';

export interface Tick {
  /** 0 at the left or at the foot, 1 at the right or at the top. */
  readonly share: number;
  readonly label: string;
}
const STEPS_MS: readonly number[] = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** Round moments of the clock within a sound that begins at `from` (epoch ms), no more than `most`. */
export function timeAxis(from: number, seconds: number, zone: string, most: number): readonly Tick[] {
  const length = seconds * 1_000;
  const step = STEPS_MS.find((ms) => length / ms <= most) ?? Math.ceil(length / most / 600_000) * 600_000;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= from + length; at += step)
    ticks.push({ share: (at - from) / length, label: moment(at, zone, step < 1_000 ? 1 : 0) });
  return ticks;
}
/** `14:02:07.3`: a moment on the clock of the zone, to so many decimals of a second. */
export function moment(ms: number, zone: string, decimals: 0 | 1): string {
  const tenths = Math.floor(ms / 100) * 100;
  const rest = (((tenths % 1_000) + 1_000) % 1_000) / 100;
  return `${clock(tenths, zone, true)}${decimals === 0 ? '' : `.${String(rest)}`}`;
}

const ROUND_HZ: readonly number[] = [125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];
/** Frequencies with room between them, the highest ones first to be kept. */
export function frequencyAxis(topHz: number, heightPx: number, apartPx: number): readonly Tick[] {
  const ticks: Tick[] = [];
  let above = 1 + apartPx / heightPx;
  for (const hz of [...ROUND_HZ].reverse()) {
    const share = shareOf(hz, topHz);
    if (share > 1 || (above - share) * heightPx < apartPx - 0.5 || share * heightPx < apartPx / 2) continue;
    ticks.push({ share, label: hertz(hz) });
    above = share;
  }
  return ticks;
}
/** `500 Hz`, `1.25 kHz`, `8 kHz`. */
export const hertz = (hz: number): string =>
  hz < 1_000 ? `${String(Math.round(hz))} Hz` : `${String(Number((hz / 1_000).toPrecision(3)))} kHz`;

const LEVEL_STEP_DB = 10;
/** The whole tens of dB that hold all that is shown; undefined when nothing is. */
export function levelRange(series: LevelSeries): readonly [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const { name, mean, max } of series.channels)
    for (const value of name === 'LAFMax' ? max : mean) {
      if (Number.isNaN(value)) continue;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  return low > high ? undefined : roundRange(low, high, LEVEL_STEP_DB);
}
export function levelAxis([low, high]: readonly [number, number], heightPx: number, apartPx: number) {
  const fit = Math.max(1, Math.floor(heightPx / apartPx));
  const step = LEVEL_STEP_DB * Math.ceil((high - low) / LEVEL_STEP_DB / fit);
  const ticks: Tick[] = [];
  for (let dB = low; dB <= high; dB += step)
    ticks.push({ share: (dB - low) / (high - low), label: `${String(dB)} dB` });
  return ticks;
}
/** What was held at a moment, dB; undefined where nothing was. */
export function levelAt(series: LevelSeries, name: string, ms: number): number | undefined {
  const channel = series.channels.find((candidate) => candidate.name === name);
  const last = series.time.length - 1;
  const index = Math.min(last, Math.floor((ms - (series.time[0] ?? ms)) / series.bucketMs));
  const at = series.time[index];
  // A sound ends with its last second, or a little after it: what is read there is that second.
  const reach = (index === last ? 2 : 1) * series.bucketMs;
  if (channel === undefined || at === undefined || ms < at || ms >= at + reach) return undefined;
  const value = (name === 'LAFMax' ? channel.max : channel.mean)[index];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
