/** Where events and sounds lie in a span: a few each by itself, many by the columns of a chart. */
import type { Span } from '../../contract/model';
import type { PlaceColumn, Places } from '../../contract/places';
import type { Sound } from '../../contract/sounds';
import type { EventRow } from '../../contract/surroundings';
import type { Account } from '../../contract/model';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { lengthMs } from '../sync/spans';
import { toRows } from './events';
import type { EventIndex, IndexedEvent } from './events-index';
import { describeSounds } from './sounds';

interface Along {
  readonly instrument: string;
  readonly span: Span;
  readonly columns: number;
}
interface EventDeps {
  readonly archive: Archive;
  readonly index: EventIndex;
  readonly pace: Pace;
}
/** So many can still be told apart. */
const MOST_EACH = 200;

const columnOf = ({ span, columns }: Along): number => Math.max(1, Math.ceil(lengthMs(span) / columns));

export async function eventPlaces(
  { archive, index, pace }: EventDeps,
  asked: Along,
): Promise<Places<EventRow>> {
  const { instrument, span } = asked;
  const { rows, total } = archive.records.page('events', { instruments: [instrument], span }, MOST_EACH);
  if (total <= MOST_EACH) {
    const each = toRows(
      archive,
      instrument,
      rows.map(({ row }) => row),
    );
    return { each, columns: undefined };
  }
  const events = await index.of(archive, instrument, span, pace);
  return { each: undefined, columns: foldEvents(events, span.from, columnOf(asked)) };
}

/** @param events ascending */
function foldEvents(events: readonly IndexedEvent[], from: number, columnMs: number): readonly PlaceColumn[] {
  const columns: PlaceColumn[] = [];
  let at = -1;
  for (const event of events) {
    const index = Math.floor((event.time - from) / columnMs);
    const last = columns.at(-1);
    if (last === undefined || index !== at) columns.push(columnWith(event));
    else columns[columns.length - 1] = joined(last, event);
    at = index;
  }
  return columns;
}
const columnWith = ({ key, time, until, level, type, trigger }: IndexedEvent): PlaceColumn => ({
  ...{ from: time, to: until ?? time, count: 1, loudest: level, here: 0 },
  only: { key, what: type === '' ? trigger : type },
});
const joined = (column: PlaceColumn, { time, until = time, level }: IndexedEvent): PlaceColumn => ({
  ...column,
  ...{ to: Math.max(column.to, until), count: column.count + 1, only: undefined },
  loudest: level === undefined ? column.loudest : Math.max(column.loudest ?? -Infinity, level),
});

interface Open {
  readonly account: Pick<Account, 'id'>;
  readonly archive: Archive;
}
export async function soundPlaces({ account, archive }: Open, asked: Along): Promise<Places<Sound>> {
  const { instrument, span } = asked;
  const filter = { instruments: [instrument], ...span };
  await archive.sounds.prepare(filter);
  const { rows, total } = archive.sounds.page(filter, 'newest', 0, MOST_EACH);
  if (total <= MOST_EACH) return { each: describeSounds(archive, account.id, rows), columns: undefined };
  const columns = archive.sounds.columns(instrument, span, columnOf(asked));
  return { each: undefined, columns };
}
