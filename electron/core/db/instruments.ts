import type { Instrument } from '../../contract/model';
import type { InstrumentRow, InstrumentStore } from './archive';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import { asInstrument, type JsonObject } from './instrument-json';
import type { StoreDeps } from './store-deps';

interface Row {
  readonly serial: string;
  readonly data: string;
  readonly listed_at: number;
  readonly on_server: number;
  readonly crc: number;
}

export class SqlInstrumentStore implements InstrumentStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      put: db.prepare(
        'INSERT OR REPLACE INTO instrument (serial, data, listed_at, on_server, crc) VALUES (?, ?, ?, ?, ?)',
      ),
      all: db.prepare<[], Row>('SELECT * FROM instrument ORDER BY serial'),
      one: db.prepare<[string], Row>('SELECT * FROM instrument WHERE serial = ?'),
      remove: db.prepare<[string]>('DELETE FROM instrument WHERE serial = ?'),
    };
  }

  replace(list: readonly InstrumentRow[], listedAt: number): void {
    this.deps.transaction(() => {
      const named = new Set(list.map(({ serial }) => serial));
      for (const row of this.rows()) if (!named.has(row.serial)) this.put({ ...row, on_server: 0 });
      for (const { serial, data } of list)
        this.put({ serial, data: JSON.stringify(data), listed_at: listedAt, on_server: 1 });
    });
  }

  /** A damaged row is left out and set aside; the service's next list brings it back. */
  list(): readonly Instrument[] {
    return this.rows().map(toInstrument);
  }

  get(serial: string): Instrument | undefined {
    const row = this.row(serial);
    return row && toInstrument(row);
  }

  data(serial: string): JsonObject | undefined {
    const row = this.row(serial);
    return row && (JSON.parse(row.data) as JsonObject);
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.all.all()) yield this.isSound(row) ? WHOLE : { damaged: aboutInstrument(row) };
  }

  private rows(): Row[] {
    return this.sql.all.all().filter((row) => this.isSound(row));
  }

  private row(serial: string): Row | undefined {
    const row = this.sql.one.get(serial);
    return row !== undefined && this.isSound(row) ? row : undefined;
  }

  private isSound(row: Row): boolean {
    if (crcOf(row) === row.crc) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('instrument', aboutInstrument(row), rowBytes(row));
        this.sql.remove.run(row.serial);
      }),
    );
    return false;
  }

  private put(row: Omit<Row, 'crc'>): void {
    this.sql.put.run(row.serial, row.data, row.listed_at, row.on_server, crcOf(row));
  }
}

const crcOf = ({ serial, data, listed_at, on_server }: Omit<Row, 'crc'>): number =>
  checksumOf([serial, data, listed_at, on_server]);

const aboutInstrument = ({ serial }: Row): string => `What MyCirrus says about ${serial}`;

const toInstrument = (row: Row): Instrument =>
  asInstrument(JSON.parse(row.data) as JsonObject, {
    serial: row.serial,
    listedAt: row.listed_at,
    onServer: row.on_server === 1,
  });
