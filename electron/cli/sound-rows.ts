/** Sounds as lines: for a person, as CSV, as JSON with one sound per line. Pure. */
import { stringify } from 'csv-stringify/sync';
import type { Sound } from '../contract/sounds';
import { guarded } from '../core/export/csv';
import { formatTime, type Zone } from '../core/export/table-time';
import { plain } from './output';
import { formatLength } from './times';

export interface SoundWriter {
  readonly head: string;
  /** A page of them, in order. */
  rows(sounds: readonly Sound[]): string;
  readonly foot: string;
}

export function soundWriter(as: 'table' | 'csv' | 'json', zone: Zone): SoundWriter {
  if (as === 'table')
    return {
      head: line(HEAD),
      rows: (sounds) => sounds.map((sound) => line(tableCells(sound, zone))).join(''),
      foot: '',
    };
  if (as === 'csv')
    return {
      head: stringify([COLUMNS.map(({ name }) => name)]),
      rows: (sounds) => (sounds.length === 0 ? '' : stringify(sounds.map((sound) => csvCells(sound, zone)))),
      foot: '',
    };
  let separator = '\n';
  return {
    head: '[',
    rows(sounds) {
      const text = sounds.map((sound) => JSON.stringify(soundJson(sound, zone))).join(',\n');
      const before = sounds.length === 0 ? '' : separator;
      if (sounds.length > 0) separator = ',\n';
      return before + text;
    },
    foot: '\n]\n',
  };
}

const WIDTHS = [25, 10, 10, 6, 6, 9, 20] as const;
const HEAD = ['START', 'SERIAL', 'LENGTH', 'LAEQ', 'LAFMAX', 'HERE', 'TRIGGER', 'TAGS', 'ID'];
const line = (cells: readonly string[]): string =>
  `${cells
    .map((cell, i) => plain(cell).padEnd(WIDTHS[i] ?? 0))
    .join('  ')
    .trimEnd()}\n`;

const dB = (value: number | undefined): string => value?.toFixed(1) ?? '-';
const triggerOf = ({ trigger, event }: Sound): string => trigger ?? event?.type ?? event?.name ?? '-';

function tableCells(sound: Sound, zone: Zone): readonly string[] {
  const { levels, local, tags } = sound;
  return [
    ...[formatTime(sound.from, zone), sound.instrument, formatLength(sound.to - sound.from)],
    ...[dB(levels?.LAeq), dB(levels?.LAFMax)],
    ...[local.length === 0 ? '-' : local.map(({ format }) => format).join('+'), triggerOf(sound)],
    ...[tags.length === 0 ? '-' : tags.join(','), sound.id],
  ];
}

interface Column {
  readonly name: string;
  readonly of: (sound: Sound, zone: Zone) => string | number | undefined;
}
const COLUMNS: readonly Column[] = [
  { name: 'id', of: ({ id }) => guarded(id) },
  { name: 'instrument', of: ({ instrument }) => guarded(instrument) },
  { name: 'start', of: ({ from }, zone) => formatTime(from, zone) },
  { name: 'end', of: ({ to }, zone) => formatTime(to, zone) },
  { name: 'seconds', of: ({ from, to }) => (to - from) / 1_000 },
  { name: 'lists', of: ({ lists }) => lists.join(' ') },
  { name: 'trigger', of: ({ trigger = '' }) => guarded(trigger) },
  { name: 'event type', of: ({ event }) => guarded(event?.type ?? '') },
  { name: 'event name', of: ({ event }) => guarded(event?.name ?? '') },
  { name: 'LAeq dB', of: ({ levels }) => levels?.LAeq },
  { name: 'LAFMax dB', of: ({ levels }) => levels?.LAFMax },
  { name: 'here', of: ({ local }) => local.map(({ format }) => format).join(' ') },
  { name: 'tags', of: ({ tags }) => tags.join(' ') },
  { name: 'note', of: ({ note = '' }) => guarded(note) },
  { name: 'set at', of: ({ marked }, zone) => marked && formatTime(marked.at, zone) },
  { name: 'set by', of: ({ marked }) => guarded(marked?.by ?? '') },
];
const csvCells = (sound: Sound, zone: Zone): readonly (string | number)[] =>
  COLUMNS.map(({ of }) => of(sound, zone) ?? '');

function soundJson(sound: Sound, zone: Zone): object {
  const at = (ms: number | undefined) => (ms === undefined ? null : formatTime(ms, zone));
  const { event, levels } = sound;
  return {
    ...{ id: sound.id, instrument: sound.instrument, start: at(sound.from), end: at(sound.to) },
    ...{ lists: sound.lists, trigger: sound.trigger ?? null },
    ...{ triggerStart: at(sound.triggerFrom), triggerEnd: at(sound.triggerTo) },
    event:
      event === undefined
        ? null
        : { type: event.type ?? null, name: event.name ?? null, level: event.level ?? null },
    ...{ LAeq: levels?.LAeq ?? null, LAFMax: levels?.LAFMax ?? null },
    ...{ tags: sound.tags, note: sound.note ?? null },
    ...{ setAt: at(sound.marked?.at), setBy: sound.marked?.by ?? null },
    local: sound.local.map(
      ({ format, lossy, sizeBytes, durationMs, sampleRate, bitsPerSample, ...file }) => ({
        ...{
          format,
          lossy,
          bytes: sizeBytes,
          durationMs: durationMs ?? null,
          sampleRate: sampleRate ?? null,
        },
        ...{ bitsPerSample: bitsPerSample ?? null, sha256: file.sha256, fetchedAt: at(file.fetchedAt) },
      }),
    ),
  };
}
