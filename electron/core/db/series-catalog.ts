import type { DatasetId } from '../../contract/model';
import { meanOf, type Mean } from '../datasets';
import type { StoreDeps } from './store-deps';

/** One channel of one instrument with one sample length. */
export interface SeriesRow {
  readonly id: number;
  readonly channel: string;
  readonly stepMs: number;
  readonly mean: Mean;
}
/** A series and whose it is. */
export interface SeriesOwner extends SeriesRow {
  readonly dataset: DatasetId;
  readonly instrument: string;
}

/** Which series there are. */
export class SeriesCatalog {
  private readonly sql;

  constructor({ db }: Pick<StoreDeps, 'db'>) {
    const columns = 'id, channel, step_ms AS stepMs, mean';
    this.sql = {
      add: db.prepare<[string, string, string, number, Mean]>(
        'INSERT INTO series (dataset, instrument, channel, step_ms, mean) VALUES (?, ?, ?, ?, ?)',
      ),
      find: db.prepare<[string, string, string, number], SeriesRow>(
        `SELECT ${columns} FROM series WHERE dataset = ? AND instrument = ? AND channel = ? AND step_ms = ?`,
      ),
      list: db.prepare<[string, string], SeriesRow>(
        `SELECT ${columns} FROM series WHERE dataset = ? AND instrument = ? ORDER BY channel, step_ms`,
      ),
      owner: db.prepare<[number], SeriesOwner>(
        `SELECT ${columns}, dataset, instrument FROM series WHERE id = ?`,
      ),
    };
  }

  find(dataset: DatasetId, instrument: string, channel: string, stepMs: number): SeriesRow | undefined {
    return this.sql.find.get(dataset, instrument, channel, stepMs);
  }

  /** How its samples are averaged is settled when it is first seen: the coarser levels are made that way. */
  ensure(dataset: DatasetId, instrument: string, channel: string, stepMs: number): SeriesRow {
    const known = this.find(dataset, instrument, channel, stepMs);
    if (known !== undefined) return known;
    this.sql.add.run(dataset, instrument, channel, stepMs, meanOf(dataset, channel));
    const row = this.find(dataset, instrument, channel, stepMs);
    if (row === undefined) throw new Error('a series that was just added is not there');
    return row;
  }

  /** Every series of an instrument in a dataset, by channel, finest first. */
  list(dataset: DatasetId, instrument: string): readonly SeriesRow[] {
    return this.sql.list.all(dataset, instrument);
  }

  owner(id: number): SeriesOwner | undefined {
    return this.sql.owner.get(id);
  }
}
