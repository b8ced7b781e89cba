/** Finds and writes rows of the table `sound`, checksums looked after. */
import type { Member } from '../sounds/member';
import {
  isSoundWhole,
  NO_LEVELS,
  soundChecksum,
  soundColumns,
  toValues,
  valuesOf,
  type Pair,
  type SoundRecord,
} from './sound-row';
import type { SqlMarks } from './marks';
import type { StoreDeps } from './store-deps';

/** What a sound is called, and its row's number, which tells for how long. */
export interface Name {
  readonly id: number;
  readonly sound: string;
}
export interface SoundRowsDeps extends Pick<StoreDeps, 'db'> {
  /** Told where each row that came, went or changed begins. */
  readonly onChange: (from: number) => void;
  /** Gets a damaged row out of the way. */
  readonly onDamage: (row: SoundRecord) => void;
  readonly marks: SqlMarks;
  /** Files audio files of one sound under another. */
  readonly handFiles: (from: string, to: string) => void;
}

export class SoundRows {
  private readonly sql;
  private greatest = 0;

  constructor(private readonly deps: SoundRowsDeps) {
    const { db } = deps;
    const columns = ['id', ...soundColumns, 'crc', 'levels_due', 'local', 'tags'];
    this.sql = {
      recordings: db.prepare<[string], SoundRecord>('SELECT * FROM sound WHERE recording = ?'),
      events: db.prepare<[string], SoundRecord>('SELECT * FROM sound WHERE event_audio = ?'),
      near: db.prepare<[string, number, number], SoundRecord>(
        'SELECT * FROM sound WHERE instrument = ? AND time_from BETWEEN ? AND ?',
      ),
      named: db.prepare<[string], 1>('SELECT 1 FROM sound WHERE sound = ?').pluck(),
      last: db.prepare<[], number | null>('SELECT max(id) FROM sound').pluck(),
      insert: db.prepare(
        `INSERT INTO sound (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      ),
      remove: db.prepare<[number]>('DELETE FROM sound WHERE id = ?'),
      local: db
        .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM audio_file WHERE recording = ?)')
        .pluck(),
    };
  }

  of(list: Member['list'], id: string): SoundRecord | undefined {
    return this.whole(this.sql[list].all(id))[0];
  }

  /** Rows of the same instrument that begin near a member, and the one that the other list has under its id. */
  near({ list, id, instrument, from }: Member, reachMs: number): readonly SoundRecord[] {
    const near = this.sql.near.all(instrument, from - reachMs, from + reachMs);
    const twin = this.sql[list === 'events' ? 'recordings' : 'events'].get(id);
    const isNew = twin !== undefined && near.every((row) => row.id !== twin.id);
    return this.whole(isNew ? [...near, twin] : near);
  }

  newName({ list, id }: Member): Name {
    // One that is in no row at the moment may have the greatest number.
    this.greatest = Math.max(this.greatest, this.sql.last.get() ?? 0) + 1;
    let sound = id;
    // What is called so already is another sound.
    while (this.sql.named.get(sound) !== undefined) sound = `${list}:${sound}`;
    return { id: this.greatest, sound };
  }

  /** `held` is what is there of the same sound: its levels stay while its time does. */
  write({ id, sound }: Name, pair: Pair, held?: SoundRecord): void {
    const bare = toValues(sound, pair, NO_LEVELS);
    const stays = held?.time_from === bare.time_from && held.time_to === bare.time_to;
    const values = stays ? { ...bare, laeq: held.laeq, lafmax: held.lafmax } : bare;
    if (held !== undefined) this.remove(held);
    this.sql.insert.run(
      id,
      ...valuesOf(values),
      soundChecksum(values),
      stays ? held.levels_due : 1,
      this.sql.local.get(sound),
      flatTags(this.deps.marks.of([sound]).get(sound)?.tags),
    );
    this.deps.onChange(values.time_from);
  }

  remove(row: SoundRecord): void {
    this.sql.remove.run(row.id);
    this.deps.onChange(row.time_from);
  }

  /** What is filed under one name goes to another, where nothing of the kind is yet. */
  hand(from: string, to: string): void {
    if (from === to) return;
    this.deps.handFiles(from, to);
    this.deps.marks.hand(from, to);
  }

  private whole(rows: readonly SoundRecord[]): readonly SoundRecord[] {
    return rows.filter((row) => {
      if (isSoundWhole(row)) return true;
      this.deps.onDamage(row);
      return false;
    });
  }
}

/** Tags as the column says them, so that each is found with a blank on both sides. */
export const flatTags = (tags: readonly string[] = []): string | null =>
  tags.length === 0 ? null : ` ${tags.join(' ')} `;
