/** Rows of the table `sound`. */
import type { EventAudio, Member, Recorded } from '../sounds/member';
import type { SoundRow } from './sound-store';
import { checksumOf } from './damaged';
import { orUndefined } from './store-deps';

export interface SoundRecord {
  readonly id: number;
  readonly sound: string;
  readonly instrument: string;
  readonly time_from: number;
  readonly time_to: number;
  readonly recording: string | null;
  readonly recording_from: number | null;
  readonly recording_to: number | null;
  readonly trigger_name: string | null;
  readonly trigger_from: number | null;
  readonly trigger_to: number | null;
  readonly event_audio: string | null;
  readonly event_from: number | null;
  readonly event_to: number | null;
  readonly event_type: string | null;
  readonly event_name: string | null;
  readonly event_level: number | null;
  readonly laeq: number | null;
  readonly lafmax: number | null;
  readonly crc: number;
  readonly levels_due: number;
  readonly local: number;
  readonly tags: string | null;
}
/** All that the checksum covers. */
export type SoundValues = Omit<SoundRecord, 'id' | 'crc' | 'levels_due' | 'local' | 'tags'>;

const VALUE_COLUMNS = [
  ...([
    'sound',
    'instrument',
    'time_from',
    'time_to',
    'recording',
    'recording_from',
    'recording_to',
  ] as const),
  ...(['trigger_name', 'trigger_from', 'trigger_to', 'event_audio', 'event_from', 'event_to'] as const),
  ...(['event_type', 'event_name', 'event_level', 'laeq', 'lafmax'] as const),
] satisfies readonly (keyof SoundValues)[];

export const soundColumns: readonly string[] = VALUE_COLUMNS;
export const valuesOf = (row: SoundValues): readonly (string | number | null)[] =>
  VALUE_COLUMNS.map((name) => row[name]);
export const soundChecksum = (row: SoundValues): number => checksumOf(valuesOf(row));
export const isSoundWhole = (row: SoundRecord): boolean => soundChecksum(row) === row.crc;

export function toSoundRow(row: SoundRecord): SoundRow {
  const { laeq, lafmax } = row;
  return {
    id: row.sound,
    instrument: row.instrument,
    from: row.time_from,
    to: row.time_to,
    recording: orUndefined(row.recording),
    eventAudio: orUndefined(row.event_audio),
    trigger: orUndefined(row.trigger_name),
    triggerFrom: orUndefined(row.trigger_from),
    triggerTo: orUndefined(row.trigger_to),
    eventType: orUndefined(row.event_type),
    eventName: orUndefined(row.event_name),
    eventLevel: orUndefined(row.event_level),
    levels:
      laeq === null && lafmax === null ? undefined : { LAeq: orUndefined(laeq), LAFMax: orUndefined(lafmax) },
  };
}

/** Who a row is made of. */
export interface Pair {
  readonly recorded: Recorded | undefined;
  readonly event: EventAudio | undefined;
}

export const pairOf = (row: SoundRecord): Pair => ({ recorded: recordedIn(row), event: eventIn(row) });

function recordedIn(row: SoundRecord): Recorded | undefined {
  const { recording: id, recording_from: from, recording_to: to } = row;
  if (id === null || from === null || to === null) return undefined;
  return {
    ...{ list: 'recordings', id, instrument: row.instrument, from, to },
    trigger: orUndefined(row.trigger_name),
    triggerFrom: orUndefined(row.trigger_from),
    triggerTo: orUndefined(row.trigger_to),
  };
}

function eventIn(row: SoundRecord): EventAudio | undefined {
  const { event_audio: id, event_from: from, event_to: to } = row;
  if (id === null || from === null || to === null) return undefined;
  return {
    ...{ list: 'events', id, instrument: row.instrument, from, to },
    type: orUndefined(row.event_type),
    name: orUndefined(row.event_name),
    level: orUndefined(row.event_level),
  };
}

/** A recording knows where its sound begins and ends; of an event alone it is the event that says. */
export function toValues(name: string, { recorded, event }: Pair, levels: Levels): SoundValues {
  const span: Member | undefined = recorded ?? event;
  if (span === undefined) throw new Error(`the sound ${name} is in no list`);
  return {
    ...{ sound: name, instrument: span.instrument, time_from: span.from, time_to: span.to },
    recording: recorded?.id ?? null,
    recording_from: recorded?.from ?? null,
    recording_to: recorded?.to ?? null,
    trigger_name: recorded?.trigger ?? null,
    trigger_from: recorded?.triggerFrom ?? null,
    trigger_to: recorded?.triggerTo ?? null,
    event_audio: event?.id ?? null,
    event_from: event?.from ?? null,
    event_to: event?.to ?? null,
    event_type: event?.type ?? null,
    event_name: event?.name ?? null,
    event_level: event?.level ?? null,
    ...levels,
  };
}
type Levels = Pick<SoundRecord, 'laeq' | 'lafmax'>;
export const NO_LEVELS: Levels = { laeq: null, lafmax: null };
