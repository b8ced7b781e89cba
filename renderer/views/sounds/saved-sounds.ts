/** The list of sounds as a table to be saved: what each row says, figures as numbers. Pure. */
import type { ShownTable, Sound } from '../../../electron/contract/index';
import { causeOf } from './words';

const SECOND = 1_000;

export function soundsTable(
  sounds: readonly Sound[],
  {
    zone,
    nameOf,
    tagOf,
  }: { zone: string; nameOf: (serial: string) => string; tagOf: (id: string) => string },
): Omit<ShownTable, 'facts'> {
  return {
    columns: [
      { name: 'Time', kind: 'time' },
      { name: 'Duration', kind: 'number', unit: 's' },
      { name: 'Serial', kind: 'text' },
      { name: 'Instrument', kind: 'text' },
      { name: 'Trigger or event', kind: 'text' },
      { name: 'LAeq', kind: 'number', unit: 'dB' },
      { name: 'LAFMax', kind: 'number', unit: 'dB' },
      { name: 'Tags', kind: 'text' },
      { name: 'Note', kind: 'text' },
      { name: 'On this computer', kind: 'text' },
    ],
    rows: sounds.map((sound) => [
      sound.from,
      (sound.to - sound.from) / SECOND,
      sound.instrument,
      nameOf(sound.instrument),
      causeOf(sound) || null,
      sound.levels?.LAeq ?? null,
      sound.levels?.LAFMax ?? null,
      sound.tags.map(tagOf).join(', ') || null,
      sound.note ?? null,
      sound.local.map(({ format }) => format).join(', ') || null,
    ]),
    zone,
  };
}
