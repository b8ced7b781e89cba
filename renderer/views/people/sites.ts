/** What a site is, as a person writes it. Pure. */
import type { Entry, EntryInput } from '../../../electron/contract/index';
import { inputOf } from './words';

export interface SiteDraft {
  readonly name: string;
  /** IANA name; '': none of its own. */
  readonly zone: string;
  /** As typed, with commas between them. */
  readonly tags: string;
  readonly instruments: ReadonlySet<string>;
}
export type Site = Extract<Entry['added'], { kind: 'site' }>;

export const siteOf = ({ added }: Entry): Site | undefined => (added.kind === 'site' ? added : undefined);

const MOST_TAGS = 32;
/** Each tag once, in the order typed. */
export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '').slice(0, MOST_TAGS);

/**
 * What is to be put so that the site is as drafted: the site itself, and those that an instrument leaves for it, for it
 * stands at one place.
 * @param sites all there are now
 */
export function siteInputs(
  draft: SiteDraft,
  entry: Entry | undefined,
  sites: readonly Entry[],
): { readonly entries: readonly EntryInput[]; readonly before: readonly Entry[] } {
  const left = leftFor(draft.instruments, entry, sites);
  const site: EntryInput = {
    ...(entry !== undefined && { id: entry.id }),
    added: {
      kind: 'site',
      name: draft.name.trim(),
      ...(draft.zone !== '' && { zone: draft.zone }),
      tags: tagsOf(draft.tags),
      instruments: [...draft.instruments],
    },
  };
  const others = left.map(({ other, added }) => ({
    ...inputOf(other),
    added: { ...added, instruments: added.instruments.filter((serial) => !draft.instruments.has(serial)) },
  }));
  return {
    entries: [site, ...others],
    before: [...(entry === undefined ? [] : [entry]), ...left.map(({ other }) => other)],
  };
}

/** Other sites that have any of the instruments, and which those are. */
export const leftFor = (
  instruments: ReadonlySet<string>,
  entry: Entry | undefined,
  sites: readonly Entry[],
): readonly { readonly other: Entry; readonly added: Site; readonly leaving: readonly string[] }[] =>
  sites.flatMap((other) => {
    const added = other.id === entry?.id ? undefined : siteOf(other);
    const leaving = added?.instruments.filter((serial) => instruments.has(serial)) ?? [];
    return added === undefined || leaving.length === 0 ? [] : [{ other, added, leaving }];
  });

/** Every zone this computer knows, by name. */
export const knownZones = (): readonly string[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
