/** What is kept as a table to be saved, for all instruments or for one. Pure. */
import type { KeepRow, ShownTable } from '../../../electron/contract/index';

const FROM: Readonly<Record<KeepRow['from'], string>> = {
  default: 'usual',
  all: 'chosen for all instruments',
  instrument: 'chosen for this instrument',
};

export const keepTable = (rows: readonly KeepRow[], zone: string): Omit<ShownTable, 'facts'> => ({
  columns: [
    { name: 'Dataset', kind: 'text' },
    { name: 'Kept', kind: 'number', unit: 'days' },
    { name: 'Because', kind: 'text' },
    { name: 'A day takes', kind: 'number', unit: 'B' },
    { name: 'In all', kind: 'number', unit: 'B' },
    { name: 'Size is', kind: 'text' },
  ],
  rows: rows.map(({ title, days, from, diskBytesPerDay, diskBytes, measured }) => [
    title,
    days,
    FROM[from],
    diskBytesPerDay,
    diskBytes,
    measured ? 'measured' : 'estimated',
  ]),
  zone,
});
