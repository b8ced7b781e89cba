/** What people said of sounds, and the tags they say it with. */
import type { SoundMark, Tag } from '../../contract/sounds';
import type { KeptMark } from './sound-store';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import { asList, orNull, type StoreDeps } from './store-deps';

interface MarkRow {
  readonly sound: string;
  readonly tags: string;
  readonly note: string | null;
  readonly set_at: number;
  readonly set_by: string;
  readonly crc: number;
}
interface TagRow {
  readonly place: number;
  readonly tag: string;
  readonly title: string;
  readonly crc: number;
}

/** On the keys 1 to 6; 7 to 9 are free. */
export const USUAL_TAGS: readonly Tag[] = [
  { id: 'traffic', title: 'traffic' },
  { id: 'plant', title: 'plant' },
  { id: 'voices', title: 'voices' },
  { id: 'wildlife', title: 'wildlife' },
  { id: 'weather', title: 'weather' },
  { id: 'not-relevant', title: 'not relevant' },
];

export class SqlMarks {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      many: db.prepare<[string], MarkRow>(
        'SELECT * FROM sound_mark WHERE sound IN (SELECT value FROM json_each(?))',
      ),
      noted: db.prepare<[], MarkRow>('SELECT * FROM sound_mark WHERE note IS NOT NULL'),
      after: db.prepare<[string], MarkRow>(
        'SELECT * FROM sound_mark WHERE sound > ? ORDER BY sound LIMIT 100',
      ),
      put: db.prepare('INSERT OR REPLACE INTO sound_mark VALUES (?, ?, ?, ?, ?, ?)'),
      remove: db.prepare<[string]>('DELETE FROM sound_mark WHERE sound = ?'),
      tags: db.prepare<[], TagRow>('SELECT * FROM tag ORDER BY place'),
      putTag: db.prepare('INSERT OR REPLACE INTO tag VALUES (?, ?, ?, ?)'),
      removeTag: db.prepare<[number]>('DELETE FROM tag WHERE place = ?'),
      removeTags: db.prepare('DELETE FROM tag'),
    };
  }

  /** Those of which nothing was said are left out; so is what is damaged, which is set aside. */
  of(sounds: readonly string[]): ReadonlyMap<string, KeptMark> {
    const rows = this.sql.many.all(asList(sounds)).filter((row) => this.isMarkWhole(row));
    return new Map(rows.map((row) => [row.sound, toMark(row)]));
  }

  /** All that have a note. */
  noted(): readonly KeptMark[] {
    return this.sql.noted
      .all()
      .filter((row) => this.isMarkWhole(row))
      .map(toMark);
  }

  /** One without tags and note is forgotten. Inside a transaction. */
  put({ id, tags, note }: SoundMark, at: number, by: string): void {
    const said = note === undefined || note.trim() === '' ? undefined : note;
    if (tags.length === 0 && said === undefined) {
      this.sql.remove.run(id);
      return;
    }
    const values = [id, JSON.stringify([...new Set(tags)]), orNull(said), at, by];
    this.sql.put.run(...values, checksumOf(values));
  }

  /** Files what was said of one sound under another, beside what is said there. Inside a transaction. */
  hand(from: string, to: string): boolean {
    const [row] = this.sql.many.all(asList([from])).filter((each) => this.isMarkWhole(each));
    if (row === undefined) return false;
    const mark = toMark(row);
    const there = this.of([to]).get(to);
    const notes = [there?.note, mark.note].filter((note) => note !== undefined);
    const tags = [...(there?.tags ?? []), ...mark.tags];
    const note = notes.length === 0 ? undefined : notes.join('\n');
    this.put({ id: to, tags, ...(note !== undefined && { note }) }, row.set_at, row.set_by);
    this.sql.remove.run(from);
    return true;
  }

  tags(): readonly Tag[] {
    const rows = this.sql.tags.all().filter((row) => this.isTagWhole(row));
    return rows.length === 0 ? USUAL_TAGS : rows.map(({ tag, title }) => ({ id: tag, title }));
  }

  setTags(tags: readonly Tag[]): void {
    this.deps.transaction(() => {
      this.sql.removeTags.run();
      for (const [place, { id, title }] of tags.entries())
        this.sql.putTag.run(place, id, title, checksumOf([place, id, title]));
    });
  }

  *check(): Generator<Finding> {
    for (let last = ''; ;) {
      const rows = this.sql.after.all(last);
      for (const row of rows) yield this.isMarkWhole(row) ? WHOLE : { damaged: aboutMark(row) };
      const next = rows.at(-1)?.sound;
      if (next === undefined || next === last) break;
      last = next;
    }
    for (const row of this.sql.tags.all()) yield this.isTagWhole(row) ? WHOLE : { damaged: aboutTag(row) };
  }

  private isMarkWhole(row: MarkRow): boolean {
    if (checksumOf([row.sound, row.tags, row.note, row.set_at, row.set_by]) === row.crc) return true;
    this.setAside('sound_mark', aboutMark(row), row, () => this.sql.remove.run(row.sound));
    return false;
  }

  private isTagWhole(row: TagRow): boolean {
    if (checksumOf([row.place, row.tag, row.title]) === row.crc) return true;
    this.setAside('tag', aboutTag(row), row, () => this.sql.removeTag.run(row.place));
    return false;
  }

  private setAside(table: string, about: string, row: object, remove: () => unknown): void {
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside(table, about, rowBytes(row));
        remove();
      }),
    );
  }
}

const toMark = ({ sound, tags, note, set_at, set_by }: MarkRow): KeptMark => ({
  id: sound,
  tags: JSON.parse(tags) as string[],
  ...(note !== null && { note }),
  ...{ at: set_at, by: set_by },
});

const aboutMark = ({ sound }: MarkRow): string => `What was said of the sound ${sound}`;
const aboutTag = ({ title }: TagRow): string => `The tag ${title}`;
