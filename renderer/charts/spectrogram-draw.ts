/** Paints a level trace above a spectrogram of the same time. All lengths are CSS pixels. */
import type { Band, Gap, LevelSeries, Span, SpectrumImage } from '../../electron/contract/index';
import { numberLabels, roundRange } from './axis';
import { clockTicks } from './clock-ticks';
import { alpha, type Look } from './options';
import { isNamed, namedEvery, pixelsOf, xOf, type Places, type Range } from './spectrogram-scale';

export interface Scene {
  readonly ctx: CanvasRenderingContext2D;
  readonly places: Places;
  readonly span: Span;
  readonly look: Look;
  readonly zone: string;
}

/** The picture by itself, a pixel per column and band, to be stretched over its time. */
export function paintPicture(image: SpectrumImage, range: Range): HTMLCanvasElement | undefined {
  if (image.columns === 0) return undefined;
  const small = document.createElement('canvas');
  [small.width, small.height] = [image.columns, image.bands.length];
  const ctx = small.getContext('2d');
  if (ctx === null) return undefined;
  const picture = ctx.createImageData(small.width, small.height);
  new Uint32Array(picture.data.buffer).set(pixelsOf(image, range));
  ctx.putImageData(picture, 0, 0);
  return small;
}

export function drawPicture(scene: Scene, image: SpectrumImage, picture: HTMLCanvasElement): void {
  const { ctx, places, span } = scene;
  const { top, height } = places.bands;
  const from = xOf(image.first, span, places);
  const to = xOf(image.first + image.columns * image.columnMs, span, places);
  clipped(scene, places.bands, () => {
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(picture, from, top, to - from, height);
  });
}

/** Mean as a line, lowest to highest as a band; both stop where nothing is held. */
export function drawTrace(scene: Scene, trace: LevelSeries): void {
  const { ctx, places, span, look } = scene;
  const [channel] = trace.channels;
  if (channel === undefined) return;
  const range = traceRange(trace);
  const { top, height } = places.trace;
  const y = (dB: number): number => top + height - ((dB - range[0]) / (range[1] - range[0])) * height;
  drawLevelAxis(scene, range, y);
  clipped(scene, places.trace, () => {
    const x = (i: number): number => xOf((trace.time[i] ?? 0) + trace.bucketMs / 2, span, places);
    for (const { from, to } of runs(channel.mean)) {
      ctx.beginPath();
      for (let i = from; i < to; i += 1) ctx.lineTo(x(i), y(channel.max[i] ?? 0));
      for (let i = to - 1; i >= from; i -= 1) ctx.lineTo(x(i), y(channel.min[i] ?? 0));
      ctx.closePath();
      ctx.fillStyle = alpha(look.lines.strong, 0.2);
      ctx.fill();
      ctx.beginPath();
      // A sample by itself is a short line, not nothing.
      ctx.moveTo(x(from) - 0.5, y(channel.mean[from] ?? 0));
      for (let i = from; i < to; i += 1) ctx.lineTo(x(i), y(channel.mean[i] ?? 0));
      ctx.strokeStyle = look.lines.strong;
      ctx.lineWidth = look.strong;
      ctx.stroke();
    }
  });
}

function traceRange({ channels: [channel] }: LevelSeries): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const level of channel?.min ?? []) if (level < low) low = level;
  for (const level of channel?.max ?? []) if (level > high) high = level;
  return low > high ? [0, 10] : roundRange(low, high, 10);
}

function drawLevelAxis({ ctx, places, look }: Scene, [low, high]: Range, y: (dB: number) => number): void {
  const step = Math.ceil((high - low) / 30) * 10;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  const labels = numberLabels(ticks);
  ctx.font = fontOf(look);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ticks.forEach((tick, i) => {
    ctx.fillStyle = look.grid;
    ctx.fillRect(places.left, Math.round(y(tick)), places.width, 1);
    ctx.fillStyle = look.soft;
    ctx.fillText(labels[i] ?? '', places.left - 8, y(tick));
  });
}

/** Runs of values that are there. */
function* runs(values: Float32Array): Generator<{ readonly from: number; readonly to: number }> {
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isNaN(values[i])) continue;
    const from = i;
    while (i < values.length && !Number.isNaN(values[i])) i += 1;
    yield { from, to: i };
  }
}

/** Hatches stretches without data, over the spectrogram or the trace. */
export function drawGaps(scene: Scene, gaps: readonly Gap[], place: Places['bands']): void {
  const { ctx, places, span, look } = scene;
  for (const gap of gaps) {
    const left = Math.max(places.left, xOf(gap.from, span, places));
    const right = Math.min(places.left + places.width, xOf(gap.to, span, places));
    if (right - left < 0.5) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, place.top, right - left, place.height);
    ctx.clip();
    ctx.fillStyle = look.surface;
    ctx.fillRect(left, place.top, right - left, place.height);
    ctx.fillStyle = alpha(look.hatch, 0.12);
    ctx.fillRect(left, place.top, right - left, place.height);
    ctx.strokeStyle = alpha(look.hatch, 0.8);
    ctx.lineWidth = 1;
    ctx.beginPath();
    // A calibration or SIC is upright, as in the strips of coverage: it is no loss.
    const lean = gap.reason === 'self-check' ? 0 : place.height;
    for (let x = Math.floor((left - lean) / 10) * 10; x < right; x += 10) {
      ctx.moveTo(x, place.top + place.height);
      ctx.lineTo(x + lean, place.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Veils what has not been read yet: neither levels nor gaps are known there. */
export function drawUnread(scene: Scene, read: Span): void {
  const { ctx, places, span, look } = scene;
  const [from, to] = [xOf(read.from, span, places), xOf(read.to, span, places)];
  for (const place of [places.trace, places.bands])
    clipped(scene, place, () => {
      ctx.fillStyle = look.unread;
      ctx.fillRect(places.left, place.top, Math.max(0, from - places.left), place.height);
      ctx.fillRect(to, place.top, Math.max(0, places.left + places.width - to), place.height);
    });
}

export function drawTimeAxis({ ctx, places, span, look, zone }: Scene): void {
  const bottom = places.bands.top + places.bands.height;
  const most = Math.max(2, Math.floor(places.width / 84));
  ctx.font = fontOf(look);
  ctx.textBaseline = 'top';
  for (const { at, label } of clockTicks(span, zone, most)) {
    const x = xOf(at, span, places);
    ctx.fillStyle = look.grid;
    ctx.fillRect(Math.round(x), places.trace.top, 1, places.trace.height);
    ctx.fillStyle = look.soft;
    ctx.fillRect(Math.round(x), bottom, 1, 4);
    const [upper = '', lower = ''] = label.split('\n');
    const wide = Math.max(ctx.measureText(upper).width, ctx.measureText(lower).width) / 2;
    const middle = Math.min(Math.max(x, wide), places.left + places.width + 12 - wide);
    ctx.textAlign = 'center';
    ctx.fillText(upper, middle, bottom + 7);
    ctx.fillText(lower, middle, bottom + 9 + look.fontSize);
  }
}

export function drawBandAxis({ ctx, places, look }: Scene, bands: readonly Band[]): void {
  const { top, height } = places.bands;
  const perBand = height / Math.max(1, bands.length);
  const every = namedEvery(bands.length, perBand, look.fontSize + 2);
  ctx.font = fontOf(look);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = look.soft;
  bands.forEach(({ name }, band) => {
    if (isNamed(band, bands.length, every))
      ctx.fillText(name, places.left - 8, top + height - (band + 0.5) * perBand);
  });
}

export function drawFrames({ ctx, places, look }: Scene): void {
  ctx.strokeStyle = look.grid;
  ctx.lineWidth = 1;
  for (const { top, height } of [places.trace, places.bands])
    ctx.strokeRect(places.left - 0.5, top - 0.5, places.width + 1, height + 1);
}

/** A line through both plots that is seen on the darkest colour and on the lightest. */
export function drawCursor({ ctx, places, span }: Scene, time: number, isKept: boolean): void {
  if (time < span.from || time > span.to) return;
  // On a whole pixel, so that the line is black on white and not grey on grey.
  const x = Math.round(xOf(time, span, places)) + 0.5;
  const { top } = places.trace;
  const bottom = places.bands.top + places.bands.height;
  const line = (colour: string, wide: number): void => {
    ctx.fillStyle = colour;
    ctx.fillRect(x - wide / 2, top, wide, bottom - top);
  };
  line('#ffffff', isKept ? 5 : 3);
  line('#000000', isKept ? 3 : 1);
}

/** Frames what is selected, and pales what is not. */
export function drawSelection(scene: Scene, selected: Span): void {
  const { ctx, places, span, look } = scene;
  const right = places.left + places.width;
  const from = Math.max(places.left, xOf(selected.from, span, places));
  const to = Math.min(right, xOf(selected.to, span, places));
  for (const place of [places.trace, places.bands])
    clipped(scene, place, () => {
      ctx.globalAlpha = 0.55;
      ctx.fillStyle = look.surface;
      ctx.fillRect(places.left, place.top, Math.min(from, right) - places.left, place.height);
      ctx.fillRect(Math.max(to, places.left), place.top, right - Math.max(to, places.left), place.height);
      ctx.globalAlpha = 1;
      if (to <= from) return;
      ctx.strokeStyle = look.ink;
      ctx.lineWidth = 2;
      ctx.strokeRect(from, place.top + 1, Math.max(1, to - from), place.height - 2);
    });
}

/** The stretch that is being marked. */
export function drawMark({ ctx, places, look }: Scene, from: number, to: number): void {
  ctx.save();
  for (const { top, height } of [places.trace, places.bands]) {
    ctx.globalAlpha = 0.25;
    ctx.fillStyle = look.surface;
    ctx.fillRect(from, top, to - from, height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = look.ink;
    ctx.lineWidth = 1;
    ctx.strokeRect(from, top, to - from, height);
  }
  ctx.restore();
}

export const fontOf = ({ font, fontSize }: Look): string => `${String(fontSize)}px ${font}`;

function clipped({ ctx, places }: Scene, { top, height }: Places['bands'], paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(places.left, top, places.width, height);
  ctx.clip();
  paint();
  ctx.restore();
}
