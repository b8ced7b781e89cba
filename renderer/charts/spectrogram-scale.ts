/** Where things lie in a spectrogram, and which colour a level has. Pure. */
import type { Span, SpectrumImage } from '../../electron/contract/index';
import { roundRange } from './axis';
import { PALETTE } from './palette';

export type Range = readonly [low: number, high: number];

/** A single click of thunder must not take the colours away from all the rest, nor a dead band. */
const LEFT_OUT = 0.002;
const MOST_SAMPLED = 50_000;

/** The levels that the colours run between, in whole tens of dB; undefined when there is no level. */
export function colourRange(levels: Float32Array): Range | undefined {
  const every = Math.max(1, Math.floor(levels.length / MOST_SAMPLED));
  const held = levels.filter((level, i) => i % every === 0 && Number.isFinite(level)).sort();
  if (held.length === 0) return undefined;
  const at = (share: number): number => held[Math.round(share * (held.length - 1))] ?? 0;
  return roundRange(at(LEFT_OUT), at(1 - LEFT_OUT), 10);
}

/** Every ten dB of a range, or every twenty where that would be many. */
export function rangeTicks([low, high]: Range): readonly number[] {
  const step = high - low > 60 ? 20 : 10;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, i) => first + i * step);
}

/** A step of the palette; levels beyond the range have its ends. */
export const colourStep = (level: number, [low, high]: Range): number =>
  Math.round(255 * Math.min(1, Math.max(0, (level - low) / (high - low))));

/** The picture as pixels, one per column and band, highest band first; what is missing is transparent. */
export function pixelsOf({ bands, columns, levels }: SpectrumImage, range: Range): Uint32Array {
  const pixels = new Uint32Array(bands.length * columns);
  for (let band = 0; band < bands.length; band += 1) {
    const row = (bands.length - 1 - band) * columns;
    for (let column = 0; column < columns; column += 1) {
      const level = levels[band * columns + column] ?? NaN;
      if (!Number.isNaN(level)) pixels[row + column] = PALETTE[colourStep(level, range)] ?? 0;
    }
  }
  return pixels;
}

/** The plots within the chart, CSS pixels: the trace above, the spectrogram below, one time axis for both. */
export interface Places {
  readonly left: number;
  readonly width: number;
  readonly trace: { readonly top: number; readonly height: number };
  readonly bands: { readonly top: number; readonly height: number };
}
const LEFT = 68;
const RIGHT = 14;
const TOP = 8;
const BETWEEN = 12;
const AXIS = 40;
export function placesIn(width: number, height: number): Places {
  const room = Math.max(40, height - TOP - BETWEEN - AXIS);
  const traceHeight = Math.round(Math.min(120, room * 0.28));
  return {
    left: LEFT,
    width: Math.max(10, width - LEFT - RIGHT),
    trace: { top: TOP, height: traceHeight },
    bands: { top: TOP + traceHeight + BETWEEN, height: room - traceHeight },
  };
}

export const xOf = (time: number, span: Span, { left, width }: Places): number =>
  left + ((time - span.from) / (span.to - span.from)) * width;
/** Kept within the plot. */
export const timeAt = (x: number, span: Span, { left, width }: Places): number =>
  Math.round(span.from + Math.min(1, Math.max(0, (x - left) / width)) * (span.to - span.from));
/** Which band lies at a height; undefined outside the spectrogram. */
export function bandAt(y: number, count: number, { bands: { top, height } }: Places): number | undefined {
  const row = Math.floor(((y - top) / height) * count);
  return row < 0 || row >= count ? undefined : count - 1 - row;
}

/** Which column a moment lies in; undefined outside the picture. */
export function columnAt({ first, columnMs, columns }: SpectrumImage, time: number): number | undefined {
  const column = Math.floor((time - first) / columnMs);
  return column < 0 || column >= columns ? undefined : column;
}

/** Every how many bands one can be named: all, the octaves' centres among thirds, or every other of those. */
export function namedEvery(count: number, perBand: number, perName: number): number {
  const tries = count > 12 ? [1, 3, 6] : [1, 2];
  return tries.find((every) => every * perBand >= perName) ?? tries.at(-1) ?? 1;
}
/** Thirds are named from 8 Hz on in threes, so that 31.5, 63, 125 are among them. */
export const isNamed = (band: number, count: number, every: number): boolean =>
  count > 12 && every > 1 ? band % every === 1 : band % every === 0;
