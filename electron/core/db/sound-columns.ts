/** How many sounds begin in each column of a chart, told from an index alone. */
import type { Database, Statement } from 'better-sqlite3';
import type { PlaceColumn } from '../../contract/places';
import type { Span } from '../../contract/model';
import { orUndefined } from './store-deps';

interface Asked extends Span {
  readonly instrument: string;
  readonly columnMs: number;
}
interface Row {
  readonly first: number;
  readonly until: number;
  readonly count: number;
  readonly loudest: number | null;
  readonly here: number;
  readonly sound: string | null;
  readonly what: string | null;
}

export class SoundColumns {
  private readonly counted: Statement<[Asked], Row>;

  constructor(db: Database) {
    // Numbers are bound as reals, of which a quotient is no whole number. What there is only one of is named by its row; the others are counted without reading any.
    this.counted = db.prepare<[Asked], Row>(
      `SELECT placed.*, sound.sound, coalesce(sound.trigger_name, sound.event_name, sound.event_type) AS what
       FROM (SELECT min(time_from) AS first, max(time_to) AS until, count(*) AS count, max(lafmax) AS loudest,
                    total(local) AS here, CASE count(*) WHEN 1 THEN max(id) END AS only
             FROM sound INDEXED BY sound_of_instrument
             WHERE instrument = @instrument AND time_from >= @from AND time_from < @to
             GROUP BY CAST(time_from - @from AS INTEGER) / CAST(@columnMs AS INTEGER)) AS placed
       LEFT JOIN sound ON sound.id = placed.only
       ORDER BY first`,
    );
  }

  /** @param columnMs whole ms */
  of(instrument: string, { from, to }: Span, columnMs: number): readonly PlaceColumn[] {
    return this.counted.all({ instrument, from, to, columnMs }).map((row) => ({
      ...{ from: row.first, to: Math.max(row.first, row.until), count: row.count, here: row.here },
      loudest: orUndefined(row.loudest),
      only: row.sound === null ? undefined : { key: row.sound, what: orUndefined(row.what) },
    }));
  }
}
