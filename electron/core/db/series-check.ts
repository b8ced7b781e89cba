import type { DatasetId } from '../../contract/model';
import { sameCells } from '../series/pyramid';
import type { Block, SeriesBlocks } from './series-blocks';
import type { SeriesCatalog, SeriesRow } from './series-catalog';
import { dayCellsOf, levelsOf } from './series-levels';
import type { StoreDeps } from './store-deps';

/** What a check says of one block. */
export interface CheckedBlock {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly channel: string;
  /** Start of its UTC day, epoch ms. */
  readonly day: number;
  /** Its samples are as they were written. */
  readonly ok: boolean;
  /** A coarser level was not what the samples say, and is now. */
  readonly mended: boolean;
}

/** Looks at every block, in the order in which they lie on disk. No statement stays open between them. */
export function* checkBlocks(
  deps: Pick<StoreDeps, 'transaction'>,
  blocks: SeriesBlocks,
  catalog: SeriesCatalog,
): Generator<CheckedBlock> {
  for (let id = blocks.table.idAfter(-1); id !== undefined; id = blocks.table.idAfter(id)) {
    const found = blocks.table.byId(id);
    const owner = found && catalog.owner(found.series);
    if (found === undefined || owner === undefined) continue;
    const { dataset, instrument, channel } = owner;
    const { day } = found;
    const about = { dataset, instrument, channel, day };
    const block = blocks.blockOf(owner, found);
    blocks.damage.settle();
    const mended = block !== undefined && !sayTheSame(blocks, owner, block);
    if (mended) deps.transaction(() => void blocks.putLevels(owner, day, blocks.dayCells(owner, day)));
    yield { ...about, ok: block !== undefined, mended };
  }
}

/** Whether the levels of a day say what its samples do. */
function sayTheSame(blocks: SeriesBlocks, series: SeriesRow, block: Block): boolean {
  const given = dayCellsOf(series, block);
  return levelsOf(series.stepMs).every((levelMs) => {
    const cells = given.find(({ cellMs }) => cellMs === levelMs);
    const held = blocks.levels.get(series, levelMs, block.day);
    return cells !== undefined && held !== undefined && sameCells(held, cells);
  });
}
