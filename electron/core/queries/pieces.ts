/** What many records say, in short, read once a week at a time: what is asked of a year of them is then quick. */
import type { DatasetId, Events } from '../../contract/index';
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';

export interface About {
  readonly instrument: string;
  /** Of the records meant; undefined: of all. */
  readonly variant?: string | undefined;
}
export interface Pieces<T> {
  /** All that begin in the span, ascending, and some before and after them: a piece is a week. */
  of(archive: Archive, about: About, span: Span, pace: Pace): Promise<readonly T[]>;
}
export interface PiecesDeps<T> {
  readonly dataset: DatasetId;
  readonly onChange: (listener: (change: Events['data-changed']) => void) => void;
  /** Pages of records as they lie in the archive, ascending; once for each piece. */
  readonly shorten: (pages: AsyncIterable<readonly StoredRecord[]>) => Promise<T>;
  /** Of how many instruments and variants to remember. */
  readonly most: number;
}
const PIECE_MS = 7 * DAY_MS;

interface Held<T> {
  readonly archive: Archive;
  readonly instrument: string;
  /** By the start of each piece. */
  readonly pieces: Map<number, T>;
}

/** Remembers until any records of the instrument change. */
export function createPieces<T>({ dataset, onChange, shorten, most }: PiecesDeps<T>): Pieces<T> {
  const held = new Map<string, Held<T>>();
  onChange(({ tables, instruments }) => {
    if (!tables.includes('records')) return;
    for (const [key, { instrument }] of held)
      if (instruments?.includes(instrument) !== false) held.delete(key);
  });
  /** A change while it is read takes its place away: what was read before is then told once, and forgotten. */
  function holdingOf(archive: Archive, { instrument, variant = '' }: About): Held<T> {
    const key = `${instrument}\n${variant}`;
    const known = held.get(key);
    const holding =
      known?.archive === archive ? known : { archive, instrument, pieces: new Map<number, T>() };
    // The longest unused is the first.
    held.delete(key);
    held.set(key, holding);
    for (const oldest of held.keys()) if (held.size > most) held.delete(oldest);
    return holding;
  }
  return {
    async of(archive, about, span, pace) {
      const { pieces } = holdingOf(archive, about);
      const found: T[] = [];
      for (const from of startsOf(archive, dataset, about.instrument, span)) {
        const stretch = { from, to: from + PIECE_MS };
        const piece = pieces.get(from) ?? (await shorten(paged({ archive, dataset, about, pace }, stretch)));
        pieces.set(from, piece);
        found.push(piece);
      }
      return found;
    },
  };
}

/** Only up to the newest record: a span may reach far beyond. */
function startsOf(archive: Archive, dataset: DatasetId, instrument: string, span: Span): readonly number[] {
  const newest = archive.records.newest(dataset, instrument);
  if (newest === undefined) return [];
  const first = Math.floor(span.from / PIECE_MS) * PIECE_MS;
  const count = Math.ceil((Math.min(span.to, newest.time + 1) - first) / PIECE_MS);
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * PIECE_MS);
}

interface Reading {
  readonly archive: Archive;
  readonly dataset: DatasetId;
  readonly about: About;
  readonly pace: Pace;
}
async function* paged(
  { archive, dataset, about, pace }: Reading,
  span: Span,
): AsyncGenerator<readonly StoredRecord[]> {
  for (const page of archive.records.pages(dataset, about.instrument, span, about.variant)) {
    yield page;
    await pace.breathe();
  }
}
