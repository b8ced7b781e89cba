/** Where lines of others have nothing: a lane for each along the foot of the plot, in its own colour. */
import type uPlot from 'uplot';
import { stretch } from './draw';
import { isTold, type ChartLine } from './lines';
import { alpha, type Look } from './options';

const LANE_PX = 5;

/** A bar over each stretch without data; a calibration or SIC only half as high. What has no data at all says so in the legend. */
export function drawLanes(u: uPlot, lines: readonly ChartLine[], look: Look): void {
  const { ctx, bbox } = u;
  const lane = LANE_PX * devicePixelRatio;
  const others = lines.filter((line) => (line.owner?.gaps.length ?? 0) > 0 && isTold(line));
  others.forEach(({ owner, hue = 0 }, index) => {
    const foot = bbox.top + bbox.height - index * lane;
    ctx.save();
    ctx.fillStyle = alpha(look.hues[hue] ?? look.soft, 0.75);
    for (const gap of owner?.gaps ?? []) {
      const place = stretch(u, gap);
      if (place === undefined) continue;
      const height = (gap.reason === 'self-check' ? 0.3 : 0.7) * lane;
      ctx.fillRect(place.left, foot - height, place.width, height);
    }
    ctx.restore();
  });
}
