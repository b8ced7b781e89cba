/** What the monitor noted, in words and as a table. Pure. */
import type { ShownTable, SystemEventRow } from '../../../../electron/contract/index';

/** All that it said; empty when that is nothing. */
export const eventWords = ({ description, more }: SystemEventRow): string =>
  [description, ...more.map(({ name, text }) => `${name}: ${text}`)].filter(Boolean).join(' · ');

export const eventTable = (rows: readonly SystemEventRow[]): Pick<ShownTable, 'columns' | 'rows'> => ({
  columns: [
    { name: 'Time', kind: 'time' },
    { name: 'Event', kind: 'text' },
    { name: 'What the monitor said', kind: 'text' },
  ],
  rows: rows.map((row) => [row.time, row.event ?? null, eventWords(row) || null]),
});
