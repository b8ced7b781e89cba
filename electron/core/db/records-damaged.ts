/** Gets damaged rows of `record` out of the way, and what they stood for back on the plan. */
import type { DatasetId } from '../../contract/model';
import { dayOf } from '../series/slots';
import { rowBytes, tidy } from './damaged';
import { isRecordWhole, type RecordRow } from './records-row';
import type { StoreDeps } from './store-deps';

/** What a row says, or an index says of it. */
type Place = Pick<RecordRow, 'dataset' | 'instrument' | 'time'> & { readonly until?: number | null };

export class DamagedRecords {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    const indexed = (name: string) =>
      db.prepare<[number], Place>(
        `SELECT dataset, instrument, time FROM record INDEXED BY ${name} WHERE dataset > '' AND +id = ?`,
      );
    this.sql = {
      remove: db.prepare<[number]>('DELETE FROM record WHERE id = ?'),
      // What stands in an index is a second copy, which tells where the row belonged.
      places: [indexed('record_of_instrument'), indexed('record_by_time')],
    };
  }

  setAside(rows: readonly RecordRow[]): void {
    this.deps.transaction(() => {
      for (const row of rows) {
        const places: Place[] = [row, ...this.sql.places.flatMap((statement) => statement.all(row.id))];
        this.deps.setAside('record', `A row of ${row.dataset} of ${row.instrument}`, rowBytes(row));
        this.remove(row.id);
        for (const place of places) this.forget(place);
      }
    });
  }

  /** The first row that is whole; `read` gives the row after as many as it is told to skip. */
  firstWhole(read: (skip: number) => RecordRow | undefined): RecordRow | undefined {
    for (let skip = 0; ;) {
      const row = read(skip);
      if (row === undefined || isRecordWhole(row)) return row;
      tidy(() => this.setAside([row]));
      if (read(skip)?.id === row.id) skip++;
    }
  }

  private remove(id: number): void {
    try {
      this.sql.remove.run(id);
    } catch (error) {
      // The row no longer says what the indexes say, which SQLite takes for a corrupt index.
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT')))
        throw error;
      this.deps.db.exec('REINDEX record');
      this.sql.remove.run(id);
    }
  }

  private forget({ dataset, instrument, time, until }: Place): void {
    const days = new Set([dayOf(time), ...(until === undefined || until === null ? [] : [dayOf(until)])]);
    for (const day of days) this.deps.onDamage({ dataset: dataset as DatasetId, instrument, day });
  }
}
