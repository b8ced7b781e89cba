/** Levels of periods as steps across a chart. */
import type uPlot from 'uplot';
import type { Look } from './options';

export interface ChartSteps {
  /** Epoch ms; all arrays have one length. */
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** NaN: nothing to draw. */
  readonly level: ArrayLike<number>;
  /** Over a limit. */
  readonly isOver: boolean;
}

/** Each period at its level; a riser joins it to the next that touches it. */
export function drawSteps(u: uPlot, all: readonly ChartSteps[], look: Look): void {
  const { ctx, bbox } = u;
  for (const { from, to, level, isOver } of all) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = isOver ? look.over : look.ink;
    ctx.lineWidth = (isOver ? 4 : 1.75) * devicePixelRatio;
    ctx.beginPath();
    let joins = NaN;
    for (let i = 0; i < from.length; i++) {
      const value = level[i] ?? NaN;
      if (Number.isNaN(value)) continue;
      const [start, end] = [from[i] ?? NaN, to[i] ?? NaN];
      const [left, right, y] = [
        u.valToPos(start, 'x', true),
        u.valToPos(end, 'x', true),
        u.valToPos(value, 'y', true),
      ];
      if (start === joins && !isOver) ctx.lineTo(left, y);
      else ctx.moveTo(left, y);
      ctx.lineTo(Math.max(right, left + devicePixelRatio), y);
      joins = end;
    }
    ctx.stroke();
    ctx.restore();
  }
}
