/** What a person marks in a chart: a selection, the mark that chooses one, and what is left out of figures. */
import type uPlot from 'uplot';
import type { Span } from '../../electron/contract/index';
import { stretch } from './draw';
import { alpha, type Look } from './options';
import { paintUnknown } from './patterns';
import { pickedSpan, type Picking } from './picking';

/** A stretch of time that is shaded. */
export interface ChartSpan extends Span {
  /** `left-out` of figures, or `unknown` whether it should be. */
  readonly look: 'left-out' | 'unknown';
  /** Why, in a few words. */
  readonly label: string;
}
const BAR_PX = 4;
const LEAST_WORD_PX = 40;

/** A bar at the top and a wash below for what is left out; only a hatched bar for what is not known. */
export function drawSpans(u: uPlot, spans: readonly ChartSpan[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const span of spans) {
    const place = stretch(u, span) ?? narrow(u, span);
    if (place === undefined) continue;
    const bar = BAR_PX * ratio;
    ctx.save();
    if (span.look === 'left-out') {
      ctx.fillStyle = alpha(look.left, 0.1);
      ctx.fillRect(place.left, bbox.top, place.width, bbox.height);
      ctx.fillStyle = look.left;
      ctx.fillRect(place.left, bbox.top, place.width, bar);
      drawWord(u, place, span.label, look);
    } else {
      ctx.strokeStyle = look.soft;
      paintUnknown(ctx, { ...place, top: bbox.top, height: 2 * bar }, ratio);
    }
    ctx.restore();
  }
}
/** What is too short to be seen at its width is seen as a line. */
function narrow(u: uPlot, { from, to }: Span): { readonly left: number; readonly width: number } | undefined {
  const left = Math.round(u.valToPos((from + to) / 2, 'x', true));
  const { left: edge, width } = u.bbox;
  return left < edge || left >= edge + width ? undefined : { left, width: Math.max(1, devicePixelRatio) };
}
function drawWord(
  u: uPlot,
  place: { readonly left: number; readonly width: number },
  word: string,
  look: Look,
): void {
  const ratio = devicePixelRatio;
  const { ctx, bbox } = u;
  // Hundreds of them are narrow: to measure the words of each would take longer than to draw all.
  if (place.width < LEAST_WORD_PX * ratio) return;
  ctx.font = `${String(look.fontSize * ratio)}px ${look.font}`;
  // A word that does not fit is told where the pointer is.
  if (ctx.measureText(word).width + 12 * ratio > place.width) return;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  ctx.fillStyle = look.left;
  ctx.fillText(word, place.left + 6 * ratio, bbox.top + (BAR_PX + 4) * ratio);
}
/** The selection: a wash behind the lines. */
export function drawSelection(u: uPlot, span: Span | undefined, look: Look): void {
  const place = span && stretch(u, span);
  if (place === undefined) return;
  u.ctx.save();
  u.ctx.fillStyle = alpha(look.accent, 0.1);
  u.ctx.fillRect(place.left, u.bbox.top, place.width, u.bbox.height);
  u.ctx.restore();
}

/** The edges of the selection, and the mark that is moved by keys, over the lines. */
export function drawEdges(
  u: uPlot,
  marks: { readonly selection: Span | undefined; readonly picking: Picking | undefined },
  look: Look,
): void {
  const { selection, picking } = marks;
  if (selection !== undefined) for (const at of [selection.from, selection.to]) edge(u, at, look, 1.5);
  if (picking === undefined) return;
  drawSelection(u, pickedSpan(picking), look);
  if (picking.anchor !== undefined) edge(u, picking.anchor, look, 1.5);
  edge(u, picking.at, look, 2.5);
}
function edge(u: uPlot, at: number, look: Look, weight: number): void {
  const { ctx, bbox } = u;
  const x = Math.round(u.valToPos(at, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = look.accent;
  ctx.lineWidth = weight * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
