/** Paints the rows beneath the chart. */
import type { Span, SurroundingsColumn } from '../../../../../electron/contract/index';
import { begin } from '../../../../charts/drawing';
import { paintUnknown } from '../../../../charts/patterns';
import type { MarkBox, MarkTone } from './marks';

const token = (node: Element, name: string): string => getComputedStyle(node).getPropertyValue(name).trim();

/** Later ones lie over earlier ones. */
const TONES: Readonly<Record<MarkTone, string>> = {
  unknown: '--ink-soft',
  accent: '--accent',
  warn: '--warn',
  bad: '--bad',
  ok: '--ok',
  soft: '--ink-soft',
};
export interface MarksPicture {
  readonly boxes: readonly MarkBox[];
  readonly width: number;
  readonly height: number;
}
export function drawMarks(canvas: HTMLCanvasElement, picture: MarksPicture): void {
  const { boxes, width, height } = picture;
  const ctx = begin(canvas, width, height);
  if (ctx === undefined) return;
  for (const tone of Object.keys(TONES) as MarkTone[]) {
    ctx.fillStyle = ctx.strokeStyle = token(canvas, TONES[tone]);
    for (const box of boxes) {
      if (box.tone !== tone) continue;
      const place = { left: box.left, top: 3, width: Math.max(box.width - 0.5, 1.5), height: height - 6 };
      if (tone === 'unknown') paintUnknown(ctx, place, 1);
      else ctx.fillRect(place.left, place.top, place.width, place.height);
    }
  }
}

export interface CurvePicture {
  readonly time: Float64Array;
  readonly bucketMs: number;
  readonly column: Pick<SurroundingsColumn, 'values' | 'max'>;
  readonly span: Span;
  readonly width: number;
  readonly height: number;
  /** Value at the upper edge. */
  readonly top: number;
  readonly bars: boolean;
}
/** A curve with its greatest values behind it, or bars from the bottom. */
export function drawCurve(canvas: HTMLCanvasElement, picture: CurvePicture): void {
  const ctx = begin(canvas, picture.width, picture.height);
  if (ctx === undefined) return;
  const { values, max } = picture.column;
  ctx.strokeStyle = ctx.fillStyle = token(canvas, '--chart-1');
  if (picture.bars) {
    fillColumns(ctx, picture, values);
    return;
  }
  ctx.globalAlpha = 0.22;
  fillColumns(ctx, picture, max);
  ctx.globalAlpha = 1;
  strokeCurve(ctx, picture);
}
const xOf = ({ span, width }: CurvePicture, ms: number): number =>
  ((ms - span.from) / (span.to - span.from)) * width;
const yOf = ({ height, top }: CurvePicture, value: number): number =>
  height - 1 - (Math.max(0, value) / top) * (height - 3);

function fillColumns(ctx: CanvasRenderingContext2D, picture: CurvePicture, values: ArrayLike<number>): void {
  const { time, bucketMs, height } = picture;
  for (let i = 0; i < time.length; i++) {
    const [value, from] = [values[i] ?? NaN, time[i] ?? 0];
    if (!(value > 0)) continue;
    const [left, right] = [Math.round(xOf(picture, from)), Math.round(xOf(picture, from + bucketMs))];
    const y = yOf(picture, value);
    ctx.fillRect(left, y, Math.max(1, right - left), height - y);
  }
}
function strokeCurve(ctx: CanvasRenderingContext2D, picture: CurvePicture): void {
  const { time, bucketMs, column } = picture;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  let isDown = false;
  for (let i = 0; i < time.length; i++) {
    const value = column.values[i] ?? NaN;
    const [x, y] = [xOf(picture, (time[i] ?? 0) + bucketMs / 2), yOf(picture, value)];
    if (Number.isNaN(value)) isDown = false;
    else if (isDown) ctx.lineTo(x, y);
    else {
      // A single value among gaps is still a value.
      ctx.moveTo(x - 0.75, y);
      ctx.lineTo(x, y);
      isDown = true;
    }
  }
  ctx.stroke();
}

/** Undefined where there is no value at all. */
export function greatestOf(values: ArrayLike<number>): number | undefined {
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (value > greatest) greatest = value;
  }
  return greatest === -Infinity ? undefined : greatest;
}
