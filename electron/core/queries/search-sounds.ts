/** Sounds by words: what triggered them, their events' types, their tags and notes. */
import type { FoundGroup, FoundSound } from '../../contract/search';
import type { Archive } from '../db/archive';
import type { KeptMark, SoundRow } from '../db/sound-store';
import type { Wanted } from './search-when';
import { inOrder, meantDays, piecesOf, type Meant, type NamedDays } from './search-words';

interface Deps {
  readonly archive: Archive;
  /** What is known of names by now; undefined: nothing yet. */
  readonly days: NamedDays | undefined;
  readonly meant: Meant;
  readonly nameOf: (serial: string) => string | undefined;
  readonly tagTitle: (id: string) => string;
}

export function findSounds(deps: Deps, wanted: Wanted, limit: number): FoundGroup<FoundSound> {
  const { archive, days = [], meant, nameOf, tagTitle } = deps;
  const { when, at } = wanted;
  const called: Said[] = [];
  let total = 0;
  for (const { stretch, instruments, count } of meantDays(days, meant, when)) {
    if (when === undefined) total += count;
    // Of a time named all is read, because of its first and last day only a part is meant.
    for (const piece of piecesOf(stretch)) {
      if (when === undefined && called.length >= limit) break;
      for (const rows of archive.sounds.pages({ ...piece, instruments: [...instruments] }))
        called.push(...withMarks(archive, rows).filter((each) => isCalled(each, meant)));
    }
  }
  if (when !== undefined) total = called.length;
  const noted = findNoted(deps, wanted);
  const rows = inOrder(
    [...called, ...noted].map((said) => describe(said, nameOf, tagTitle)),
    at,
  );
  return { rows: rows.slice(0, limit), total: total + noted.length, reading: deps.days === undefined };
}

interface Said {
  readonly row: SoundRow;
  readonly mark: KeptMark | undefined;
}

function withMarks(archive: Archive, rows: readonly SoundRow[]): readonly Said[] {
  const marks = archive.sounds.marks(rows.map(({ id }) => id));
  return rows.map((row) => ({ row, mark: marks.get(row.id) }));
}

const isCalled = ({ row, mark }: Said, meant: Meant, more?: string): boolean =>
  meant(
    { instrument: row.instrument, trigger: row.trigger, type: row.eventType, tags: mark?.tags ?? [] },
    more,
  );

/** Those whose note makes the difference. */
function findNoted({ archive, meant }: Deps, { terms, when }: Wanted): readonly Said[] {
  const marks = archive.sounds
    .noted()
    .filter(({ note = '' }) => terms.some((term) => note.toLowerCase().includes(term)));
  const rows = archive.sounds.many(marks.map(({ id }) => id));
  return marks.flatMap((mark) => {
    const row = rows.get(mark.id);
    if (row === undefined) return [];
    if (when !== undefined && (row.from < when.from || row.from >= when.to)) return [];
    const said = { row, mark };
    return !isCalled(said, meant) && isCalled(said, meant, mark.note) ? [said] : [];
  });
}

const describe = ({ row, mark }: Said, nameOf: Deps['nameOf'], tagTitle: Deps['tagTitle']): FoundSound => ({
  id: row.id,
  instrument: row.instrument,
  name: nameOf(row.instrument),
  from: row.from,
  to: row.to,
  trigger: row.trigger,
  type: row.eventType,
  tags: (mark?.tags ?? []).map(tagTitle),
  note: mark?.note,
});
