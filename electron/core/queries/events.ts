/** Events of an instrument: what is told of each in a list, and all that is known of one. */
import type { DatasetId } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { EventDetail, EventRow, Holding } from '../../contract/surroundings';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { eventSamples } from './events-history';
import { eventSpectra } from './events-spectra';
import { field, finite, numbersIn, text } from './fields';
import { describeSounds } from './sounds';

/** By key first: ids hardly ever repeat among instruments. */
export function findOwn(
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
export async function getEvent(
  { archive, account, pace }: { readonly archive: Archive; readonly account: string; readonly pace: Pace },
  instrument: string,
  key: string,
): Promise<EventDetail> {
  const found = findOwn(archive, 'events', instrument, key);
  if (found === undefined) throw new Failure({ kind: 'not-found', what: 'The event' });
  const [row] = toRows(archive, instrument, [found]);
  const audio = text(field(found.data, 'audioId'));
  const named = audio === undefined ? undefined : archive.sounds.many([audio]).get(audio);
  const [sound] = named === undefined ? [] : describeSounds(archive, account, [named]);
  return {
    ...(row as EventRow),
    overall: numbersIn(field(found.data, 'overall')),
    spectra: await eventSpectra(archive, instrument, found, pace),
    samples: eventSamples(archive, instrument, found),
    sound,
  };
}

/** Rows of a list, in the order given. */
export function toRows(
  archive: Archive,
  instrument: string,
  rows: readonly StoredRecord[],
): readonly EventRow[] {
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
