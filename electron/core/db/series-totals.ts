/** What a channel comes to over exactly one span: coarser levels where their cells lie in it wholly, samples at its ends. */
import type { Span } from '../../contract/model';
import { Buckets } from '../series/buckets';
import type { ChartPlan } from '../series/chart-plan';
import { hasLevel, LEVELS_MS, type LevelMs } from '../series/pyramid';
import type { ChannelTotal } from './series-store';
import type { SeriesBlocks } from './series-blocks';
import type { SeriesRow } from './series-catalog';
import { foldChannel } from './series-chart';

/**
 * @param all of one channel, finest first
 * @returns undefined when nothing is held in the span
 */
export function totalOf(
  blocks: SeriesBlocks,
  all: readonly SeriesRow[],
  span: Span,
): ChannelTotal | undefined {
  const levels = LEVELS_MS.filter((level) => all.some(({ stepMs }) => hasLevel(level, stepMs)));
  const whole = new Buckets({ first: 0, bucketMs: 1, count: 1 }, all[0]?.mean ?? 'energy');
  for (const plan of plansOf(span, [...levels].reverse())) {
    const { min, max, weight, sum, second } = foldChannel(blocks, all, plan).buckets;
    if ((weight[0] as number) > 0)
      whole.add(0, min[0] as number, max[0] as number, weight[0] as number, sum[0] as number, second[0] ?? 0);
  }
  const heldMs = whole.weight[0] as number;
  if (heldMs === 0) return undefined;
  return { mean: whole.mean(0), min: whole.min[0] as number, max: whole.max[0] as number, heldMs };
}

/**
 * Tiles a span: from the middle outwards ever finer cells, each tile one bucket.
 * @param levels coarsest first
 */
export function plansOf(span: Span, levels: readonly LevelMs[]): readonly ChartPlan[] {
  const [level, ...finer] = levels;
  if (span.from >= span.to) return [];
  if (level === undefined) return [planOf(span, 'samples')];
  const from = Math.ceil(span.from / level) * level;
  const to = Math.floor(span.to / level) * level;
  if (from >= to) return plansOf(span, finer);
  return [
    ...plansOf({ from: span.from, to: from }, finer),
    planOf({ from, to }, level),
    ...plansOf({ from: to, to: span.to }, finer),
  ];
}

const planOf = ({ from, to }: Span, level: ChartPlan['level']): ChartPlan => ({
  level,
  grid: { first: from, bucketMs: to - from, count: 1 },
});
