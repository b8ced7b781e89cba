/** What a chart shows besides its lines, painted under them. */
import type uPlot from 'uplot';
import type { Gap, Span } from '../../electron/contract/index';
import type { DayPart } from './day-parts';
import type { ChartMoment, ChartRule } from './lines';
import { alpha, type Look } from './options';

/** Where a stretch of time lies in the plot, in canvas pixels; undefined when it is not to be seen. */
export function stretch(u: uPlot, span: Span): { readonly left: number; readonly width: number } | undefined {
  const { left: edge, width: room } = u.bbox;
  const left = Math.max(edge, u.valToPos(span.from, 'x', true));
  const right = Math.min(edge + room, u.valToPos(span.to, 'x', true));
  return right - left < 1 ? undefined : { left, width: right - left };
}
function fill(u: uPlot, span: Span, colour: string): void {
  const place = stretch(u, span);
  if (place === undefined) return;
  u.ctx.save();
  u.ctx.fillStyle = colour;
  u.ctx.fillRect(place.left, u.bbox.top, place.width, u.bbox.height);
  u.ctx.restore();
}

const SHADES = { day: 0, evening: 0.04, night: 0.09 } as const;
/** Shades evenings lightly and nights a little more. */
export function drawDayParts(u: uPlot, parts: readonly DayPart[], look: Look): void {
  for (const part of parts) if (SHADES[part.part] > 0) fill(u, part, alpha(look.shade, SHADES[part.part]));
}

/** Veils what has not been read yet: neither figures nor gaps are known there. */
export function drawUnread(u: uPlot, read: Span | undefined, shown: Span, look: Look): void {
  if (read === undefined) return;
  fill(u, { from: shown.from, to: Math.min(shown.to, read.from) }, look.unread);
  fill(u, { from: Math.max(shown.from, read.to), to: shown.to }, look.unread);
}

/** Hatches each stretch without data: no line there must look like a quiet hour. */
export function drawGaps(u: uPlot, gaps: readonly Gap[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const gap of gaps) {
    const place = stretch(u, gap);
    if (place === undefined) continue;
    const { left, width } = place;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.fillStyle = alpha(look.hatch, 0.12);
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.strokeStyle = alpha(look.hatch, 0.8);
    ctx.lineWidth = ratio;
    ctx.beginPath();
    const pitch = 10 * ratio;
    // A calibration or SIC is upright, as in the strips of coverage: it is no loss.
    const lean = gap.reason === 'self-check' ? 0 : bbox.height;
    for (let x = Math.floor((left - lean) / pitch) * pitch; x < left + width; x += pitch) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + lean, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Dashed levels across the chart where they hold, each with its word in a break of the line. */
export function drawRules(u: uPlot, rules: readonly ChartRule[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const rule of rules) {
    const y = u.valToPos(rule.value, 'y', true);
    const pieces = placesOf(u, rule);
    ctx.save();
    ctx.strokeStyle = look.soft;
    ctx.globalAlpha = rule.isFaint === true ? 0.6 : 1;
    ctx.lineWidth = (rule.spans === undefined ? 1 : 1.5) * ratio;
    ctx.setLineDash((rule.isFaint === true ? [2, 5] : [6, 4]).map((each) => each * ratio));
    ctx.beginPath();
    for (const { left, width } of pieces) {
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
    drawRuleWord(u, rule, { left: bbox.left, y }, look);
    ctx.restore();
  }
}
const placesOf = (
  u: uPlot,
  { spans }: ChartRule,
): readonly { readonly left: number; readonly width: number }[] =>
  spans === undefined
    ? [{ left: u.bbox.left, width: u.bbox.width }]
    : spans.flatMap((span) => stretch(u, span) ?? []);
function drawRuleWord(
  { ctx, bbox }: uPlot,
  { label }: ChartRule,
  at: { readonly left: number; readonly y: number },
  look: Look,
): void {
  const ratio = devicePixelRatio;
  ctx.font = `${String(look.fontSize * ratio)}px ${look.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const left = at.left + 12 * ratio;
  ctx.fillStyle = look.surface;
  const half = 8 * ratio;
  // At the edge of the plot it stands inside, clear of the times below.
  const y = Math.min(Math.max(at.y, bbox.top + half), bbox.top + bbox.height - half);
  const wide = ctx.measureText(label).width;
  // What is drawn beneath the word still shows.
  ctx.globalAlpha = 0.75;
  if (wide > 0) ctx.fillRect(left - 4 * ratio, y - half, wide + 8 * ratio, 2 * half);
  ctx.globalAlpha = 1;
  ctx.fillStyle = look.soft;
  ctx.fillText(label, left, y);
}

/** Dashed lines down the chart, each with its word at its foot, on the side where there is room. */
export function drawMoments(u: uPlot, moments: readonly ChartMoment[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const { at, label } of moments) {
    const x = u.valToPos(at, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = look.ink;
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = `${String(look.fontSize * ratio)}px ${look.font}`;
    ctx.textBaseline = 'bottom';
    const wide = ctx.measureText(label).width + 12 * ratio;
    const isRight = x + wide <= bbox.left + bbox.width;
    ctx.textAlign = isRight ? 'left' : 'right';
    ctx.fillStyle = look.ink;
    ctx.fillText(label, x + (isRight ? 6 : -6) * ratio, bbox.top + bbox.height - 4 * ratio);
    ctx.restore();
  }
}
