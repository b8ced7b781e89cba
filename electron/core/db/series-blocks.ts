/** Samples and their coarser levels as rows: what is written together, and read back. */
import { DAY_MS } from '../datasets';
import { Codec, countMissing, decodeBlock, encodeBlock } from '../series/block-codec';
import { energyTable, type EnergyTable } from '../series/buckets';
import { cellsOf, coarser, decodeCells, encodeCells, hasLevel, LEVELS_MS } from '../series/pyramid';
import type { Cells, LevelMs } from '../series/pyramid';
import { DayTable, type DayHead, type DayRow } from './day-table';
import type { SeriesRow } from './series-catalog';
import type { StoreDeps } from './store-deps';

/** Consecutive samples of one day; the first and the last have values. */
export interface DaySamples {
  readonly start: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

export class SeriesBlocks {
  readonly samples: DayTable;
  private readonly levels: Readonly<Record<LevelMs, DayTable>>;
  private table: EnergyTable | undefined;

  constructor(private readonly deps: StoreDeps) {
    this.samples = new DayTable(deps, 'block');
    this.levels = { 60_000: new DayTable(deps, 'level_minute'), 3_600_000: new DayTable(deps, 'level_hour') };
  }

  /** Writes a day's samples and every level above them. Belongs inside a transaction. */
  put(series: SeriesRow, day: number, samples: DaySamples): void {
    const { start, values } = samples;
    const { codec, bytes } = encodeBlock(values, this.isClosed(day) ? this.deps.deflater : undefined);
    const place = { series: series.id, day };
    const missing = countMissing(values);
    this.samples.put({ ...place, start, count: values.length, missing, codec, data: bytes });
    let cells: Cells | undefined;
    for (const levelMs of LEVELS_MS.filter((each) => hasLevel(each, samples.stepMs))) {
      cells =
        cells === undefined
          ? cellsOf(samples, levelMs, this.tableFor(codec))
          : coarser(cells, samples.stepMs, levelMs);
      this.levels[levelMs].put({ ...place, ...cellsRow(cells) });
    }
  }

  /** The day is over, so that its samples will hardly change again. */
  isClosed(day: number): boolean {
    return day + DAY_MS <= this.deps.clock.now();
  }

  decode(row: DayRow): Float64Array {
    try {
      return decodeBlock({ codec: row.codec, bytes: row.data }, row.count, this.deps.deflater);
    } catch (error) {
      throw this.samples.damaged(row, error);
    }
  }

  get(series: SeriesRow, day: number): (DayHead & DaySamples) | undefined {
    const row = this.samples.get(series.id, day);
    return row && { ...row, stepMs: series.stepMs, values: this.decode(row) };
  }

  /** Cells of the days that start in [from, to). */
  *cells(series: SeriesRow, levelMs: LevelMs, from: number, to: number): Generator<Cells> {
    const table = this.levels[levelMs];
    for (const row of table.rows(series.id, from, to)) {
      try {
        yield decodeCells(
          { codec: row.codec, bytes: row.data },
          { start: row.start, cellMs: levelMs, count: row.count },
        );
      } catch (error) {
        throw table.damaged(row, error);
      }
    }
  }

  /** The table of relative energies fits whole hundredths only. */
  tableFor(codec: number): EnergyTable | undefined {
    if (codec !== Codec.centi && codec !== Codec.packed) return undefined;
    this.table ??= energyTable();
    return this.table;
  }
}

function cellsRow(cells: Cells): Omit<DayRow, 'series' | 'day'> {
  const { codec, bytes } = encodeCells(cells);
  const { start, mean } = cells;
  return { start, count: mean.length, missing: countMissing(mean), codec, data: bytes };
}
