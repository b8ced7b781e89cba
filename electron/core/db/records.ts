import type { Statement } from 'better-sqlite3';
import type { DatasetId, Span } from '../../contract/model';
import type { RecordStore, StoredRecord } from './archive';
import { tidy } from './damaged';
import type { Finding } from './findings';
import { RecordHoles } from './record-holes';
import { DamagedRecords } from './records-damaged';
import { COLUMNS, isRecordWhole, recordChecksum, toStored, type RecordRow } from './records-row';
import { asList, orNull, type StoreDeps } from './store-deps';

type Filter = Parameters<RecordStore['page']>[1];
type Found = { readonly instrument: string; readonly row: StoredRecord };
interface Range {
  readonly dataset: string;
  readonly instrument: string;
  readonly variant: string | null;
  readonly from: number;
  /** Rows at `from` up to this one are past. */
  readonly after: number;
  readonly to: number;
  readonly limit: number;
}

/** Without what the range says already: of a year's records, each column takes its time. */
type RangeColumns = readonly [
  id: number,
  variant: string,
  key: string,
  time: number,
  until: number | null,
  data: string,
  fetchedAt: number,
  crc: number,
];

const PAGE_ROWS = 400;

export interface RecordStoreDeps extends StoreDeps {
  /** Told, inside the transaction, of each row that is written to these datasets, and what stood in its place. */
  readonly onRow: (
    dataset: DatasetId,
    instrument: string,
    row: StoredRecord,
    before: StoredRecord | undefined,
  ) => void;
}
/** What sounds are made of. */
const SOUNDING: ReadonlySet<DatasetId> = new Set(['recordings', 'events']);

export class SqlRecordStore implements RecordStore {
  private readonly sql;
  private readonly damaged: DamagedRecords;
  private readonly missing: RecordHoles;
  private readonly filtered = new Map<string, Statement<[Record<string, unknown>]>>();

  constructor(private readonly deps: RecordStoreDeps) {
    const { db } = deps;
    this.damaged = new DamagedRecords(deps);
    this.missing = new RecordHoles(db);
    this.sql = {
      upsert: db.prepare(
        `INSERT INTO record (${COLUMNS}, crc, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (dataset, key, instrument) DO UPDATE SET
           variant = excluded.variant, time = excluded.time, until = excluded.until, data = excluded.data,
           crc = excluded.crc, fetched_at = excluded.fetched_at`,
      ),
      range: db
        .prepare<[Range], RangeColumns>(
          `SELECT id, variant, key, time, until, data, fetched_at, crc FROM record
         WHERE dataset = @dataset AND instrument = @instrument AND (time, id) > (@from, @after) AND time < @to
           AND (@variant IS NULL OR variant = @variant)
         ORDER BY time, id LIMIT @limit`,
        )
        .raw(),
      newest: db.prepare<[string, string, number], RecordRow>(
        `SELECT * FROM record WHERE dataset = ? AND instrument = ? ORDER BY time DESC, id DESC LIMIT 1 OFFSET ?`,
      ),
      held: db.prepare<[string, string, string], RecordRow>(
        'SELECT * FROM record WHERE dataset = ? AND key = ? AND instrument = ?',
      ),
      find: db.prepare<[string, string], RecordRow>(
        // Without the + an index by time would be walked from end to end, because it is in the order wanted.
        'SELECT * FROM record WHERE dataset = ? AND key = ? ORDER BY +time DESC, +id DESC',
      ),
    };
  }

  upsert(dataset: DatasetId, instrument: string, rows: readonly StoredRecord[], fetchedAt: number): void {
    this.deps.transaction(() => {
      for (const row of rows) {
        const { key, variant = '', time, until, data } = row;
        const isSounding = SOUNDING.has(dataset);
        const [before] = isSounding ? this.whole(this.sql.held.all(dataset, key, instrument)) : [];
        const values = [
          dataset,
          variant,
          instrument,
          key,
          time,
          orNull(until),
          JSON.stringify(data),
        ] as const;
        this.sql.upsert.run(...values, recordChecksum(values), fetchedAt);
        if (isSounding) this.deps.onRow(dataset, instrument, row, before && toStored(before));
      }
    });
  }

  list(dataset: DatasetId, instrument: string, span: Span, variant?: string): readonly StoredRecord[] {
    const rows = this.rows(rangeOf(dataset, instrument, span, variant, -1));
    return this.whole(rows).map(toStored);
  }

  /** No statement stays open between the pages, so that writing can go on. */
  *pages(
    dataset: DatasetId,
    instrument: string,
    span: Span,
    variant?: string,
  ): Generator<readonly StoredRecord[]> {
    let range = rangeOf(dataset, instrument, span, variant, PAGE_ROWS);
    for (;;) {
      const rows = this.rows(range);
      const whole = this.whole(rows);
      if (whole.length > 0) yield whole.map(toStored);
      if (rows.length < range.limit) return;
      // A damaged row does not say where to go on.
      const last = whole.at(-1);
      range = last
        ? { ...range, from: last.time, after: last.id, limit: PAGE_ROWS }
        : { ...range, limit: range.limit + PAGE_ROWS };
    }
  }

  holes(...[about, span, leastMs]: Parameters<RecordStore['holes']>): readonly Span[] {
    return this.missing.of(about, span, leastMs);
  }

  newest(dataset: DatasetId, instrument: string): StoredRecord | undefined {
    const row = this.damaged.firstWhole((skip) => this.sql.newest.get(dataset, instrument, skip));
    return row && toStored(row);
  }

  find(dataset: DatasetId, key: string): Found | undefined {
    const [row] = this.whole(this.sql.find.all(dataset, key));
    return row && toFound(row);
  }

  page(
    dataset: DatasetId,
    filter: Filter,
    limit: number,
    offset = 0,
  ): { rows: readonly Found[]; total: number } {
    const params = {
      ...{ dataset, limit, offset },
      from: orNull(filter.span?.from),
      to: orNull(filter.span?.to),
      instruments: filter.instruments === undefined ? null : asList(filter.instruments),
      keys: filter.keys === undefined ? null : asList(filter.keys),
    };
    const where = whereOf(filter);
    // The inner part reads only an index; whole rows are fetched for what is shown. The + keeps the one index that
    // is already in the order wanted.
    const page = this.statement(
      `SELECT * FROM record WHERE id IN (
         SELECT id FROM record WHERE ${where.replace('instrument IN', '+instrument IN')}
         ORDER BY time DESC, id DESC LIMIT @limit OFFSET @offset) ORDER BY time DESC, id DESC`,
    );
    const held = page.all(params) as RecordRow[];
    // Once the damaged ones are out of the way, others take their places.
    const rows = held.every(isRecordWhole)
      ? held
      : (this.whole(held), this.whole(page.all(params) as RecordRow[]));
    const total = this.statement(`SELECT count(*) AS total FROM record WHERE ${where}`).get(params);
    return { rows: rows.map(toFound), total: (total as { total: number }).total };
  }

  check(): Generator<Finding> {
    return this.damaged.check();
  }

  private rows(range: Range): readonly RecordRow[] {
    const { dataset, instrument } = range;
    return this.sql.range.all(range).map(([id, variant, key, time, until, data, fetched, crc]) => ({
      id,
      dataset,
      variant,
      instrument,
      key,
      time,
      until,
      data,
      fetched_at: fetched,
      crc,
    }));
  }

  private whole(rows: readonly RecordRow[]): readonly RecordRow[] {
    const damaged = rows.filter((row) => !isRecordWhole(row));
    if (damaged.length === 0) return rows;
    tidy(() => this.damaged.setAside(damaged));
    return rows.filter((row) => !damaged.includes(row));
  }

  private statement(sql: string): Statement<[Record<string, unknown>]> {
    const known = this.filtered.get(sql);
    if (known !== undefined) return known;
    const statement = this.deps.db.prepare<[Record<string, unknown>]>(sql);
    this.filtered.set(sql, statement);
    return statement;
  }
}

const rangeOf = (
  dataset: string,
  instrument: string,
  { from, to }: Span,
  variant: string | undefined,
  limit: number,
): Range => ({ dataset, instrument, variant: orNull(variant), from, after: -1, to, limit });

function whereOf(filter: Filter): string {
  const listed = (column: string, name: string): string =>
    `${column} IN (SELECT value FROM json_each(@${name}))`;
  return [
    'dataset = @dataset',
    ...(filter.span === undefined ? [] : ['time >= @from AND time < @to']),
    ...(filter.instruments === undefined ? [] : [listed('instrument', 'instruments')]),
    ...(filter.keys === undefined ? [] : [listed('key', 'keys')]),
  ].join(' AND ');
}

const toFound = (row: RecordRow): Found => ({ instrument: row.instrument, row: toStored(row) });
