/** The last point before nothing, drawn as long as it lasts: a line between points ends where that one begins. */
import type uPlot from 'uplot';
import type { ChartLine, Tail } from './lines';
import { colourOf, dashOf, widthOf, type Look } from './options';

/** Where a point is too narrow to be seen, so is its tail. */
export function drawTails(
  u: Pick<uPlot, 'ctx' | 'bbox' | 'valToPos'>,
  lines: readonly ChartLine[],
  look: Look,
): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const line of lines) {
    if (line.scattered === true) continue;
    ctx.strokeStyle = colourOf(look, line);
    ctx.lineWidth = widthOf(look, line) * devicePixelRatio;
    // As the library lays its lines: on whole pixels, moved by half of what is odd of their width.
    const shift = (ctx.lineWidth % 2) / 2;
    ctx.translate(shift, shift);
    ctx.setLineDash((dashOf(line) ?? []).map((length) => length * devicePixelRatio));
    ctx.beginPath();
    for (const tail of line.tails ?? []) trace(u, tail, line.isRight === true ? 'right' : 'y');
    ctx.stroke();
    ctx.translate(-shift, -shift);
  }
  ctx.restore();
}

function trace(u: Pick<uPlot, 'ctx' | 'bbox' | 'valToPos'>, { from, to, value }: Tail, scale: string): void {
  const [left, right] = [u.valToPos(from, 'x', true), u.valToPos(to, 'x', true)];
  const isSeen = right - left >= 1 && right > u.bbox.left && left < u.bbox.left + u.bbox.width;
  if (!isSeen) return;
  const y = Math.round(u.valToPos(value, scale, true));
  u.ctx.moveTo(Math.round(left), y);
  u.ctx.lineTo(Math.round(right), y);
}
