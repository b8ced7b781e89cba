import { DAY_MS } from '../datasets';
import type { SeriesParts } from '../series/parts';
import { cellsIn } from '../series/pyramid';
import { dayOf } from '../series/slots';
import type { SeriesBlocks } from './series-blocks';
import type { SeriesCatalog, SeriesRow } from './series-catalog';

export function createSeriesParts(blocks: SeriesBlocks, catalog: SeriesCatalog): SeriesParts {
  /** Undefined for what is not there, or no longer. */
  const reading = <T>(row: SeriesRow | undefined, read: (row: SeriesRow) => T): T | undefined =>
    row && blocks.damage.reading(() => read(row));
  return {
    held(dataset, instrument, channel, { from, to }) {
      const days = [dayOf(from) - DAY_MS, to + DAY_MS] as const;
      return catalog
        .list(dataset, instrument)
        .filter((row) => row.channel === channel)
        .map((row) => {
          const { stepMs, mean } = row;
          const heads = reading(row, () => [...blocks.heads(row, ...days)]) ?? [];
          return { dataset, instrument, channel, stepMs, mean, blocks: heads };
        })
        .filter((series) => series.blocks.length > 0);
    },
    cells({ dataset, instrument, channel, stepMs }, levelMs, { from, to }) {
      const row = catalog.find(dataset, instrument, channel, stepMs);
      const cells = reading(row, (series) => [...blocks.cells(series, levelMs, from, to)]) ?? [];
      // The hours of a month are one row.
      return cells.flatMap((each) => cellsIn(each, from, to) ?? []);
    },
    samples({ dataset, instrument, channel, stepMs }, day) {
      return reading(catalog.find(dataset, instrument, channel, stepMs), (series) =>
        blocks.shared.of(series.id, day, () => blocks.get(series, day)),
      );
    },
    together: (work) => blocks.shared.during(work),
  };
}
