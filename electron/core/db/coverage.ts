import type { DatasetId } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { CoverageRow, CoverageStore } from './archive';
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
}
type Ledger = [dataset: string, instrument: string, params: string];

export class SqlCoverageStore implements CoverageStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      near: db.prepare<[...Ledger, number, number], Row>(
        `SELECT * FROM coverage WHERE dataset = ? AND instrument = ? AND params = ? AND time_from <= ? AND time_to >= ?
         ORDER BY time_from`,
      ),
      remove: db.prepare<[...Ledger, number, number]>(
        'DELETE FROM coverage WHERE dataset = ? AND instrument = ? AND params = ? AND time_from <= ? AND time_to >= ?',
      ),
      insert: db.prepare('INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      list: db.prepare<[{ datasets: string | null; instruments: string | null }], Row>(
        `SELECT * FROM coverage
         WHERE (@datasets IS NULL OR dataset IN (SELECT value FROM json_each(@datasets)))
           AND (@instruments IS NULL OR instrument IN (SELECT value FROM json_each(@instruments)))
         ORDER BY dataset, instrument, params, time_from`,
      ),
    };
  }

  put(row: CoverageRow): void {
    if (!Number.isSafeInteger(row.from) || !Number.isSafeInteger(row.to) || row.from >= row.to)
      throw new Failure({ kind: 'invalid', path: 'coverage', reason: 'a stretch must begin before it ends' });
    this.deps.transaction(() => {
      const ledger: Ledger = [row.dataset, row.instrument, row.params];
      const near = this.sql.near.all(...ledger, row.to, row.from).map(fromRow);
      this.sql.remove.run(...ledger, row.to, row.from);
      for (const each of replaceStretch(near, row)) this.insert(each);
    });
  }

  list(filter: Parameters<CoverageStore['list']>[0] = {}): readonly CoverageRow[] {
    const datasets = filter.datasets === undefined ? null : asList(filter.datasets);
    const instruments = filter.instruments === undefined ? null : asList(filter.instruments);
    return this.sql.list.all({ datasets, instruments }).map(fromRow);
  }

  private insert(row: CoverageRow): void {
    const { dataset, instrument, params, from, to, state, askedAt, asks, why } = row;
    this.sql.insert.run(dataset, instrument, params, from, to, state, askedAt, asks, orNull(why));
  }
}

/** What the rows that overlap or touch `row` become once it is written over them. */
function replaceStretch(near: readonly CoverageRow[], row: CoverageRow): readonly CoverageRow[] {
  const left = near
    .filter((each) => each.from < row.from)
    .map((each) => ({ ...each, to: Math.min(each.to, row.from) }));
  const right = near
    .filter((each) => each.to > row.to)
    .map((each) => ({ ...each, from: Math.max(each.from, row.to) }));
  const result: CoverageRow[] = [];
  for (const each of [...left, row, ...right]) {
    const before = result.at(-1);
    if (before !== undefined && before.to === each.from && saySame(before, each))
      result[result.length - 1] = { ...before, to: each.to };
    else result.push(each);
  }
  return result;
}

const saySame = (a: CoverageRow, b: CoverageRow): boolean =>
  a.state === b.state && a.askedAt === b.askedAt && a.asks === b.asks && a.why === b.why;

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
});
