/** What people added: rows that are changed and marked as removed, never deleted. */
import type { Added, Entry, EntryInput, Rules } from '../../contract/people';
import { Failure } from '../../contract/result';
import type { PeopleFilter, PeopleStore } from './people-store';
import { checksumOf, rowBytes, tidy } from './damaged';
import { dateOf, WHOLE, type Finding } from './findings';
import { SqlRules } from './people-rules';
import { asList, orNull, orUndefined, type StoreDeps } from './store-deps';

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly instrument: string | null;
  readonly time_from: number | null;
  readonly time_to: number | null;
  readonly data: string;
  readonly author: string;
  readonly created_at: number;
  readonly changed_at: number;
  readonly removed_at: number | null;
  readonly crc: number;
}
interface Wanted {
  readonly kinds: string | null;
  readonly instrument: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly removed: number;
}

/** A moment touches the span it lies in. What lacks a start or an end has none. */
const TOUCHES = `(@from IS NULL OR (
  (time_from IS NULL OR time_from < @to) AND
  (coalesce(time_to, time_from) IS NULL OR coalesce(time_to, time_from) > @from OR
    (time_from = @from AND coalesce(time_to, time_from) = time_from))))`;

export class SqlPeopleStore implements PeopleStore {
  private readonly sql;
  private readonly kept: SqlRules;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.kept = new SqlRules(deps);
    this.sql = {
      list: db.prepare<[Wanted], Row>(
        `SELECT * FROM entry
         WHERE (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
           AND (@instrument IS NULL OR instrument = @instrument OR instrument IS NULL)
           AND (@removed = 1 OR removed_at IS NULL) AND ${TOUCHES}
         ORDER BY time_from, id`,
      ),
      get: db.prepare<[number], Row>('SELECT * FROM entry WHERE id = ?'),
      after: db.prepare<[number], Row>('SELECT * FROM entry WHERE id > ? ORDER BY id LIMIT 100'),
      next: db.prepare<[], number>(`SELECT seq + 1 FROM sqlite_sequence WHERE name = 'entry'`).pluck(),
      put: db.prepare(`INSERT OR REPLACE INTO entry VALUES (${'?, '.repeat(10)}?)`),
      drop: db.prepare<[number]>('DELETE FROM entry WHERE id = ?'),
    };
  }

  list({ kinds, instrument, span, removed = false }: PeopleFilter = {}): readonly Entry[] {
    const rows = this.sql.list.all({
      kinds: kinds === undefined ? null : asList(kinds),
      instrument: orNull(instrument),
      from: orNull(span?.from),
      to: orNull(span?.to),
      removed: Number(removed),
    });
    return rows
      .filter((row) => this.isSound(row))
      .map(toEntry)
      .filter(({ added }) => instrument === undefined || isOf(added, instrument));
  }

  put(entries: readonly EntryInput[], at: number, author: string): readonly Entry[] {
    return this.deps.transaction(() =>
      entries.map(({ id, instrument, from, to, added }) => {
        const before = id === undefined ? undefined : this.one(id);
        if (id !== undefined && before === undefined)
          throw new Failure({ kind: 'not-found', what: `The ${added.kind} ${id}` });
        return this.write({
          id: id ?? this.sql.next.get() ?? 1,
          ...{ instrument, from, to, added, author },
          createdAt: before?.createdAt ?? at,
          changedAt: at,
          removedAt: undefined,
        });
      }),
    );
  }

  remove(ids: readonly number[], at: number): readonly Entry[] {
    return this.change(ids, (entry) =>
      entry.removedAt === undefined ? { ...entry, removedAt: at } : undefined,
    );
  }

  restore(ids: readonly number[], at: number): readonly Entry[] {
    return this.change(ids, (entry) =>
      entry.removedAt === undefined ? undefined : { ...entry, changedAt: at, removedAt: undefined },
    );
  }

  rules(): Rules {
    return this.kept.get();
  }

  setRules(rules: Rules): void {
    this.kept.set(rules);
  }

  *check(): Generator<Finding> {
    for (let last: number | undefined = 0; last !== undefined;) {
      const rows: readonly Row[] = this.sql.after.all(last);
      for (const row of rows) yield this.isSound(row) ? WHOLE : { damaged: aboutEntry(row) };
      last = rows.at(-1)?.id;
    }
    yield* this.kept.check();
  }

  /** Those that `change` has nothing to say of stay as they are and are left out of the answer. */
  private change(ids: readonly number[], change: (entry: Entry) => Entry | undefined): readonly Entry[] {
    return this.deps.transaction(() =>
      [...new Set(ids)].flatMap((id) => {
        const entry = this.one(id);
        const changed = entry && change(entry);
        return changed === undefined ? [] : this.write(changed);
      }),
    );
  }

  private one(id: number): Entry | undefined {
    const row = this.sql.get.get(id);
    return row !== undefined && this.isSound(row) ? toEntry(row) : undefined;
  }

  private write(entry: Entry): Entry {
    const { id, instrument, from, to, added, author, createdAt, changedAt, removedAt } = entry;
    const values = [
      ...[id, added.kind, orNull(instrument), orNull(from), orNull(to), JSON.stringify(added), author],
      ...[createdAt, changedAt, orNull(removedAt)],
    ];
    this.sql.put.run(...values, checksumOf(values));
    return entry;
  }

  private isSound(row: Row): boolean {
    const { crc, ...rest } = row;
    if (checksumOf(Object.values(rest)) === crc) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('entry', aboutEntry(row), rowBytes(row));
        this.sql.drop.run(row.id);
      }),
    );
    return false;
  }
}

/** A site is of the instruments it names. */
const isOf = (added: Added, instrument: string): boolean =>
  added.kind !== 'site' || added.instruments.includes(instrument);

const toEntry = (row: Row): Entry => ({
  id: row.id,
  instrument: orUndefined(row.instrument),
  from: orUndefined(row.time_from),
  to: orUndefined(row.time_to),
  added: JSON.parse(row.data) as Added,
  author: row.author,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  removedAt: orUndefined(row.removed_at),
});

/** Such as `A note about QT123456, of 12 Nov 2026`. */
function aboutEntry({ kind, instrument, time_from }: Row): string {
  const about = instrument === null ? '' : ` about ${instrument}`;
  const article = /^[aeio]/.test(kind) ? 'An' : 'A';
  return `${article} ${kind}${about}${time_from === null ? '' : `, of ${dateOf(time_from)}`}`;
}
