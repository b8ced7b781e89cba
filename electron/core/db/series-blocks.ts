/** Samples and their coarser levels: what is written together, and read back. What is damaged reads as missing. */
import { DAY_MS } from '../datasets';
import { decodeColumn, encodeBlock } from '../series/block-codec';
import type { Samples } from '../series/buckets';
import { countMissing, type Column } from '../series/integers';
import type { Cells, LevelMs } from '../series/pyramid';
import type { Run } from '../series/merge';
import { dayOf } from '../series/slots';
import { DayTable, type DayHead, type FoundRow } from './day-table';
import type { SeriesCatalog, SeriesRow } from './series-catalog';
import { SeriesDamage } from './series-damage';
import { dayCellsOf, periodOf, SeriesLevels, type DayCells } from './series-levels';
import { SharedDays } from './shared-days';
import type { StoreDeps } from './store-deps';

/** A block of a day; the first and the last sample have values. */
export interface Block extends DayHead, Samples {
  readonly column: Column;
}

export class SeriesBlocks {
  readonly table: DayTable;
  readonly levels: SeriesLevels;
  readonly damage: SeriesDamage;
  readonly shared = new SharedDays<Block>();

  constructor(
    private readonly deps: StoreDeps,
    catalog: SeriesCatalog,
  ) {
    this.table = new DayTable(deps, 'block');
    this.levels = new SeriesLevels(deps);
    this.damage = new SeriesDamage(deps, this, catalog);
  }

  /** Writes a day's samples and every level above them. Belongs inside a transaction. */
  put(series: SeriesRow, day: number, { start, values }: Run): void {
    this.shared.forget(series.id, day);
    const { codec, bytes, column } = encodeBlock(values, this.isClosed(day) ? this.deps.deflater : undefined);
    const cells = dayCellsOf(series, { start, stepMs: series.stepMs, column });
    const size = bytes.length + this.putLevels(series, day, cells);
    const place = { series: series.id, day, start, count: values.length, missing: countMissing(column) };
    this.table.put({ ...place, codec, size, data: bytes });
  }

  /** @returns bytes of the rows that are the day's alone */
  putLevels(series: SeriesRow, day: number, cells: DayCells): number {
    return this.levels.put(series, day, cells, (other) => this.dayCells(series, other));
  }

  /** The day is over, so that its samples will hardly change again. */
  isClosed(day: number): boolean {
    return day + DAY_MS <= this.deps.clock.now();
  }

  get(series: SeriesRow, day: number): Block | undefined {
    const row = this.table.get(series.id, day);
    return row && this.blockOf(series, row);
  }

  /** Blocks of the days that start in [from, to); finish the loop before writing. */
  *blocks(series: SeriesRow, from: number, to: number): Generator<Block> {
    for (const row of this.table.rows(series.id, from, to)) {
      const block = this.blockOf(series, row);
      if (block !== undefined) yield block;
    }
  }

  /** Heads of the days that start in [from, to); finish the loop before writing. */
  *heads(series: SeriesRow, from: number, to: number): Generator<DayHead> {
    for (const head of this.table.heads(series.id, from, to))
      if (head.whole) yield head;
      else this.damage.noteBlock(head);
  }

  /** Head of the last day. */
  last(series: SeriesRow): DayHead | undefined {
    for (const head of this.table.headsBackwards(series.id))
      if (head.whole) return head;
      else this.damage.noteBlock(head);
    return undefined;
  }

  /** Cells of the days that start in [from, to); finish the loop before writing. */
  *cells(series: SeriesRow, levelMs: LevelMs, from: number, to: number): Generator<Cells> {
    for (const row of this.levels.rows(series, levelMs, from, to)) {
      const cells = this.levels.decode(series, levelMs, row);
      if (cells !== undefined) {
        yield cells;
        continue;
      }
      this.damage.noteLevel(series, levelMs, row);
      // One of the two numbers may be what is damaged.
      yield* this.remade(series, levelMs, row.day % DAY_MS === 0 ? row.day : row.start);
    }
  }

  /** What the samples of a day give at every level. */
  dayCells(series: SeriesRow, day: number): DayCells {
    const block = this.get(series, day);
    return block === undefined ? [] : dayCellsOf(series, block);
  }

  private *remade(series: SeriesRow, levelMs: LevelMs, near: number): Generator<Cells> {
    const { from, to } = periodOf(levelMs, dayOf(near));
    for (let day = from; day < to; day += DAY_MS) {
      const cells = this.dayCells(series, day).find(({ cellMs }) => cellMs === levelMs);
      if (cells !== undefined) yield cells;
    }
  }

  /** What a row holds; undefined, and noted, when it is damaged. */
  blockOf(series: SeriesRow, row: FoundRow): Block | undefined {
    const column = row.whole ? this.decode(row) : undefined;
    if (column === undefined) this.damage.noteBlock(row);
    return column && { ...row, stepMs: series.stepMs, column };
  }

  /** Undefined when the bytes cannot be what was written. */
  private decode({ codec, data, count }: FoundRow): Column | undefined {
    try {
      return decodeColumn({ codec, bytes: data }, count, this.deps.deflater);
    } catch {
      return undefined;
    }
  }
}
