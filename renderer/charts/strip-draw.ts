/** Paints coverage strips and the swatches of their legend. */
import type { CoveragePiece, Span } from '../../electron/contract/index';
import { faceOf, inkOf, paintFace, type Box, type Face, type PatternInks } from './patterns';
import { stripBoxes } from './strip';

export function readInks(node: Element): PatternInks {
  const style = getComputedStyle(node);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    held: token('--chart-1'),
    rule: token('--rule'),
    soft: token('--ink-soft'),
    ok: token('--ok'),
    warn: token('--warn'),
    bad: token('--bad'),
  };
}

/** Sizes the canvas to its box and clears it; undefined where nothing can be drawn. */
function begin(canvas: HTMLCanvasElement, width: number, height: number, ratio: number) {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  return canvas.getContext('2d') ?? undefined;
}

export interface StripPicture {
  readonly pieces: readonly CoveragePiece[];
  readonly span: Span;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Moments to rule off, epoch ms. */
  readonly ticks: readonly number[];
}
export function drawStrip(canvas: HTMLCanvasElement, picture: StripPicture): void {
  const { pieces, span, width, height, ticks } = picture;
  const ratio = devicePixelRatio;
  const ctx = begin(canvas, width, height, ratio);
  if (ctx === undefined) return;
  const inks = readInks(canvas);
  ctx.fillStyle = inks.rule;
  for (const at of ticks) {
    const x = Math.round(((at - span.from) / (span.to - span.from)) * width * ratio);
    ctx.fillRect(x, 0, Math.max(1, Math.round(ratio)), height * ratio);
  }
  for (const { piece, left, width: wide, short } of stripBoxes(pieces, span, width)) {
    const [from, to] = [Math.round(left * ratio), Math.round((left + wide) * ratio)];
    const box = { left: from, top: 0, width: Math.max(1, to - from), height: height * ratio };
    if (short) drawMark(ctx, box, inks[inkOf(faceOf(piece))], ratio);
    else paintFace(ctx, box, faceOf(piece), inks, ratio);
  }
}
/** A line in a break of what surrounds it. */
function drawMark(ctx: CanvasRenderingContext2D, box: Box, ink: string, ratio: number): void {
  const [top, edge] = [box.height / 2, Math.round(ratio)];
  ctx.clearRect(box.left - edge, top, 4 * edge, box.height - top);
  ctx.fillStyle = ink;
  ctx.fillRect(box.left, top, 2 * edge, box.height - top);
}
export function drawSwatch(canvas: HTMLCanvasElement, face: Face, width: number, height: number): void {
  const ratio = devicePixelRatio;
  const ctx = begin(canvas, width, height, ratio);
  if (ctx === undefined) return;
  paintFace(
    ctx,
    { left: 0, top: 0, width: width * ratio, height: height * ratio },
    face,
    readInks(canvas),
    ratio,
  );
}
