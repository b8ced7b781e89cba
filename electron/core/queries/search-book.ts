/** What events are called, by instrument and day: read once in turns, and again of instruments whose records changed. */
import type { Events } from '../../contract/index';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { dayOf } from '../series/slots';
import { eventNames } from './search-events';
import type { Named, NamedDays } from './search-words';

const EVER = { from: -8.64e15, to: 8.64e15 };

export interface EventBook {
  /** What is known by now, all or not. */
  readonly days: NamedDays;
  /** Whether some is still to be read. */
  readonly reading: boolean;
}
type ByDay = ReadonlyMap<number, readonly Named[]>;

export class EventBooks {
  private readonly books = new WeakMap<Archive, Book>();
  private changes = 0;
  /** When records last changed, by instrument; `*` for all. */
  private readonly changed = new Map<string, number>();

  /** @param pace of what is read on behind all questions */
  constructor(
    onChange: (listener: (change: Events['data-changed']) => void) => void,
    private readonly pace: () => Pace,
  ) {
    onChange(({ tables, instruments }) => {
      if (!tables.includes('records')) return;
      // Of the archives that were searched; the others begin with nothing.
      this.changes += 1;
      for (const serial of instruments ?? ['*']) this.changed.set(serial, this.changes);
    });
  }
  of(archive: Archive): EventBook {
    let book = this.books.get(archive);
    if (book === undefined)
      this.books.set(archive, (book = { read: new Map(), at: new Map(), under: false }));
    const stale = this.stale(archive, book);
    if (stale.length > 0 && !book.under) void this.read(archive, book);
    return { days: joined(book), reading: stale.length > 0 };
  }

  private stale(archive: Archive, { at }: Book): readonly string[] {
    const all = this.changed.get('*') ?? 0;
    return archive.instruments
      .list()
      .map(({ serial }) => serial)
      .filter((serial) => (at.get(serial) ?? -1) < Math.max(all, this.changed.get(serial) ?? 0));
  }

  private async read(archive: Archive, book: Book): Promise<void> {
    book.under = true;
    try {
      const pace = this.pace();
      for (let serial = this.stale(archive, book)[0]; serial !== undefined;) {
        const began = this.changes;
        const byDay = new Map<number, Map<string, Named>>();
        for (const page of archive.records.pages('events', serial, EVER)) {
          for (const row of page) count(byDay, dayOf(row.time), { instrument: serial, ...eventNames(row) });
          await pace.breathe();
        }
        book.read.set(serial, new Map([...byDay].map(([day, names]) => [day, [...names.values()]])));
        book.at.set(serial, began);
        book.joined = undefined;
        serial = this.stale(archive, book)[0];
      }
    } catch {
      // The archive was closed, or cannot be read: the next search tries again.
    } finally {
      book.under = false;
    }
  }
}

interface Book {
  readonly read: Map<string, ByDay>;
  /** Of which change each instrument was read last. */
  readonly at: Map<string, number>;
  /** Whether it is being read. */
  under: boolean;
  joined?: NamedDays | undefined;
}

function count(
  byDay: Map<number, Map<string, Named>>,
  day: number,
  event: {
    readonly instrument: string;
    readonly trigger: string | undefined;
    readonly type: string | undefined;
  },
): void {
  let names = byDay.get(day);
  if (names === undefined) byDay.set(day, (names = new Map<string, Named>()));
  const key = `${event.trigger ?? ''}\n${event.type ?? ''}`;
  names.set(key, { ...event, tags: [], count: (names.get(key)?.count ?? 0) + 1 });
}

function joined(book: Book): NamedDays {
  if (book.joined !== undefined) return book.joined;
  const days = new Map<number, Named[]>();
  for (const byDay of book.read.values())
    for (const [day, named] of byDay) days.set(day, [...(days.get(day) ?? []), ...named]);
  return (book.joined = [...days].sort(([a], [b]) => a - b));
}
