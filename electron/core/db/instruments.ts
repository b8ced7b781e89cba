import type { Instrument } from '../../contract/model';
import type { InstrumentRow, InstrumentStore } from './archive';
import { asInstrument, type JsonObject } from './instrument-json';
import { asList, type StoreDeps } from './store-deps';

interface Row {
  readonly serial: string;
  readonly data: string;
  readonly listed_at: number;
  readonly on_server: number;
}

export class SqlInstrumentStore implements InstrumentStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      upsert: db.prepare<[string, string, number]>(
        `INSERT INTO instrument (serial, data, listed_at, on_server) VALUES (?, ?, ?, 1)
         ON CONFLICT (serial) DO UPDATE SET data = excluded.data, listed_at = excluded.listed_at, on_server = 1`,
      ),
      gone: db.prepare<[string]>(
        'UPDATE instrument SET on_server = 0 WHERE serial NOT IN (SELECT value FROM json_each(?))',
      ),
      all: db.prepare<[], Row>('SELECT * FROM instrument ORDER BY serial'),
      one: db.prepare<[string], Row>('SELECT * FROM instrument WHERE serial = ?'),
    };
  }

  replace(list: readonly InstrumentRow[], listedAt: number): void {
    this.deps.transaction(() => {
      for (const { serial, data } of list) this.sql.upsert.run(serial, JSON.stringify(data), listedAt);
      this.sql.gone.run(asList(list.map(({ serial }) => serial)));
    });
  }

  list(): readonly Instrument[] {
    return this.sql.all.all().map(toInstrument);
  }

  get(serial: string): Instrument | undefined {
    const row = this.sql.one.get(serial);
    return row && toInstrument(row);
  }

  data(serial: string): JsonObject | undefined {
    const row = this.sql.one.get(serial);
    return row && (JSON.parse(row.data) as JsonObject);
  }
}

const toInstrument = (row: Row): Instrument =>
  asInstrument(JSON.parse(row.data) as JsonObject, {
    serial: row.serial,
    listedAt: row.listed_at,
    onServer: row.on_server === 1,
  });
