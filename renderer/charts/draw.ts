/** What a chart shows besides its lines, painted under them. */
import type uPlot from 'uplot';
import type { Gap } from '../../electron/contract/index';
import type { ChartRule } from './lines';
import { alpha, type Look } from './options';

/** Hatches each stretch without data: no line there must look like a quiet hour. */
export function drawGaps(u: uPlot, gaps: readonly Gap[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const gap of gaps) {
    const left = Math.max(bbox.left, u.valToPos(gap.from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(gap.to, 'x', true));
    if (right - left < 1) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.fillStyle = alpha(look.hatch, 0.12);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.strokeStyle = look.hatch;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    const pitch = 8 * ratio;
    for (let x = Math.floor((left - bbox.height) / pitch) * pitch; x < right; x += pitch) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Dashed levels across the chart, each with its word in a break of the line. */
export function drawRules(u: uPlot, rules: readonly ChartRule[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  for (const rule of rules) {
    const y = u.valToPos(rule.value, 'y', true);
    ctx.save();
    ctx.strokeStyle = look.soft;
    ctx.lineWidth = ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // The word stands in a break of its line.
    ctx.font = `${String(look.fontSize * ratio)}px ${look.font}`;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    const left = bbox.left + 12 * ratio;
    ctx.fillStyle = look.surface;
    const wide = ctx.measureText(rule.label).width;
    if (wide > 0) ctx.fillRect(left - 4 * ratio, y - 8 * ratio, wide + 8 * ratio, 16 * ratio);
    ctx.fillStyle = look.soft;
    ctx.fillText(rule.label, left, y);
    ctx.restore();
  }
}
