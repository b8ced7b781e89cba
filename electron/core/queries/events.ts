/** Events of an instrument: a list, and all that is known of one. */
import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { EventDetail, EventList, EventRow, Holding } from '../../contract/surroundings';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { eventSamples } from './events-history';
import type { EventIndex, IndexedEvent } from './events-index';
import { field, finite, text } from './fields';
import { describeSounds } from './sounds';

interface Deps {
  readonly archive: Archive;
  readonly index: EventIndex;
  readonly pace: Pace;
}

export async function listEvents(
  { archive, index, pace }: Deps,
  input: {
    readonly instrument: string;
    readonly span: Span;
    readonly types?: readonly string[] | undefined;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<EventList> {
  const { instrument, span, types, offset, limit } = input;
  const within = await index.of(archive, instrument, span, pace);
  const matching = types === undefined ? within : within.filter(({ type }) => types.includes(type));
  const { length } = matching;
  const page = matching.slice(Math.max(0, length - offset - limit), Math.max(0, length - offset)).reverse();
  const rows = page.flatMap(({ key }) => findOwn(archive, 'events', instrument, key) ?? []);
  return { rows: toRows(archive, instrument, rows), total: length, types: typesOf(within) };
}

/** By key first: ids hardly ever repeat among instruments. */
function findOwn(
  archive: Archive,
  dataset: DatasetId,
  instrument: string,
  key: string,
): StoredRecord | undefined {
  const found = archive.records.find(dataset, key);
  if (found === undefined || found.instrument === instrument) return found?.row;
  return archive.records.page(dataset, { instruments: [instrument], keys: [key] }, 1).rows.at(0)?.row;
}

/** @throws Failure `not-found` for an event that is not held */
export function getEvent(
  { archive, account }: { readonly archive: Archive; readonly account: string },
  instrument: string,
  key: string,
): EventDetail {
  const found = findOwn(archive, 'events', instrument, key);
  if (found === undefined) throw new Failure({ kind: 'not-found', what: 'The event' });
  const [row] = toRows(archive, instrument, [found]);
  const audio = text(field(found.data, 'audioId'));
  const named = audio === undefined ? undefined : archive.sounds.many([audio]).get(audio);
  const [sound] = named === undefined ? [] : describeSounds(archive, account, [named]);
  return {
    ...(row as EventRow),
    overall: numbersIn(found.data, 'overall'),
    octave: numbersIn(found.data, 'octave'),
    thirdOctave: numbersIn(found.data, 'thirdOctave'),
    samples: eventSamples(archive, instrument, found),
    sound,
  };
}

function typesOf(events: readonly IndexedEvent[]): EventList['types'] {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
}

function toRows(archive: Archive, instrument: string, rows: readonly StoredRecord[]): readonly EventRow[] {
  const historyId = ({ data }: StoredRecord): string | undefined => text(field(data, 'timeHistoryId'));
  const audioId = ({ data }: StoredRecord): string | undefined => text(field(data, 'audioId'));
  const sounds = archive.sounds.many(rows.flatMap((row) => audioId(row) ?? []));
  const files = archive.audio.files([...sounds.values()].map(({ id }) => id));
  const isHere = (audio: string): boolean => (files.get(sounds.get(audio)?.id ?? audio)?.length ?? 0) > 0;
  return rows.map((row) => ({
    key: row.key,
    from: row.time,
    to: row.until,
    type: text(field(row.data, 'type')),
    trigger: text(field(row.data, 'name')),
    level: finite(field(row.data, 'level')),
    history: holding(historyId(row), (id) => findOwn(archive, 'eventhistory', instrument, id) !== undefined),
    audio: holding(audioId(row), isHere),
  }));
}

const holding = (id: string | undefined, isHeld: (id: string) => boolean): Holding =>
  id === undefined ? 'none' : isHeld(id) ? 'held' : 'not-held';

/** Numbers in their places; what is no number is missing, and a list without any is none. */
function numbersIn(data: StoredRecord['data'], name: string): readonly (number | null)[] {
  const list: unknown = field(data, name);
  if (!Array.isArray(list)) return [];
  const numbers = list.map((value: unknown) => finite(value) ?? null);
  return numbers.every((value) => value === null) ? [] : numbers;
}
