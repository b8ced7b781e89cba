/** Which level of a series answers a chart, and where its buckets lie. */
import type { Span } from '../../contract/model';
import type { Grid } from './buckets';
import type { LevelMs } from './pyramid';

export interface ChartPlan {
  /** The samples themselves, or the level to read. */
  readonly level: 'samples' | LevelMs;
  readonly grid: Grid;
}

const MINUTE_LEVEL_FROM_MS = 120_000;
const HOUR_LEVEL_FROM_MS = 7_200_000;

/**
 * At most `maxPoints` buckets that cover the span. Buckets lie on multiples of their own length, so that they stay put
 * while a chart is panned, and that length is a multiple of the level's cells, so that extremes stay exact; the first and
 * the last may therefore reach beyond the span.
 * @param stepMs the longest sample among what is shown
 */
export function planChart(span: Span, maxPoints: number, stepMs: number): ChartPlan {
  // One bucket less, because a grid of fixed multiples may cut one at either end.
  const pixelMs = (span.to - span.from) / Math.max(1, Math.floor(maxPoints) - 1);
  const level =
    pixelMs < MINUTE_LEVEL_FROM_MS ? 'samples' : pixelMs < HOUR_LEVEL_FROM_MS ? 60_000 : 3_600_000;
  const unitMs = level === 'samples' ? stepMs : level;
  const bucketMs = Math.max(1, Math.ceil(pixelMs / unitMs)) * unitMs;
  const first = Math.floor(span.from / bucketMs) * bucketMs;
  return { level, grid: { first, bucketMs, count: Math.ceil((span.to - first) / bucketMs) } };
}
