/** Min, max and mean of a channel over the buckets of a chart, from the level that fits. */
import type { LevelChannel } from '../../contract/model';
import { Buckets, foldSamples } from '../series/buckets';
import type { ChartPlan } from '../series/chart-plan';
import { foldCells, hasLevel, type Cells } from '../series/pyramid';
import { fillCells, fillSamples, markCells, markSamples, Room } from '../series/room';
import { dayOf } from '../series/slots';
import type { Block, SeriesBlocks } from './series-blocks';
import type { SeriesRow } from './series-catalog';

/**
 * Several series are one channel with samples of several lengths. The finer ones win: coarser ones fill only what those
 * leave free, sample by sample where samples are read; where a level is, they count in a cell as far as they hold more of
 * it than the finer ones do.
 * @param all of one channel, finest first
 * @returns the buckets, and which time was told where there were several to choose from
 */
export function foldChannel(
  blocks: SeriesBlocks,
  all: readonly SeriesRow[],
  plan: ChartPlan,
): { readonly buckets: Buckets; readonly room: Room | undefined } {
  const { first, bucketMs, count } = plan.grid;
  const buckets = new Buckets(plan.grid, all[0]?.mean ?? 'energy');
  // A sample counts where it starts, as far as no finer one tells its time: also time past the last bucket.
  const rest = all.length > 1 ? Math.max(...all.map(({ stepMs }) => stepMs)) : 0;
  const end = first + count * bucketMs + rest;
  const days = [dayOf(first), end] as const;
  const held = all.filter((series) => blocks.table.hasAny(series.id, ...days));
  const unitMs = plan.level === 'samples' ? (held[0]?.stepMs ?? bucketMs) : plan.level;
  const room = held.length > 1 ? new Room(first, unitMs, end) : undefined;
  for (const series of held) {
    const isFinest = series === held[0];
    for (const piece of piecesOf(blocks, series, plan, days))
      if ('column' in piece) {
        if (room === undefined) foldSamples(buckets, piece);
        else (isFinest ? markSamples : fillSamples)(buckets, piece, room);
      } else if (room === undefined) foldCells(buckets, piece, series.stepMs);
      else (isFinest ? markCells : fillCells)(buckets, piece, series.stepMs, room);
    room?.next();
  }
  return { buckets, room };
}

/** The samples themselves where the series has no such level. */
const piecesOf = (
  blocks: SeriesBlocks,
  series: SeriesRow,
  { level }: ChartPlan,
  days: readonly [from: number, to: number],
): Iterable<Cells | Block> =>
  level !== 'samples' && hasLevel(level, series.stepMs)
    ? blocks.cells(series, level, ...days)
    : blocks.blocks(series, ...days);

export function channelOf(name: string, buckets: Buckets): LevelChannel {
  const mean = new Float32Array(buckets.grid.count);
  for (let i = 0; i < mean.length; i++) mean[i] = buckets.mean(i);
  return { name, min: new Float32Array(buckets.min), max: new Float32Array(buckets.max), mean };
}
