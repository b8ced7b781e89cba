/** Paints a spectrum as bars of equal width on their nominal names. All lengths are CSS pixels. */
import type { DrawnSize } from './drawing';
import type { Band } from '../../electron/contract/index';
import { numberLabels, roundRange } from './axis';
import { alpha, type Look } from './options';
import { fontOf } from './spectrogram-draw';
import { isNamed, namedEvery } from './spectrogram-scale';

export interface BandLevels {
  readonly bands: readonly Band[];
  /** dB of each band, NaN where there is none; undefined while they are not known. */
  readonly mean: Float64Array | undefined;
  readonly min: Float64Array | undefined;
  readonly max: Float64Array | undefined;
  readonly cursor: Float64Array | undefined;
}
export const INSETS = { left: 36, right: 6, top: 8, bottom: 24 } as const;

/** `31.5`, `500`, `1k`, `16k`: the unit stands once, at the axis. */
export const shortName = (name: string): string => name.replace(/ Hz$/, '').replace(/ kHz$/, 'k');

/** The scale that all of it fits in, whole tens of dB. */
export function levelRange({ mean, min, max, cursor }: BandLevels): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const levels of [mean, min, max, cursor])
    for (const level of levels ?? [])
      if (Number.isFinite(level)) [low, high] = [Math.min(low, level), Math.max(high, level)];
  return low > high ? [0, 10] : roundRange(low - 1, high, 10);
}

export function bandUnder(x: number, count: number, width: number): number | undefined {
  const band = Math.floor(((x - INSETS.left) / (width - INSETS.left - INSETS.right)) * count);
  return band < 0 || band >= count ? undefined : band;
}

export function drawBands(
  ctx: CanvasRenderingContext2D,
  levels: BandLevels,
  look: Look,
  size: DrawnSize,
  pointed: number | undefined,
): void {
  const range = levelRange(levels);
  const bottom = size.height - INSETS.bottom;
  const y = (dB: number): number =>
    bottom - ((dB - range[0]) / (range[1] - range[0])) * (bottom - INSETS.top);
  const pitch = (size.width - INSETS.left - INSETS.right) / Math.max(1, levels.bands.length);
  drawAxes(ctx, levels.bands, look, { size, range, y, pitch });
  levels.bands.forEach((_, band) => {
    const left = INSETS.left + band * pitch;
    if (band === pointed) {
      ctx.fillStyle = alpha(look.shade, 0.16);
      ctx.fillRect(left, INSETS.top, pitch, bottom - INSETS.top);
    }
    drawBar(ctx, levels, band, look, { left, pitch, bottom, y });
  });
}

interface Bar {
  readonly left: number;
  readonly pitch: number;
  readonly bottom: number;
  readonly y: (dB: number) => number;
}
function drawBar(
  ctx: CanvasRenderingContext2D,
  { mean, min, max, cursor }: BandLevels,
  band: number,
  look: Look,
  { left, pitch, bottom, y }: Bar,
): void {
  const wide = Math.max(2, pitch * 0.72);
  const x = left + (pitch - wide) / 2;
  const level = mean?.[band] ?? NaN;
  if (!Number.isNaN(level)) {
    ctx.fillStyle = alpha(look.lines.strong, 0.35);
    ctx.fillRect(x, y(level), wide, bottom - y(level));
    ctx.fillStyle = look.lines.strong;
    ctx.fillRect(x, y(level), wide, look.strong);
    const middle = Math.round(left + pitch / 2);
    const [low, high] = [y(min?.[band] ?? level), y(max?.[band] ?? level)];
    ctx.fillStyle = look.soft;
    ctx.fillRect(middle - look.thin / 2, high, look.thin, low - high);
    for (const end of [low, high]) ctx.fillRect(middle - wide / 4, end - look.thin / 2, wide / 2, look.thin);
  }
  const now = cursor?.[band] ?? NaN;
  if (Number.isNaN(now)) return;
  ctx.fillStyle = look.surface;
  ctx.fillRect(left, y(now) - 2.5, pitch, 5);
  ctx.fillStyle = look.lines.thin;
  ctx.fillRect(left + 0.5, y(now) - 1.5, pitch - 1, 3);
}

interface Axes {
  readonly size: DrawnSize;
  readonly range: readonly [number, number];
  readonly y: (dB: number) => number;
  readonly pitch: number;
}
function drawAxes(
  ctx: CanvasRenderingContext2D,
  bands: readonly Band[],
  look: Look,
  { size, range: [low, high], y, pitch }: Axes,
): void {
  const step = high - low > 60 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  ctx.font = fontOf(look);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  numberLabels(ticks).forEach((label, i) => {
    const at = y(ticks[i] ?? 0);
    ctx.fillStyle = look.grid;
    ctx.fillRect(INSETS.left, Math.round(at), size.width - INSETS.left - INSETS.right, 1);
    ctx.fillStyle = look.soft;
    ctx.fillText(label, INSETS.left - 6, at);
  });
  const names = bands.map(({ name }) => shortName(name));
  const widest = Math.max(0, ...names.map((name) => ctx.measureText(name).width));
  const every = namedEvery(bands.length, pitch, widest);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  names.forEach((name, band) => {
    if (isNamed(band, bands.length, every))
      ctx.fillText(name, INSETS.left + (band + 0.5) * pitch, size.height - INSETS.bottom + 7);
  });
}
