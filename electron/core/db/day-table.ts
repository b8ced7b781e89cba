/** Rows of bytes per series and UTC day, with checksums: a flipped bit is found on reading, never shown as a level. */
import type { Statement } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import { Failure } from '../../contract/result';
import type { StoreDeps } from './store-deps';

/** All but the bytes. */
export interface DayHead {
  readonly series: number;
  /** Start of the UTC day, epoch ms. */
  readonly day: number;
  /** Start of the first sample or cell, epoch ms. */
  readonly start: number;
  readonly count: number;
  /** How many of `count` are missing. */
  readonly missing: number;
  readonly codec: number;
}
export interface DayRow extends DayHead {
  readonly data: Uint8Array;
}
interface Checked {
  readonly crc: number;
  readonly head_crc: number;
}
type Days = [series: number, from: number, to: number];

const HEAD = 'series, day, start, count, missing, codec, crc, head_crc';

export class DayTable {
  private readonly sql;

  constructor(
    { db }: Pick<StoreDeps, 'db'>,
    private readonly table: 'block' | 'level_minute' | 'level_hour',
  ) {
    const range = `FROM ${table} WHERE series = ? AND day >= ? AND day < ? ORDER BY day`;
    const one = `SELECT ${HEAD} FROM ${table} WHERE series = ? ORDER BY day`;
    this.sql = {
      put: db.prepare(
        `INSERT INTO ${table} (${HEAD}, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (series, day) DO UPDATE SET (start, count, missing, codec, crc, head_crc, data) =
           (excluded.start, excluded.count, excluded.missing, excluded.codec, excluded.crc, excluded.head_crc,
            excluded.data)`,
      ),
      rows: db.prepare<Days, DayRow & Checked>(`SELECT ${HEAD}, data ${range}`),
      heads: db.prepare<Days, DayHead & Checked>(`SELECT ${HEAD} ${range}`),
      first: db.prepare<[number], DayHead & Checked>(`${one} LIMIT 1`),
      last: db.prepare<[number], DayHead & Checked>(`${one} DESC LIMIT 1`),
    };
  }

  put(row: DayRow): void {
    const crc = crc32(row.data);
    const { series, day, start, count, missing, codec, data } = row;
    this.sql.put.run(series, day, start, count, missing, codec, crc, headChecksum(row, crc), data);
  }

  /** Rows of the days that start in [from, to), one at a time; finish the loop before writing. */
  *rows(...days: Days): Generator<DayRow> {
    for (const row of this.sql.rows.iterate(...days)) {
      this.check(row);
      if (crc32(row.data) !== row.crc) throw this.damaged(row);
      yield row;
    }
  }

  get(series: number, day: number): DayRow | undefined {
    return [...this.rows(series, day, day + 1)][0];
  }

  heads(...days: Days): readonly DayHead[] {
    const rows = this.sql.heads.all(...days);
    for (const row of rows) this.check(row);
    return rows;
  }

  first(series: number): DayHead | undefined {
    return this.checked(this.sql.first, series);
  }

  last(series: number): DayHead | undefined {
    return this.checked(this.sql.last, series);
  }

  /** The error for a row whose bytes cannot be what was written. */
  damaged(row: DayHead, cause?: unknown): Failure {
    const day = new Date(row.day).toISOString().slice(0, 10);
    return new Failure({ kind: 'corrupt', what: `Stored levels of ${day} (${this.table})` }, { cause });
  }

  private checked(statement: Statement<[number], DayHead & Checked>, series: number): DayHead | undefined {
    const row = statement.get(series);
    if (row !== undefined) this.check(row);
    return row;
  }

  private check(row: DayHead & Checked): void {
    if (headChecksum(row, row.crc) !== row.head_crc) throw this.damaged(row);
  }
}

const headChecksum = (row: DayHead, crc: number): number =>
  crc32([row.series, row.day, row.start, row.count, row.missing, row.codec, crc].join(' '));
