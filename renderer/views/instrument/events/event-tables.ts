/** Events as tables to be saved. Pure. */
import type { EventHistory, EventRow, EventSpectrum, ShownTable } from '../../../../electron/contract/index';
import { holdingWord } from './event-words';

type Table = Omit<ShownTable, 'facts'>;
const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** A row per event, in the order given. */
export const eventsTable = (rows: readonly EventRow[], zone: string): Table => ({
  columns: [
    { name: 'Begins', kind: 'time' },
    { name: 'Ends', kind: 'time' },
    { name: 'Length', kind: 'number', unit: 's' },
    { name: 'Type', kind: 'text' },
    { name: 'Trigger', kind: 'text' },
    { name: 'Trigger level', kind: 'number', unit: 'dB' },
    { name: 'Time history', kind: 'text' },
    { name: 'Audio', kind: 'text' },
    { name: 'Key', kind: 'text' },
  ],
  rows: rows.map(({ key, from, to, type, trigger, level, history, audio }) => [
    from,
    to ?? null,
    to === undefined ? null : (to - from) / 1_000,
    type ?? null,
    trigger ?? null,
    level ?? null,
    holdingWord(history),
    holdingWord(audio),
    key,
  ]),
  zone,
});

/** A row per sample. */
export const historyTable = ({ time, channels }: EventHistory, zone: string): Table => ({
  columns: [
    { name: 'Time', kind: 'time' },
    ...channels.map(({ name }) => ({ name, kind: 'number' as const, unit: 'dB' })),
  ],
  rows: Array.from(time, (at, i) => [at, ...channels.map(({ values }) => orNull(values[i]))]),
  zone,
});

/** A row per band. */
export const spectrumTable = ({ bands, mean, min, max }: EventSpectrum, zone: string): Table => ({
  columns: [
    { name: 'Band', kind: 'text' },
    { name: 'Exact centre', kind: 'number', unit: 'Hz' },
    { name: 'Mean', kind: 'number', unit: 'dB' },
    { name: 'Lowest', kind: 'number', unit: 'dB' },
    { name: 'Highest', kind: 'number', unit: 'dB' },
  ],
  rows: bands.map(({ name, centreHz }, i) => [name, ...[centreHz, mean[i], min[i], max[i]].map(orNull)]),
  zone,
});
