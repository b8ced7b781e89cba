/** Rows of bytes per series and UTC day (or month), with checksums: a flipped bit is found on reading, never shown. */
import { crc32 } from 'node:zlib';
import type { Statement } from 'better-sqlite3';
import type { StoreDeps } from './store-deps';

export type DayTableName =
  'block' | 'level_ten_seconds' | 'level_minute' | 'level_ten_minutes' | 'level_hour';

/** All but the bytes. */
export interface DayHead {
  readonly series: number;
  /** Start of the UTC day or month, epoch ms. */
  readonly day: number;
  /** Start of the first sample or cell, epoch ms. */
  readonly start: number;
  readonly count: number;
  /** How many of `count` are missing. */
  readonly missing: number;
  readonly codec: number;
  /** Bytes on disk of this row, and of what is made of it. */
  readonly size: number;
}
export interface DayRow extends DayHead {
  readonly data: Uint8Array;
}
/** As it was found. */
export interface FoundHead extends DayHead {
  readonly id: number;
  /** False when it is not as it was written. */
  readonly whole: boolean;
}
export interface FoundRow extends FoundHead, DayRow {}

type Columns = [number, number, number, number, number, number, number, number, number, number];
type Days = [series: number, from: number, to: number];

const HEAD = 'series, day, start, count, missing, codec, size, crc, head_crc';

/** Its index covers all but the bytes: the heads of a year lie close together. */
export class DayTable {
  private readonly sql;

  constructor(
    { db }: Pick<StoreDeps, 'db'>,
    readonly table: DayTableName,
  ) {
    const range = `FROM ${table} WHERE series = ? AND day >= ? AND day < ? ORDER BY day`;
    const heads = <P extends unknown[]>(rest: string): Statement<P, Columns> =>
      db.prepare<P, Columns>(`SELECT ${HEAD}, id ${rest}`).raw();
    const rows = <P extends unknown[]>(rest: string): Statement<P, [...Columns, Uint8Array]> =>
      db.prepare<P, [...Columns, Uint8Array]>(`SELECT ${HEAD}, id, data ${rest}`).raw();
    this.sql = {
      put: db.prepare(
        `INSERT INTO ${table} (${HEAD}, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (series, day) DO UPDATE SET (start, count, missing, codec, size, crc, head_crc, data) =
           (excluded.start, excluded.count, excluded.missing, excluded.codec, excluded.size, excluded.crc,
            excluded.head_crc, excluded.data)`,
      ),
      rows: rows<Days>(range),
      get: rows<[number, number]>(`FROM ${table} WHERE series = ? AND day = ?`),
      heads: heads<Days>(range),
      last: heads<[number]>(`FROM ${table} WHERE series = ? ORDER BY day DESC`),
      byId: rows<[number]>(`FROM ${table} WHERE id = ?`),
      any: db
        .prepare<Days, number>(`SELECT 1 FROM ${table} WHERE series = ? AND day >= ? AND day < ?`)
        .pluck(),
      next: db.prepare<[number], number>(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT 1`).pluck(),
      count: db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck(),
      size: db.prepare<[number], number>(`SELECT total(size) FROM ${table} WHERE series = ?`).pluck(),
      remove: db.prepare<[number, number]>(`DELETE FROM ${table} WHERE series = ? AND day = ?`),
      removeId: db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`),
    };
  }

  put(row: DayRow): void {
    const { series, day, start, count, missing, codec, size, data } = row;
    const crc = crc32(data);
    const head = headChecksum([series, day, start, count, missing, codec, size, crc]);
    this.sql.put.run(series, day, start, count, missing, codec, size, crc, head, data);
  }

  /** Rows of the days that start in [from, to), one at a time; finish the loop before writing. */
  *rows(...days: Days): Generator<FoundRow> {
    for (const columns of this.sql.rows.iterate(...days)) yield rowOf(columns);
  }

  get(series: number, day: number): FoundRow | undefined {
    return maybe(rowOf, this.sql.get.get(series, day));
  }

  /** Heads of the days that start in [from, to), ascending; finish the loop before writing. */
  *heads(...days: Days): Generator<FoundHead> {
    for (const columns of this.sql.heads.iterate(...days)) yield headOf(columns);
  }

  /** From the last to the first; finish the loop before writing. */
  *headsBackwards(series: number): Generator<FoundHead> {
    for (const columns of this.sql.last.iterate(series)) yield headOf(columns);
  }

  hasAny(...days: Days): boolean {
    return this.sql.any.get(...days) !== undefined;
  }

  byId(id: number): FoundRow | undefined {
    return maybe(rowOf, this.sql.byId.get(id));
  }

  /** The id after another; pass -1 for the first. */
  idAfter(id: number): number | undefined {
    return this.sql.next.get(id);
  }

  count(): number {
    return this.sql.count.get() ?? 0;
  }

  /** What the heads say, unchecked. */
  sizeOf(series: number): number {
    return this.sql.size.get(series) ?? 0;
  }

  remove(series: number, day: number): void {
    this.sql.remove.run(series, day);
  }

  removeId(id: number): void {
    this.sql.removeId.run(id);
  }
}

const maybe = <T, U>(map: (from: T) => U, from: T | undefined): U | undefined =>
  from === undefined ? undefined : map(from);

function headOf(columns: Columns): FoundHead {
  const [series, day, start, count, missing, codec, size, crc, headCrc, id] = columns;
  const whole = headChecksum([series, day, start, count, missing, codec, size, crc]) === headCrc;
  return { series, day, start, count, missing, codec, size, id, whole };
}

function rowOf(columns: [...Columns, Uint8Array]): FoundRow {
  const [series, day, start, count, missing, codec, size, crc, headCrc, id, data] = columns;
  const whole =
    headChecksum([series, day, start, count, missing, codec, size, crc]) === headCrc && crc32(data) === crc;
  return { series, day, start, count, missing, codec, size, id, whole, data };
}

const headChecksum = (columns: readonly number[]): number => crc32(new Float64Array(columns));
