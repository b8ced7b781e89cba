/** What one row of a list says of a sound: a recording, or the audio of an event. */
import type { StoredRecord } from '../db/archive';
import { parseTime } from '../api/wire-time';
import { field, finite, text } from '../queries/fields';

export interface Recorded {
  readonly list: 'recordings';
  readonly id: string;
  readonly instrument: string;
  readonly from: number;
  readonly to: number;
  readonly trigger: string | undefined;
  readonly triggerFrom: number | undefined;
  readonly triggerTo: number | undefined;
}
export interface EventAudio {
  readonly list: 'events';
  readonly id: string;
  readonly instrument: string;
  /** Where the audio begins, which may be before the event. */
  readonly from: number;
  readonly to: number;
  readonly type: string | undefined;
  readonly name: string | undefined;
  /** dB */
  readonly level: number | undefined;
}
export type Member = Recorded | EventAudio;

/** Undefined for a row that names no sound: of another dataset, or an event without audio. */
export function memberOf(dataset: string, instrument: string, row: StoredRecord): Member | undefined {
  if (dataset === 'recordings') return recordedOf(instrument, row);
  return dataset === 'events' ? eventAudioOf(instrument, row) : undefined;
}

function recordedOf(instrument: string, { key, time, until, data }: StoredRecord): Recorded {
  return {
    ...{ list: 'recordings', id: key, instrument, from: time, to: endOf(time, until) },
    trigger: text(field(data, 'triggerName')),
    triggerFrom: parseTime(field(data, 'triggerStartTime')),
    triggerTo: parseTime(field(data, 'triggerEndTime')),
  };
}

function eventAudioOf(instrument: string, { time, until, data }: StoredRecord): EventAudio | undefined {
  const id = text(field(data, 'audioId'));
  if (id === undefined) return undefined;
  const from = parseTime(field(data, 'audioTime')) ?? time;
  return {
    ...{ list: 'events', id, instrument, from, to: endOf(from, until) },
    type: text(field(data, 'type')),
    name: text(field(data, 'name')),
    level: finite(field(data, 'level')),
  };
}

const endOf = (from: number, until: number | undefined): number => Math.max(from, until ?? from);
