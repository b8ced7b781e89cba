/** When an instrument's events were and of which type, read once: a page of a year's events is then quick. */
import type { Events } from '../../contract/index';
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { field, text } from './fields';

export interface IndexedEvent {
  readonly key: string;
  readonly time: number;
  /** '' when there is none. */
  readonly type: string;
}
export interface EventIndex {
  /** Those that begin in the span, ascending. */
  of(archive: Archive, instrument: string, span: Span, pace: Pace): Promise<readonly IndexedEvent[]>;
}
/** Read at once, and remembered until the events may be others. */
const PIECE_MS = 7 * DAY_MS;

interface Held {
  readonly archive: Archive;
  readonly instrument: string;
  /** By the start of each piece. */
  readonly pieces: Map<number, readonly IndexedEvent[]>;
}

/** Remembers one instrument's events until any records of it change. */
export function createEventIndex(
  onChange: (listener: (change: Events['data-changed']) => void) => void,
): EventIndex {
  let held: Held | undefined;
  onChange(({ tables, instruments }) => {
    if (held === undefined || !tables.includes('records')) return;
    if (instruments?.includes(held.instrument) !== false) held = undefined;
  });
  return {
    async of(archive, instrument, span, pace) {
      const known =
        held?.archive === archive && held.instrument === instrument
          ? held
          : { archive, instrument, pieces: new Map<number, readonly IndexedEvent[]>() };
      // A change while it is read takes its place: what was read before is then told once, and forgotten.
      held = known;
      const found: (readonly IndexedEvent[])[] = [];
      for (const from of piecesOf(archive, instrument, span)) {
        const piece = known.pieces.get(from) ?? (await readPiece(archive, instrument, from, pace));
        known.pieces.set(from, piece);
        found.push(piece);
      }
      return found.flat().filter(({ time }) => time >= span.from && time < span.to);
    },
  };
}

/** Only up to the newest event: a span may reach far beyond. */
function piecesOf(archive: Archive, instrument: string, span: Span): readonly number[] {
  const newest = archive.records.newest('events', instrument);
  if (newest === undefined) return [];
  const first = Math.floor(span.from / PIECE_MS) * PIECE_MS;
  const count = Math.ceil((Math.min(span.to, newest.time + 1) - first) / PIECE_MS);
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * PIECE_MS);
}

async function readPiece(
  archive: Archive,
  instrument: string,
  from: number,
  pace: Pace,
): Promise<readonly IndexedEvent[]> {
  const events: IndexedEvent[] = [];
  for (const page of archive.records.pages('events', instrument, { from, to: from + PIECE_MS })) {
    for (const { key, time, data } of page) events.push({ key, time, type: text(field(data, 'type')) ?? '' });
    await pace.breathe();
  }
  return events;
}
