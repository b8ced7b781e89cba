/** Events by words: what triggered them and their types. */
import type { FoundEvent, FoundGroup } from '../../contract/search';
import type { Archive, StoredRecord } from '../db/archive';
import { field, text } from './fields';
import type { Wanted } from './search-when';
import { inOrder, meantDays, piecesOf, type Meant, type NamedDays } from './search-words';

interface Deps {
  readonly archive: Archive;
  readonly days: NamedDays;
  readonly reading: boolean;
  readonly meant: Meant;
  readonly nameOf: (serial: string) => string | undefined;
}

export const eventNames = ({
  data,
}: StoredRecord): { readonly trigger: string | undefined; readonly type: string | undefined } => ({
  trigger: text(field(data, 'name')),
  type: text(field(data, 'type')),
});

export function findEvents(deps: Deps, { when, at }: Wanted, limit: number): FoundGroup<FoundEvent> {
  const { archive, days, reading, meant, nameOf } = deps;
  const found: FoundEvent[] = [];
  let total = 0;
  for (const { stretch, instruments, count } of meantDays(days, meant, when)) {
    if (when === undefined) total += count;
    // Of a time named all is read, because of its first and last day only a part is meant.
    for (const piece of piecesOf(stretch)) {
      if (when === undefined && found.length >= limit) break;
      for (const instrument of instruments)
        for (const row of archive.records.list('events', instrument, piece)) {
          const names = eventNames(row);
          if (!meant({ instrument, ...names, tags: [] })) continue;
          const { key, time: from, until: to } = row;
          found.push({ key, instrument, name: nameOf(instrument), from, to, ...names });
        }
    }
  }
  if (when !== undefined) total = found.length;
  return { rows: inOrder(found, at).slice(0, limit), total, reading };
}
