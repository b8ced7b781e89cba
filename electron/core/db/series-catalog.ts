import type { DatasetId } from '../../contract/model';
import type { StoreDeps } from './store-deps';

/** One channel of one instrument with one sample length. */
export interface SeriesRow {
  readonly id: number;
  readonly channel: string;
  readonly stepMs: number;
}

/** Which series there are. */
export class SeriesCatalog {
  private readonly sql;

  constructor({ db }: Pick<StoreDeps, 'db'>) {
    const columns = 'id, channel, step_ms AS stepMs';
    this.sql = {
      add: db.prepare<[string, string, string, number]>(
        'INSERT INTO series (dataset, instrument, channel, step_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ),
      find: db.prepare<[string, string, string, number], SeriesRow>(
        `SELECT ${columns} FROM series WHERE dataset = ? AND instrument = ? AND channel = ? AND step_ms = ?`,
      ),
      list: db.prepare<[string, string], SeriesRow>(
        `SELECT ${columns} FROM series WHERE dataset = ? AND instrument = ? ORDER BY channel, step_ms`,
      ),
    };
  }

  find(dataset: DatasetId, instrument: string, channel: string, stepMs: number): SeriesRow | undefined {
    return this.sql.find.get(dataset, instrument, channel, stepMs);
  }

  ensure(dataset: DatasetId, instrument: string, channel: string, stepMs: number): SeriesRow {
    this.sql.add.run(dataset, instrument, channel, stepMs);
    const row = this.find(dataset, instrument, channel, stepMs);
    if (row === undefined) throw new Error('a series that was just added is not there');
    return row;
  }

  /** Every series of an instrument in a dataset, by channel, finest first. */
  list(dataset: DatasetId, instrument: string): readonly SeriesRow[] {
    return this.sql.list.all(dataset, instrument);
  }
}
