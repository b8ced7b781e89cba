/** Which level of a series answers a chart, and where its buckets lie. */
import type { Span } from '../../contract/model';
import { gridOf, type Grid } from './buckets';
import { hasLevel, LEVELS_MS, type LevelMs } from './pyramid';

export interface ChartPlan {
  /** The samples themselves, or the level to read where a series has it. */
  readonly level: 'samples' | LevelMs;
  readonly grid: Grid;
}

/** A level is read once a point is this many of its cells: then buckets of whole cells are never far from a point. */
const CELLS_PER_POINT = 2;

/**
 * At most `maxPoints` buckets that cover the span. Buckets lie on multiples of their own length, so that they stay put
 * while a chart is panned, and that length is a multiple of the level's cells, so that extremes stay exact; the first and
 * the last may therefore reach beyond the span.
 * @param stepsMs the lengths of the samples that are shown
 */
export function planChart(span: Span, maxPoints: number, stepsMs: readonly number[]): ChartPlan {
  // One bucket less, because a grid of fixed multiples may cut one at either end.
  const pixelMs = (span.to - span.from) / Math.max(1, Math.floor(maxPoints) - 1);
  const level = LEVELS_MS.findLast(
    (each) => CELLS_PER_POINT * each <= pixelMs && stepsMs.some((stepMs) => hasLevel(each, stepMs)),
  );
  const longest = Math.max(...stepsMs, 1);
  const unitMs = level === undefined ? longest : Math.ceil(longest / level) * level;
  const bucketMs = Math.max(1, Math.ceil(pixelMs / unitMs)) * unitMs;
  return { level: level ?? 'samples', grid: gridOf(span, bucketMs) };
}
