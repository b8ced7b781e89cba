/** The coarser levels of a series as rows. All of it can be made from the samples anew. */
import { DAY_MS } from '../datasets';
import { decodeCells, encodeCells } from '../series/cell-codec';
import { cellsOf, coarser, cellsIn, hasLevel, joinCells, LEVELS_MS } from '../series/pyramid';
import type { Cells, LevelMs } from '../series/pyramid';
import type { Samples } from '../series/buckets';
import { lengthOf } from '../series/integers';
import { monthAfter, monthOf } from '../series/slots';
import { DayTable, type FoundRow } from './day-table';
import type { SeriesRow } from './series-catalog';
import type { StoreDeps } from './store-deps';

/** The cells of one day at every level that its series has, finest first. */
export type DayCells = readonly Cells[];

/** Hours are few: a month of them is one row, so that years are read from few places. */
const MONTHLY: LevelMs = 3_600_000;

/** The days that a row of a level tells of. */
export const periodOf = (levelMs: LevelMs, day: number): { readonly from: number; readonly to: number } =>
  levelMs === MONTHLY ? { from: monthOf(day), to: monthAfter(day) } : { from: day, to: day + DAY_MS };

export const levelsOf = (stepMs: number): readonly LevelMs[] =>
  LEVELS_MS.filter((levelMs) => hasLevel(levelMs, stepMs));

/** What the samples of a day give, each level from the one below. */
export function dayCellsOf(series: SeriesRow, samples: Samples): DayCells {
  const all: Cells[] = [];
  for (const levelMs of levelsOf(series.stepMs)) {
    const finer = all.at(-1);
    const count = lengthOf(samples.column);
    all.push(
      finer === undefined
        ? cellsOf({ ...samples, count }, levelMs, series.mean)
        : coarser(finer, series.stepMs, levelMs),
    );
  }
  return all;
}

export class SeriesLevels {
  private readonly tables: Readonly<Record<LevelMs, DayTable>>;

  constructor(deps: StoreDeps) {
    this.tables = {
      10_000: new DayTable(deps, 'level_ten_seconds'),
      60_000: new DayTable(deps, 'level_minute'),
      600_000: new DayTable(deps, 'level_ten_minutes'),
      3_600_000: new DayTable(deps, 'level_hour'),
    };
  }

  /**
   * Replaces what the levels say of a day; without cells, with nothing. Belongs inside a transaction.
   * @param others gives the hours of other days of the month, should their row be damaged
   * @returns bytes of the rows that are the day's alone
   */
  put(series: SeriesRow, day: number, cells: DayCells, others: (day: number) => DayCells): number {
    let size = 0;
    for (const levelMs of levelsOf(series.stepMs)) {
      const own = cells.find(({ cellMs }) => cellMs === levelMs);
      if (levelMs === MONTHLY) this.putInMonth(series, day, own, others);
      else size += this.putRow(series, levelMs, day, own);
    }
    return size;
  }

  /** Makes one row anew from what is given of each of its days. */
  remake(series: SeriesRow, levelMs: LevelMs, day: number, cellsOfDay: (day: number) => DayCells): void {
    const { from, to } = periodOf(levelMs, day);
    const pieces: Cells[] = [];
    for (let each = from; each < to; each += DAY_MS) {
      const piece = cellsOfDay(each).find(({ cellMs }) => cellMs === levelMs);
      if (piece !== undefined) pieces.push(piece);
    }
    this.putRow(series, levelMs, from, joinCells(pieces));
  }

  /** Rows of the days that start in [from, to), whole or not; finish the loop before writing. */
  *rows(series: SeriesRow, levelMs: LevelMs, from: number, to: number): Generator<FoundRow> {
    yield* this.tables[levelMs].rows(series.id, periodOf(levelMs, from).from, to);
  }

  /** What a level says of a day; undefined when it says nothing, or its row is damaged. */
  get(series: SeriesRow, levelMs: LevelMs, day: number): Cells | undefined {
    const row = this.tables[levelMs].get(series.id, periodOf(levelMs, day).from);
    const cells = row && this.decode(series, levelMs, row);
    return cells && cellsIn(cells, day, day + DAY_MS);
  }

  /** Undefined when the bytes are not as they were written, or cannot be read. */
  decode({ mean }: SeriesRow, levelMs: LevelMs, row: FoundRow): Cells | undefined {
    if (!row.whole) return undefined;
    const place = { start: row.start, cellMs: levelMs, count: row.count, kind: mean };
    try {
      return decodeCells({ codec: row.codec, bytes: row.data }, place);
    } catch {
      return undefined;
    }
  }

  removeId(levelMs: LevelMs, id: number): void {
    this.tables[levelMs].removeId(id);
  }

  /** Bytes of the rows that are no day's alone. */
  sizeOfMonths(series: SeriesRow): number {
    return this.tables[MONTHLY].sizeOf(series.id);
  }

  private putInMonth(
    series: SeriesRow,
    day: number,
    own: Cells | undefined,
    others: (day: number) => DayCells,
  ): void {
    const { from, to } = periodOf(MONTHLY, day);
    const row = this.tables[MONTHLY].get(series.id, from);
    const held = row && this.decode(series, MONTHLY, row);
    if (row !== undefined && held === undefined) {
      this.remake(series, MONTHLY, day, (each) => (each !== day ? others(each) : own ? [own] : []));
      return;
    }
    const before = held && cellsIn(held, from, day);
    const after = held && cellsIn(held, day + DAY_MS, to);
    const pieces = [before, own, after].filter((piece) => piece !== undefined);
    this.putRow(series, MONTHLY, from, joinCells(pieces));
  }

  private putRow(series: SeriesRow, levelMs: LevelMs, day: number, cells: Cells | undefined): number {
    const table = this.tables[levelMs];
    if (cells === undefined) {
      table.remove(series.id, day);
      return 0;
    }
    const { codec, bytes } = encodeCells(cells);
    const { start, count } = cells;
    const missing = count.reduce((sum, held) => sum + (held === 0 ? 1 : 0), 0);
    const place = { series: series.id, day, start, count: count.length, missing };
    table.put({ ...place, codec, size: bytes.length, data: bytes });
    return bytes.length;
  }
}
