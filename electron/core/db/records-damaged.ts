/** Gets damaged rows of `record` out of the way, and what they stood for back on the plan. */
import type { DatasetId } from '../../contract/model';
import { dayOf } from '../series/slots';
import { rowBytes, tidy } from './damaged';
import { dateOf, subjectOf, WHOLE, type Finding } from './findings';
import { isRecordWhole, type RecordRow } from './records-row';
import { isCorruption } from './sqlite-failure';
import type { StoreDeps } from './store-deps';

/** What a row says, or an index says of it. */
type Place = Pick<RecordRow, 'dataset' | 'instrument' | 'time'> & { readonly until?: number | null };

const PAGE_ROWS = 100;

export class DamagedRecords {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    const indexed = (name: string) =>
      db.prepare<[number], Place>(
        `SELECT dataset, instrument, time FROM record INDEXED BY ${name} WHERE dataset > '' AND +id = ?`,
      );
    this.sql = {
      after: db.prepare<[number], RecordRow>(
        `SELECT * FROM record WHERE id > ? ORDER BY id LIMIT ${PAGE_ROWS}`,
      ),
      remove: db.prepare<[number]>('DELETE FROM record WHERE id = ?'),
      // What stands in an index is a second copy, which tells where the row belonged.
      places: [indexed('record_of_instrument'), indexed('record_by_time')],
    };
  }

  setAside(rows: readonly RecordRow[]): void {
    this.deps.transaction(() => {
      for (const row of rows) {
        const places: Place[] = [row, ...this.sql.places.flatMap((statement) => statement.all(row.id))];
        this.remove(row);
        for (const place of places) this.forget(place);
      }
    });
  }

  *check(): Generator<Finding> {
    for (let last = Number.MIN_SAFE_INTEGER; ;) {
      const rows = this.sql.after.all(last);
      for (const row of rows) {
        const whole = isRecordWhole(row);
        if (!whole) tidy(() => this.setAside([row]));
        yield whole ? WHOLE : { damaged: aboutRecord(row) };
      }
      // In a damaged table the numbers need not ascend, and the walk must end all the same.
      const next = Math.max(last, ...rows.map(({ id }) => id));
      if (rows.length < PAGE_ROWS || next === last) return;
      last = next;
    }
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

  private remove(row: RecordRow): void {
    try {
      this.deps.transaction(() => {
        this.deps.setAside('record', aboutRecord(row), rowBytes(row));
        this.sql.remove.run(row.id);
      });
    } catch (error) {
      if (!isCorruption(error)) throw error;
      // The row no longer says what its index says. It stays, and is left out each time, until the next start.
      this.deps.onCorrupt?.();
    }
  }

  private forget({ dataset, instrument, time, until }: Place): void {
    const days = new Set([dayOf(time), ...(until === undefined || until === null ? [] : [dayOf(until)])]);
    for (const day of days) this.deps.onDamage({ dataset: dataset as DatasetId, instrument, day });
  }
}

const aboutRecord = ({ dataset, variant, instrument, time }: RecordRow): string =>
  `${subjectOf(dataset, variant, instrument)}, ${dateOf(time)}`;
