/** What a search found, as entries of the palette: what it is, where and when. Pure. */
import type { Entry, FoundEvent, FoundSound, SearchAnswer } from '../../../electron/contract/index';
import { count, dateTime, exactTime } from '../../format';
import type { Route } from '../../router.svelte';
import type { PaletteEntry } from './palette-entries';

export interface FoundSection {
  readonly title: string;
  readonly entries: readonly PaletteEntry<Route>[];
}

/** Of an event, some time before and after it is shown too. */
const AROUND_MS = 5 * 60_000;
const around = (from: number, to: number | undefined) => ({
  from: from - AROUND_MS,
  to: (to ?? from) + AROUND_MS,
});

/**
 * Those sections in which anything was found, each with how much there is beyond what is listed.
 * @param anyone serial of the instrument at which to show what is of all instruments; undefined: none is known
 */
export function foundSections(answer: SearchAnswer, zone: string, anyone?: string): readonly FoundSection[] {
  const { sounds, events, entries } = answer;
  const sections = [
    section('Notes and what else people added', entries, (entry) => entryOf(entry, zone, anyone)),
    section('Sounds', sounds, (sound) => soundOf(sound, zone)),
    section('Events', events, (event) => eventOf(event, zone)),
  ];
  return sections.filter((each) => each.entries.length > 0);
}

function section<T>(
  title: string,
  { rows, total, reading }: SearchAnswer['sounds'] | { rows: readonly T[]; total: number; reading: boolean },
  toEntry: (row: T) => PaletteEntry<Route>,
): FoundSection {
  const known = total > rows.length ? ` · ${count(rows.length)} of ${count(total)}` : '';
  return {
    title: `${title}${known}${reading ? ' · still being read' : ''}`,
    entries: (rows as readonly T[]).map(toEntry),
  };
}

/** The time first: what comes last may be cut off. */
const whenAndWhere = ({ instrument, name, from }: FoundSound | FoundEvent, zone: string): string =>
  `${exactTime(from, zone)} · ${name ?? instrument}`;

function soundOf(sound: FoundSound, zone: string): PaletteEntry<Route> {
  const { id, trigger, type, tags, note } = sound;
  const what = [trigger, type, tags.join(', '), note].filter(Boolean).join(' · ') || 'Sound';
  return {
    id: `sound-${id}`,
    label: what,
    hint: whenAndWhere(sound, zone),
    target: { screen: 'sounds', id },
  };
}

function eventOf(event: FoundEvent, zone: string): PaletteEntry<Route> {
  const { key, instrument, trigger, type, from, to } = event;
  return {
    id: `event-${instrument}-${key}`,
    label: [trigger, type].filter(Boolean).join(' · ') || 'Event',
    hint: whenAndWhere(event, zone),
    target: { screen: 'instrument', serial: instrument, tab: 'events', span: around(from, to), event: key },
  };
}

const KINDS = {
  note: 'Note',
  exclusion: 'Exclusion',
  site: 'Site',
  limit: 'Limit',
  certificate: 'Certificate',
  microphone: 'Change of microphone',
} as const;

function entryOf(entry: Entry, zone: string, anyone: string | undefined): PaletteEntry<Route> {
  const { id, added, instrument, from } = entry;
  const when = from === undefined ? undefined : dateTime(from, zone);
  return {
    id: `entry-${id}`,
    label: `${KINDS[added.kind]}: ${saidIn(entry)}`,
    hint: [instrument ?? 'all instruments', when].filter(Boolean).join(' · '),
    target: routeOf(entry, anyone),
  };
}

function saidIn({ added }: Entry): string {
  switch (added.kind) {
    case 'note':
    case 'microphone':
      return added.text;
    case 'exclusion':
      return added.why;
    case 'certificate':
      return added.serial;
    default:
      return added.name;
  }
}

/** Where an entry is seen: what is said of a time at that time, the rest where it is kept. */
function routeOf({ added: { kind }, instrument, from, to }: Entry, anyone: string | undefined): Route {
  const serial = instrument ?? anyone;
  if (serial === undefined || kind === 'site') return { screen: 'fleet' };
  const at = { screen: 'instrument', serial } as const;
  if (kind === 'certificate') return { ...at, tab: 'calibration', part: 'certificates' };
  if (kind === 'microphone') return { ...at, tab: 'calibration', part: 'calibrations' };
  if (kind === 'limit') return { ...at, tab: 'levels' };
  return from === undefined ? { ...at, tab: 'notes' } : { ...at, tab: 'levels', span: around(from, to) };
}
