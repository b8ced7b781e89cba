import type { Statement } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { RecordStore, StoredRecord } from './archive';
import { asList, orNull, orUndefined, type StoreDeps } from './store-deps';

interface Row {
  readonly dataset: string;
  readonly instrument: string;
  readonly key: string;
  readonly time: number;
  readonly until: number | null;
  readonly data: string;
  readonly crc: number;
}
type Filter = Parameters<RecordStore['page']>[1];
type Found = { readonly instrument: string; readonly row: StoredRecord };

const COLUMNS = 'dataset, instrument, key, time, until, data, crc';

export class SqlRecordStore implements RecordStore {
  private readonly sql;
  private readonly pages = new Map<string, Statement<[Record<string, unknown>], Row & { total: number }>>();

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      upsert: db.prepare(
        `INSERT INTO record (${COLUMNS}, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (dataset, key, instrument) DO UPDATE SET
           time = excluded.time, until = excluded.until, data = excluded.data, crc = excluded.crc,
           fetched_at = excluded.fetched_at`,
      ),
      list: db.prepare<[string, string, number, number], Row>(
        `SELECT ${COLUMNS} FROM record WHERE dataset = ? AND instrument = ? AND time >= ? AND time < ?
         ORDER BY time, id`,
      ),
      newest: db.prepare<[string, string], Row>(
        `SELECT ${COLUMNS} FROM record WHERE dataset = ? AND instrument = ? ORDER BY time DESC, id DESC LIMIT 1`,
      ),
      find: db.prepare<[string, string], Row>(
        `SELECT ${COLUMNS} FROM record WHERE dataset = ? AND key = ? ORDER BY time DESC, id DESC LIMIT 1`,
      ),
    };
  }

  upsert(dataset: DatasetId, instrument: string, rows: readonly StoredRecord[], fetchedAt: number): void {
    this.deps.transaction(() => {
      for (const { key, time, until, data } of rows) {
        const row = { dataset, instrument, key, time, until: orNull(until), data: JSON.stringify(data) };
        this.sql.upsert.run(...Object.values(row), checksum(row), fetchedAt);
      }
    });
  }

  list(dataset: DatasetId, instrument: string, span: Span): readonly StoredRecord[] {
    return this.sql.list.all(dataset, instrument, span.from, span.to).map((row) => toFound(row).row);
  }

  newest(dataset: DatasetId, instrument: string): StoredRecord | undefined {
    const row = this.sql.newest.get(dataset, instrument);
    return row && toFound(row).row;
  }

  find(dataset: DatasetId, key: string): Found | undefined {
    const row = this.sql.find.get(dataset, key);
    return row && toFound(row);
  }

  page(dataset: DatasetId, filter: Filter, limit: number): { rows: readonly Found[]; total: number } {
    const params = {
      dataset,
      limit,
      from: orNull(filter.span?.from),
      to: orNull(filter.span?.to),
      instruments: filter.instruments === undefined ? null : asList(filter.instruments),
      keys: filter.keys === undefined ? null : asList(filter.keys),
    };
    const where = this.where(filter);
    const rows = this.pageStatement(
      // The inner part reads only an index; whole rows are fetched for what is shown. The + keeps the one index that
      // is already in the order wanted.
      `SELECT ${COLUMNS}, 0 AS total FROM record WHERE id IN (
         SELECT id FROM record WHERE ${where.replace('instrument IN', '+instrument IN')}
         ORDER BY time DESC, id DESC LIMIT @limit) ORDER BY time DESC, id DESC`,
    ).all(params);
    const counted = this.pageStatement(`SELECT count(*) AS total FROM record WHERE ${where}`).get(params);
    return { rows: rows.map(toFound), total: counted?.total ?? 0 };
  }

  private where(filter: Filter): string {
    const listed = (column: string, name: string): string =>
      `${column} IN (SELECT value FROM json_each(@${name}))`;
    return [
      'dataset = @dataset',
      ...(filter.span === undefined ? [] : ['time >= @from AND time < @to']),
      ...(filter.instruments === undefined ? [] : [listed('instrument', 'instruments')]),
      ...(filter.keys === undefined ? [] : [listed('key', 'keys')]),
    ].join(' AND ');
  }

  private pageStatement(sql: string): Statement<[Record<string, unknown>], Row & { total: number }> {
    const known = this.pages.get(sql);
    if (known !== undefined) return known;
    const statement = this.deps.db.prepare<[Record<string, unknown>], Row & { total: number }>(sql);
    this.pages.set(sql, statement);
    return statement;
  }
}

/** SQLite's own check does not see a changed bit inside a value. */
const checksum = (row: Omit<Row, 'crc'>): number =>
  crc32([row.dataset, row.instrument, row.key, row.time, row.until ?? '', row.data].join('\0'));

function toFound(row: Row): Found {
  if (checksum(row) !== row.crc)
    throw new Failure({ kind: 'corrupt', what: `A stored row of ${row.dataset} of ${row.instrument}` });
  const { key, time, until } = row;
  const data = JSON.parse(row.data) as StoredRecord['data'];
  return { instrument: row.instrument, row: { key, time, until: orUndefined(until), data } };
}
