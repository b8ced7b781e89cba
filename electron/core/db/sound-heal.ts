/** Gets damaged rows of `sound` out of the way, and makes them anew of the records they were made of. */
import type { DatasetId } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { StoredRecord } from './archive';
import { rowBytes, tidy } from './damaged';
import { dateOf, WHOLE, type Finding } from './findings';
import { isRecordWhole, toStored, type RecordRow } from './records-row';
import { isSoundWhole, type SoundRecord } from './sound-row';
import { isCorruption } from './sqlite-failure';
import type { StoreDeps } from './store-deps';

type Place = Pick<SoundRecord, 'instrument' | 'time_from'>;

export interface SoundHealDeps extends StoreDeps {
  readonly derive: (dataset: DatasetId, instrument: string, row: StoredRecord) => void;
  /** Brings what files and marks say of these into line with what their rows say. */
  readonly align: (rows: readonly SoundRecord[]) => void;
  readonly onChange: (from: number) => void;
}

const PAGE_ROWS = 100;
/** Most rows of `record` are of other datasets. */
const WINDOW_ROWS = 2_000;

export class SoundHeal {
  private readonly sql;
  private readonly waiting: Place[] = [];
  private healing = false;

  constructor(private readonly deps: SoundHealDeps) {
    const { db } = deps;
    const indexed = (name: string, first: string) =>
      db.prepare<[number], Place>(
        `SELECT instrument, time_from FROM sound INDEXED BY ${name} WHERE ${first} AND +id = ?`,
      );
    this.sql = {
      remove: db.prepare<[number]>('DELETE FROM sound WHERE id = ?'),
      // What stands in an index is a second copy, which tells where the row belonged.
      places: [
        indexed('sound_of_instrument', "instrument > ''"),
        indexed('sound_by_time', 'time_from > -9e15'),
      ],
      after: db.prepare<[number], SoundRecord>(
        `SELECT * FROM sound WHERE id > ? ORDER BY id LIMIT ${PAGE_ROWS}`,
      ),
      // In the order in which they came, so that the sounds are called as they were.
      near: db.prepare<[string, number, number], RecordRow>(
        `SELECT * FROM record WHERE dataset IN ('recordings', 'events') AND instrument = ? AND time BETWEEN ? AND ?
         ORDER BY id`,
      ),
      recorded: db.prepare<[string, string | null], Place>(
        `SELECT instrument, time AS time_from FROM record WHERE dataset = 'recordings' AND key IN (?, ?)`,
      ),
      ends: db.prepare<[], { first: number | null; last: number | null }>(
        'SELECT min(id) AS first, max(id) AS last FROM record',
      ),
      window: db.prepare<[number, number], RecordRow>(
        `SELECT * FROM record WHERE id >= ? AND id < ? AND dataset IN ('recordings', 'events') ORDER BY id`,
      ),
    };
  }

  /** The row is gone when this returns; {@link heal} makes it anew. */
  setAside(row: SoundRecord): void {
    tidy(() => {
      try {
        this.deps.transaction(() => {
          const places = [
            ...this.sql.places.flatMap((statement) => statement.all(row.id)),
            ...this.sql.recorded.all(row.sound, row.recording),
          ];
          this.deps.setAside('sound', aboutSound(row), rowBytes(row));
          this.sql.remove.run(row.id);
          this.waiting.push(row, ...places);
          this.deps.onChange(row.time_from);
        });
      } catch (error) {
        if (!isCorruption(error)) throw error;
        // The row no longer says what its index says. It stays, and is left out each time, until the next start.
        this.deps.onCorrupt?.();
      }
    });
  }

  /** Not while rows are being put together: what is found damaged then waits for the end. */
  heal(): void {
    if (this.healing || this.waiting.length === 0) return;
    this.healing = true;
    try {
      tidy(() =>
        this.deps.transaction(() => {
          for (let place = this.waiting.pop(); place !== undefined; place = this.waiting.pop())
            this.healPlace(place);
        }),
      );
    } finally {
      this.healing = false;
    }
  }

  /** Looks at every row, and at every record whether its sound is there. */
  *check(): Generator<Finding> {
    for (let last = Number.MIN_SAFE_INTEGER; ;) {
      const rows = this.sql.after.all(last);
      const damaged = rows.filter((row) => !isSoundWhole(row));
      for (const row of damaged) this.setAside(row);
      this.heal();
      this.deps.align(rows.filter((row) => !damaged.includes(row)));
      for (const row of rows) yield damaged.includes(row) ? { damaged: aboutSound(row) } : WHOLE;
      // In a damaged table the numbers need not ascend, and the walk must end all the same.
      const next = Math.max(last, ...rows.map(({ id }) => id));
      if (rows.length < PAGE_ROWS || next === last) break;
      last = next;
    }
    yield* this.deriveAll();
  }

  /** In the order in which the records came, so that the sounds are called as they were. */
  private *deriveAll(): Generator<Finding> {
    const { first, last } = this.sql.ends.get() ?? {};
    if (typeof first !== 'number' || typeof last !== 'number') return;
    for (let at = first; at <= last; at += WINDOW_ROWS) {
      const rows = this.sql.window.all(at, at + WINDOW_ROWS);
      for (let row = 0; row < rows.length; row += PAGE_ROWS) {
        tidy(() => this.deps.transaction(() => this.derive(rows.slice(row, row + PAGE_ROWS))));
        yield WHOLE;
      }
      yield WHOLE;
    }
  }

  private healPlace({ instrument, time_from: at }: Place): void {
    this.derive(this.sql.near.all(instrument, at - DAY_MS, at + DAY_MS));
  }

  private derive(rows: readonly RecordRow[]): void {
    for (const row of rows)
      if (isRecordWhole(row)) this.deps.derive(row.dataset as DatasetId, row.instrument, toStored(row));
  }
}

const aboutSound = ({ sound, instrument, time_from: from }: SoundRecord): string =>
  `The sound ${sound} of ${instrument}, ${dateOf(from)}`;
