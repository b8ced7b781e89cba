/** Sounds: made of what the lists of recordings and events say, found by filters, and marked by people. */
import type { SoundFacets, SoundFilter, SoundLevels, SoundMark, Tag } from '../../contract/sounds';
import type { DatasetId, Span } from '../../contract/model';
import { memberOf } from '../sounds/member';
import type { StoredRecord } from './archive';
import type { KeptMark, SoundRow, SoundStore } from './sound-store';
import { tidy } from './damaged';
import type { Finding } from './findings';
import { SqlMarks } from './marks';
import { Changes } from './sound-days';
import { SoundColumns } from './sound-columns';
import { SoundFinder, totalOf, type Order } from './sound-find';
import { SoundHeal } from './sound-heal';
import { SoundMerge } from './sound-merge';
import { isSoundWhole, soundChecksum, toSoundRow, type SoundRecord } from './sound-row';
import { flatTags, SoundRows } from './sound-rows';
import { isContradiction } from './sqlite-failure';
import { asList, orNull, type StoreDeps } from './store-deps';

const PAGE_ROWS = 400;
const DAY_MS = 86_400_000;

export interface SoundStoreDeps extends StoreDeps {
  /** Files audio files of one sound under another. */
  readonly handFiles: (from: string, to: string) => void;
}

export class SqlSoundStore implements SoundStore {
  private readonly sql;
  private readonly changes: Changes;
  private readonly finder: SoundFinder;
  private readonly placed: SoundColumns;
  private readonly said: SqlMarks;
  private readonly rows: SoundRows;
  private readonly merge: SoundMerge;
  private readonly damage: SoundHeal;

  constructor(private readonly deps: SoundStoreDeps) {
    const { db } = deps;
    this.changes = new Changes(db);
    this.finder = new SoundFinder(deps, this.changes);
    this.placed = new SoundColumns(db);
    this.said = new SqlMarks(deps);
    const onChange = (from: number) => this.changes.touch(from);
    this.damage = new SoundHeal({
      ...deps,
      onChange,
      derive: (dataset, instrument, row) => this.take(dataset, instrument, row, undefined),
      align: (rows) => this.align(rows),
    });
    this.rows = new SoundRows({
      ...{ db, marks: this.said, handFiles: deps.handFiles, onChange },
      onDamage: (row) => this.damage.setAside(row),
    });
    this.merge = new SoundMerge(this.rows);
    this.sql = {
      named: db.prepare<[string], SoundRecord>('SELECT * FROM sound WHERE sound = ?'),
      many: db.prepare<[{ ids: string }], SoundRecord>(
        `SELECT * FROM sound WHERE sound IN (SELECT value FROM json_each(@ids))
         UNION SELECT * FROM sound WHERE recording IN (SELECT value FROM json_each(@ids))
         UNION SELECT * FROM sound WHERE event_audio IN (SELECT value FROM json_each(@ids))`,
      ),
      remove: db.prepare<[number]>('DELETE FROM sound WHERE id = ?'),
      setTags: db.prepare<[string | null, string]>('UPDATE sound SET tags = ? WHERE sound = ?'),
      setLocal: db.prepare<[string]>(
        `UPDATE sound SET local = NOT local
         WHERE sound = ? AND local <> EXISTS (SELECT 1 FROM audio_file WHERE audio_file.recording = sound.sound)`,
      ),
      due: db.prepare<[number], SoundRecord>(
        'SELECT * FROM sound WHERE levels_due = 1 ORDER BY time_from DESC LIMIT ?',
      ),
      setLevels: db.prepare<[number | null, number | null, number, number]>(
        'UPDATE sound SET laeq = ?, lafmax = ?, crc = ?, levels_due = 0 WHERE id = ?',
      ),
      makeDue: db.prepare<[string, number, number, number]>(
        `UPDATE sound SET levels_due = 1
         WHERE instrument = ? AND time_from >= ? AND time_from < ? AND time_to >= ? AND levels_due = 0`,
      ),
    };
  }

  page(filter: SoundFilter, order: Order, offset: number, limit: number) {
    const read = () => this.finder.rows(filter, order, offset, limit);
    const held = read();
    // Once the damaged ones are out of the way, others take their places.
    const rows = held.every(isSoundWhole) ? held : (this.whole(held), this.whole(read()));
    return { rows: rows.map(toSoundRow), total: totalOf(this.finder.counts(filter)).count };
  }

  prepare(filter: SoundFilter): Promise<void> {
    return this.finder.prepare(filter);
  }

  /** No statement stays open between the pages, so that writing can go on. */
  *pages(filter: SoundFilter): Generator<readonly SoundRow[]> {
    for (const rows of this.finder.pages(filter, PAGE_ROWS)) {
      const whole = this.whole(rows);
      if (whole.length > 0) yield whole.map(toSoundRow);
    }
  }

  sum(filter: SoundFilter): { readonly count: number; readonly ms: number } {
    return totalOf(this.finder.counts(filter));
  }

  position(filter: SoundFilter, order: Order, id: string): number | undefined {
    const [row] = this.whole(this.sql.named.all(id));
    return row && this.finder.position(filter, order, row);
  }

  many(ids: readonly string[]): ReadonlyMap<string, SoundRow> {
    const byName = new Map<string, SoundRow>();
    const rows = this.whole(this.sql.many.all({ ids: asList(ids) })).map(toSoundRow);
    for (const row of rows)
      for (const name of [row.recording, row.eventAudio]) if (name !== undefined) byName.set(name, row);
    for (const row of rows) byName.set(row.id, row);
    return new Map(
      ids.flatMap((id) => [byName.get(id)].flatMap((row) => (row === undefined ? [] : [[id, row]]))),
    );
  }

  facets(filter: SoundFilter): Promise<SoundFacets> {
    return this.finder.facets(filter);
  }

  columns(...[instrument, span, columnMs]: Parameters<SoundStore['columns']>) {
    return this.placed.of(instrument, span, columnMs);
  }

  names() {
    return this.finder.names();
  }

  noted(): readonly KeptMark[] {
    return this.said.noted();
  }

  marks(ids: readonly string[]): ReadonlyMap<string, KeptMark> {
    return this.said.of(ids);
  }

  mark(marks: readonly SoundMark[], at: number, by = ''): readonly SoundMark[] {
    return this.deps.transaction(() => {
      const before = this.said.of(marks.map(({ id }) => id));
      for (const mark of marks) {
        this.said.put(mark, at, by);
        this.sql.setTags.run(flatTags(mark.tags), mark.id);
        this.touch(mark.id);
      }
      return marks.map(({ id }) => saidOf(id, before.get(id)));
    });
  }

  tags(): readonly Tag[] {
    return this.said.tags();
  }

  setTags(tags: readonly Tag[]): void {
    this.said.setTags(tags);
  }

  withoutLevels(limit: number): readonly SoundRow[] {
    return this.whole(this.sql.due.all(limit)).map(toSoundRow);
  }

  putLevels(id: string, levels: SoundLevels | undefined): void {
    this.deps.transaction(() => {
      const [row] = this.whole(this.sql.named.all(id));
      if (row === undefined) return;
      const values = { laeq: orNull(levels?.LAeq), lafmax: orNull(levels?.LAFMax) };
      this.sql.setLevels.run(values.laeq, values.lafmax, soundChecksum({ ...row, ...values }), row.id);
      if (row.lafmax !== values.lafmax || row.laeq !== values.laeq) this.changes.touch(row.time_from);
    });
  }

  /** A row of a list, and what stood in its place until now. Inside a transaction. */
  listed(dataset: DatasetId, instrument: string, row: StoredRecord, before: StoredRecord | undefined): void {
    this.take(dataset, instrument, row, before);
    this.damage.heal();
  }

  /** More samples of an instrument are held. Inside a transaction. */
  heard(dataset: DatasetId, instrument: string, { from, to }: Span): void {
    if (dataset === 'timehistory') this.sql.makeDue.run(instrument, from - LONGEST_MS, to, from);
  }

  /** A file of a sound came or went. Inside a transaction. */
  filesChanged(id: string): void {
    this.sql.setLocal.run(id);
    this.touch(id);
  }

  *check(): Generator<Finding> {
    yield* this.said.check();
    yield* this.damage.check();
  }

  private take(
    dataset: DatasetId,
    instrument: string,
    row: StoredRecord,
    before: StoredRecord | undefined,
  ): void {
    const member = memberOf(dataset, instrument, row);
    if (member === undefined) return;
    try {
      this.merge.put(member, before && memberOf(dataset, instrument, before));
    } catch (error) {
      if (!isContradiction(error)) throw error;
      // An index says that there is what its table does not show. The records are right, and the next start begins with them.
      this.deps.onCorrupt?.();
    }
  }

  private align(rows: readonly SoundRecord[]): void {
    const marks = this.said.of(rows.map(({ sound }) => sound));
    for (const { sound, tags } of rows) {
      const said = flatTags(marks.get(sound)?.tags);
      if (said !== tags) tidy(() => this.sql.setTags.run(said, sound));
      tidy(() => this.sql.setLocal.run(sound));
    }
  }

  private touch(id: string): void {
    const row = this.sql.named.get(id);
    if (row !== undefined) this.changes.touch(row.time_from);
  }

  private whole(rows: readonly SoundRecord[]): readonly SoundRecord[] {
    const damaged = rows.filter((row) => !isSoundWhole(row));
    if (damaged.length === 0) return rows;
    for (const row of damaged) this.damage.setAside(row);
    this.damage.heal();
    return rows.filter((row) => !damaged.includes(row));
  }
}

/** No sound is longer. */
const LONGEST_MS = DAY_MS;

const saidOf = (id: string, mark: KeptMark | undefined): SoundMark => ({
  ...{ id, tags: mark?.tags ?? [] },
  ...(mark?.note !== undefined && { note: mark.note }),
});
