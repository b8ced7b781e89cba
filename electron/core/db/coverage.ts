import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { CoverageRow, CoverageStore } from './archive';
import { checksumOf, rowBytes, tidy } from './damaged';
import { dateOf, subjectOf, WHOLE, type Finding } from './findings';
import { outside, replaceStretch } from './ledger';
import { asList, orNull, orUndefined, type StoreDeps } from './store-deps';

interface Row {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly params: string;
  readonly time_from: number;
  readonly time_to: number;
  readonly state: CoverageRow['state'];
  readonly asked_at: number;
  readonly asks: number;
  readonly why: Exclude<CoverageRow['why'], undefined> | null;
  readonly reason: string | null;
  readonly crc: number;
}
interface Filter {
  readonly datasets: string | null;
  readonly instruments: string | null;
  readonly from: number | null;
  readonly to: number | null;
}
interface Since {
  readonly dataset: string;
  readonly instrument: string;
  readonly params: string;
  readonly from: number;
}
type Ledger = [dataset: string, instrument: string, params: string];

const PAGE_ROWS = 200;
const ONE = 'dataset = ? AND instrument = ? AND params = ?';
const SAME = 'dataset = @dataset AND instrument = @instrument AND params = @params';

export class SqlCoverageStore implements CoverageStore {
  private readonly sql;

  constructor(private readonly deps: Pick<StoreDeps, 'db' | 'transaction' | 'setAside'>) {
    const { db } = deps;
    this.sql = {
      near: db.prepare<[...Ledger, number, number], Row>(
        `SELECT * FROM coverage WHERE ${ONE} AND time_from <= ? AND time_to >= ? ORDER BY time_from`,
      ),
      over: db.prepare<[string, string, number, number], Row>(
        'SELECT * FROM coverage WHERE dataset = ? AND instrument = ? AND time_from < ? AND time_to > ?',
      ),
      // Rows of one way of asking follow each other, so that at most one begins before and reaches beyond.
      since: db.prepare<[Since], Row>(
        `SELECT * FROM coverage WHERE ${SAME} AND time_to > @from AND time_from >= coalesce(
           (SELECT max(time_from) FROM coverage WHERE ${SAME} AND time_from <= @from), @from)
         ORDER BY time_from`,
      ),
      remove: db.prepare<[...Ledger, number]>(`DELETE FROM coverage WHERE ${ONE} AND time_from = ?`),
      after: db.prepare<[...Ledger, number], Row>(
        `SELECT * FROM coverage WHERE (dataset, instrument, params, time_from) > (?, ?, ?, ?)
         ORDER BY dataset, instrument, params, time_from LIMIT ${PAGE_ROWS}`,
      ),
      insert: db.prepare('INSERT OR REPLACE INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      list: db.prepare<[Filter], Row>(
        `SELECT * FROM coverage
         WHERE (@datasets IS NULL OR dataset IN (SELECT value FROM json_each(@datasets)))
           AND (@instruments IS NULL OR instrument IN (SELECT value FROM json_each(@instruments)))
           AND (@to IS NULL OR time_from < @to) AND (@from IS NULL OR time_to > @from)
         ORDER BY dataset, instrument, params, time_from`,
      ),
    };
  }

  put(row: CoverageRow): void {
    if (!Number.isSafeInteger(row.from) || !Number.isSafeInteger(row.to) || row.from >= row.to)
      throw new Failure({ kind: 'invalid', path: 'coverage', reason: 'a stretch must begin before it ends' });
    this.deps.transaction(() => {
      const held = this.sql.near.all(row.dataset, row.instrument, row.params, row.to, row.from);
      const near = this.whole(held);
      for (const each of near) this.delete(each);
      for (const each of replaceStretch(near.map(fromRow), row)) this.insert(each);
    });
  }

  remove(dataset: DatasetId, instrument: string, span: Span, params?: string): void {
    this.deps.transaction(() => {
      const over = this.sql.over.all(dataset, instrument, span.to, span.from);
      for (const row of this.whole(over)) {
        if (params !== undefined && row.params !== params) continue;
        this.delete(row);
        for (const piece of outside(fromRow(row), span)) this.insert(piece);
      }
    });
  }

  list(filter: Parameters<CoverageStore['list']>[0] = {}): readonly CoverageRow[] {
    const rows = this.sql.list.all({
      datasets: filter.datasets === undefined ? null : asList(filter.datasets),
      instruments: filter.instruments === undefined ? null : asList(filter.instruments),
      from: orNull(filter.span?.from),
      to: orNull(filter.span?.to),
    });
    return this.whole(rows).map(fromRow);
  }

  since(...[dataset, instrument, params, from]: Parameters<CoverageStore['since']>): readonly CoverageRow[] {
    return this.whole(this.sql.since.all({ dataset, instrument, params, from })).map(fromRow);
  }

  *check(): Generator<Finding> {
    const seen = new Set<string>();
    let last: readonly [...Ledger, number] = ['', '', '', 0];
    for (;;) {
      const rows = this.sql.after.all(...last);
      const whole = new Set(this.whole(rows));
      for (const row of rows) yield whole.has(row) ? WHOLE : { damaged: aboutEntry(row) };
      const end = rows.at(-1);
      if (end === undefined || rows.length < PAGE_ROWS) return;
      last = [end.dataset, end.instrument, end.params, end.time_from];
      // In a damaged table the order need not hold, and the walk must end all the same.
      if (seen.has(String(last))) return;
      seen.add(String(last));
    }
  }

  /** Without the damaged ones, which are dropped: what they spoke of is planned again. */
  private whole(rows: readonly Row[]): readonly Row[] {
    const damaged = rows.filter((row) => !isWhole(row));
    if (damaged.length === 0) return rows;
    tidy(() =>
      this.deps.transaction(() => {
        for (const row of damaged) {
          this.deps.setAside('coverage', aboutEntry(row), rowBytes(row));
          this.delete(row);
        }
      }),
    );
    return rows.filter((row) => !damaged.includes(row));
  }

  private delete({ dataset, instrument, params, time_from }: Row): void {
    this.sql.remove.run(dataset, instrument, params, time_from);
  }

  private insert(row: CoverageRow): void {
    const { dataset, instrument, params, from, to, state, askedAt, asks, why, reason } = row;
    const values = [dataset, instrument, params, from, to, state, askedAt, asks, orNull(why), orNull(reason)];
    this.sql.insert.run(...values, checksumOf(values));
  }
}

const aboutEntry = ({ dataset, params, instrument, time_from }: Row): string =>
  `Ledger entry of ${subjectOf(dataset, params, instrument)}, from ${dateOf(time_from)}`;

const isWhole = ({ crc, ...row }: Row): boolean =>
  checksumOf([
    ...[row.dataset, row.instrument, row.params, row.time_from, row.time_to, row.state],
    ...[row.asked_at, row.asks, row.why, row.reason],
  ]) === crc;

const fromRow = (row: Row): CoverageRow => ({
  dataset: row.dataset,
  instrument: row.instrument,
  params: row.params,
  from: row.time_from,
  to: row.time_to,
  state: row.state,
  askedAt: row.asked_at,
  asks: row.asks,
  why: orUndefined(row.why),
  ...(row.reason !== null && { reason: row.reason }),
});
