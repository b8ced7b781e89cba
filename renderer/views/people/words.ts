/** What is said of what people add. Pure. */
import type { AddedKind, Entry, EntryInput } from '../../../electron/contract/index';
import { dateTime, spanText } from '../../format';

const KINDS: Readonly<Record<AddedKind, string>> = {
  note: 'Note',
  exclusion: 'Exclusion',
  site: 'Site',
  limit: 'Limit',
  certificate: 'Certificate',
  microphone: 'Microphone change',
};
export const kindWord = (kind: AddedKind): string => KINDS[kind];

/** What it says, for a line of its own. */
export function entryText({ added }: Pick<Entry, 'added'>): string {
  switch (added.kind) {
    case 'note':
      return added.text;
    case 'exclusion':
      return added.why;
    case 'microphone':
      return added.text;
    case 'certificate':
      return [added.model, added.serial].filter(Boolean).join(' ');
    default:
      return added.name;
  }
}

/** When it is about: a span, a moment, or all the time. */
export function entryTime({ from, to }: Pick<Entry, 'from' | 'to'>, zone: string): string {
  if (from === undefined) return 'At all times';
  return to === undefined || to === from ? dateTime(from, zone, true) : spanText({ from, to }, zone);
}

/** `ana, 22 Nov 2026 17:55`. */
export const entryAuthor = ({ author, createdAt }: Entry, zone: string): string =>
  `${author === '' ? 'Unknown' : author}, ${dateTime(createdAt, zone)}`;

/** What became of it since: `changed 22 Nov 2026 18:02`; undefined when nothing. */
export function entryFate({ createdAt, changedAt, removedAt }: Entry, zone: string): string | undefined {
  if (removedAt !== undefined) return `removed ${dateTime(removedAt, zone)}`;
  return changedAt === createdAt ? undefined : `changed ${dateTime(changedAt, zone)}`;
}

/** The entry as it would be put, with its id. */
export const inputOf = ({ id, instrument, from, to, added }: Entry): EntryInput => ({
  ...{ id, added },
  ...(instrument !== undefined && { instrument }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});
