/** Paints the three pictures of a sound, each over the same seconds from its left edge to its right. */
import type { LevelSeries } from '../../../../electron/contract/index';
import { RANGE_DB, type Outline, type Spectrum } from './analysis';
import { PALETTE } from '../../../charts/palette';

export interface Inks {
  readonly wave: string;
  readonly grid: string;
  readonly hatch: string;
  readonly strong: string;
  readonly thin: string;
  readonly strongPx: number;
  readonly thinPx: number;
}
export function readInks(node: Element): Inks {
  const style = getComputedStyle(node);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    wave: token('--chart-1'),
    grid: token('--chart-grid'),
    hatch: token('--chart-hatch'),
    strong: token('--chart-1'),
    thin: token('--chart-2'),
    strongPx: Number.parseFloat(token('--line-strong')) || 1.5,
    thinPx: Number.parseFloat(token('--line-thin')) || 1,
  };
}
/** Fits the canvas to its box at the screen's own resolution, empty; undefined where nothing can be drawn. */
export function begin(canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined {
  const ratio = devicePixelRatio;
  canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  return canvas.getContext('2d') ?? undefined;
}

/** The outline as tall as the picture: how loud it is, is told by the gain. */
export function drawWave(canvas: HTMLCanvasElement, { low, high }: Outline, inks: Inks): void {
  const ctx = begin(canvas);
  if (ctx === undefined) return;
  const { width, height } = canvas;
  const largest = Math.max(1e-9, ...high, ...low.map((sample) => -sample));
  const middle = height / 2;
  const y = (sample: number) => middle - (sample / largest) * (middle - 2);
  ctx.fillStyle = inks.grid;
  ctx.fillRect(0, Math.round(middle), width, 1);
  ctx.fillStyle = inks.wave;
  for (let x = 0; x < width; x += 1) {
    const from = Math.floor((x * low.length) / width);
    const to = Math.max(from + 1, Math.floor(((x + 1) * low.length) / width));
    let [bottom, top] = [0, 0];
    for (let at = from; at < to; at += 1) {
      bottom = Math.min(bottom, low[at] ?? 0);
      top = Math.max(top, high[at] ?? 0);
    }
    ctx.fillRect(x, y(top), 1, Math.max(1, y(bottom) - y(top)));
  }
}

export function drawSpectrum(canvas: HTMLCanvasElement, { columns, rows, values }: Spectrum): void {
  const ctx = begin(canvas);
  if (ctx === undefined) return;
  const picture = new ImageData(columns, rows);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let column = 0; column < columns; column += 1)
    for (let row = 0; row < rows; row += 1)
      pixels[(rows - 1 - row) * columns + column] = PALETTE[values[column * rows + row] ?? 0] ?? 0;
  const small = document.createElement('canvas');
  [small.width, small.height] = [columns, rows];
  small.getContext('2d')?.putImageData(picture, 0, 0);
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(small, 0, 0, canvas.width, canvas.height);
}
/** What the colours of the spectrum mean: the loudest at the top, {@link RANGE_DB} below it at the foot. */
export function drawScale(canvas: HTMLCanvasElement): void {
  const ctx = begin(canvas);
  if (ctx === undefined) return;
  const { width, height } = canvas;
  for (let y = 0; y < height; y += 1) {
    const step = Math.round(255 * (1 - y / Math.max(1, height - 1)));
    const colour = PALETTE[step] ?? 0;
    ctx.fillStyle = `rgb(${String(colour & 255)} ${String((colour >> 8) & 255)} ${String((colour >> 16) & 255)})`;
    ctx.fillRect(0, y, width, 1);
  }
}
export const SCALE_LABELS: readonly string[] = [
  '0',
  `\u2212${String(RANGE_DB / 2)}`,
  `\u2212${String(RANGE_DB)}`,
];

export interface LevelPicture {
  readonly series: LevelSeries;
  readonly range: readonly [number, number];
  /** Epoch ms of the left edge, and the seconds to the right one. */
  readonly from: number;
  readonly seconds: number;
  /** Heights of the rules across, 0 to 1. */
  readonly rules: readonly number[];
}
/** Each second's value across its second: a level of 1 s holds for the whole of it. */
export function drawLevels(canvas: HTMLCanvasElement, picture: LevelPicture, inks: Inks): void {
  const ctx = begin(canvas);
  if (ctx === undefined) return;
  const { series, range, from, seconds, rules } = picture;
  const ratio = devicePixelRatio;
  const { width, height } = canvas;
  const x = (ms: number) => ((ms - from) / (seconds * 1_000)) * width;
  const y = (dB: number) => height - ((dB - range[0]) / (range[1] - range[0])) * height;
  ctx.fillStyle = inks.grid;
  for (const share of rules)
    ctx.fillRect(0, Math.round((1 - share) * (height - 1)), width, Math.round(ratio));
  for (const gap of series.gaps) hatch(ctx, x(gap.from), x(gap.to), inks.hatch);
  for (const [name, colour, px] of [
    ['LAFMax', inks.thin, inks.thinPx],
    ['LAeq', inks.strong, inks.strongPx],
  ] as const) {
    const channel = series.channels.find((candidate) => candidate.name === name);
    if (channel === undefined) continue;
    ctx.strokeStyle = colour;
    ctx.lineWidth = px * ratio * 1.2;
    ctx.beginPath();
    let drawing = false;
    (name === 'LAFMax' ? channel.max : channel.mean).forEach((value, index) => {
      const at = series.time[index] ?? NaN;
      if (Number.isNaN(value)) return (drawing = false);
      if (drawing) ctx.lineTo(x(at), y(value));
      else ctx.moveTo(x(at), y(value));
      ctx.lineTo(x(at + series.bucketMs), y(value));
      return (drawing = true);
    });
    ctx.stroke();
  }
}
/** Nothing is held there: it must not look like quiet. */
export function hatch(ctx: CanvasRenderingContext2D, left: number, right: number, colour: string): void {
  const { height } = ctx.canvas;
  const pitch = 10 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, 0, right - left, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (
    let x = Math.floor((Math.max(0, left) - height) / pitch) * pitch;
    x < Math.min(right, ctx.canvas.width);
    x += pitch
  ) {
    ctx.moveTo(x, height);
    ctx.lineTo(x + height, 0);
  }
  ctx.stroke();
  ctx.restore();
}
