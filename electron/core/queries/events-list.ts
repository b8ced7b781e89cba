/** Pages of the list of an instrument's events, wherever in a year they lie, and their types. */
import type { Span } from '../../contract/model';
import type { EventList, EventType } from '../../contract/surroundings';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { findOwn, toRows } from './events';
import type { EventIndex } from './events-index';

interface Deps {
  readonly archive: Archive;
  readonly index: EventIndex;
  readonly pace: Pace;
}
interface Wanted {
  readonly instrument: string;
  readonly span: Span;
  readonly types?: readonly string[] | undefined;
  readonly around?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}
type Page = Pick<EventList, 'offset' | 'total'> & { readonly rows: readonly StoredRecord[] };

/** Newest first. Types are known once all events of the span were read; without them a page is all that is read. */
export async function listEvents(deps: Deps, wanted: Wanted): Promise<EventList> {
  const page = wanted.types === undefined ? pageOfAll(deps, wanted) : await pageOfTypes(deps, wanted);
  return { ...page, rows: toRows(deps.archive, wanted.instrument, page.rows) };
}

/** Every type of event in the span, the commonest first. */
export async function eventTypes(
  { archive, index, pace }: Deps,
  instrument: string,
  span: Span,
): Promise<readonly EventType[]> {
  const counts = new Map<string, number>();
  for (const { type } of await index.of(archive, instrument, span, pace))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
}

function pageOfAll({ archive }: Deps, { instrument, span, around, offset, limit }: Wanted): Page {
  const within = { instruments: [instrument], span };
  const place = around === undefined ? undefined : placeOf(archive, { instrument, span, around });
  const first = inMiddle(place, limit) ?? offset;
  const { rows, total } = archive.records.page('events', within, limit, first);
  return { rows: rows.map(({ row }) => row), offset: first, total };
}

/** How many events of the span are newer; of the same millisecond any may be. Undefined: it is not among them. */
function placeOf(
  archive: Archive,
  { instrument, span, around }: { readonly instrument: string; readonly span: Span; readonly around: string },
): number | undefined {
  const time = findOwn(archive, 'events', instrument, around)?.time;
  if (time === undefined || time < span.from || time >= span.to) return undefined;
  const newer = { instruments: [instrument], span: { from: time + 1, to: span.to } };
  return archive.records.page('events', newer, 1).total;
}

async function pageOfTypes({ archive, index, pace }: Deps, wanted: Wanted): Promise<Page> {
  const { instrument, span, types = [], around, offset, limit } = wanted;
  const within = await index.of(archive, instrument, span, pace);
  const matching = within.filter(({ type }) => types.includes(type)).reverse();
  const place = around === undefined ? -1 : matching.findIndex(({ key }) => key === around);
  const first = inMiddle(place === -1 ? undefined : place, limit) ?? offset;
  const keys = matching.slice(first, first + limit);
  const rows = keys.flatMap(({ key }) => findOwn(archive, 'events', instrument, key) ?? []);
  return { rows, offset: first, total: matching.length };
}

const inMiddle = (place: number | undefined, limit: number): number | undefined =>
  place === undefined ? undefined : Math.max(0, place - Math.floor(limit / 2));
