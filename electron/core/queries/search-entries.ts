/** Notes, exclusions, sites, limits, certificates and changes of microphone by words. */
import type { Added, Entry } from '../../contract/people';
import type { FoundGroup } from '../../contract/search';
import type { Archive } from '../db/archive';
import type { Wanted } from './search-when';

/** The last changed first. What has no time is not found by one. */
export function findEntries(
  archive: Archive,
  nameOf: (serial: string) => string | undefined,
  { terms, when }: Wanted,
  limit: number,
): FoundGroup<Entry> {
  const found = archive.people
    .list()
    .filter((entry) => when === undefined || touches(entry, when))
    .filter((entry) => {
      const { added, author, instrument } = entry;
      const text = [...textOf(added), author, instrument, instrument && nameOf(instrument)];
      const all = [added.kind, ...text].join('\n').toLowerCase();
      return terms.every((term) => all.includes(term));
    })
    .sort((a, b) => b.changedAt - a.changedAt);
  return { rows: found.slice(0, limit), total: found.length, reading: false };
}

const touches = ({ from, to }: Entry, when: { readonly from: number; readonly to: number }): boolean =>
  from !== undefined && from < when.to && (to ?? from) >= when.from;

function textOf(added: Added): readonly (string | undefined)[] {
  switch (added.kind) {
    case 'note':
      return [added.text];
    case 'exclusion':
      return [added.why];
    case 'site':
      return [added.name, ...added.tags];
    case 'limit':
      return [added.name, added.channel];
    case 'certificate':
      return [added.serial, added.model, added.laboratory, added.number, added.file?.name];
    case 'microphone':
      return [added.text, added.serial];
  }
}
