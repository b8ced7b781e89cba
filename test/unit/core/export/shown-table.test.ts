import readXlsx from 'read-excel-file/node';
import { expect, test } from 'vitest';
import type { ShownTable } from '../../../../electron/contract/save';
import { shownTableFile } from '../../../../electron/core/export/shown-table';
import { createPace } from '../../../../electron/core/export/table-pace';

const AT = Date.UTC(2026, 9, 25, 0, 30);
const table: ShownTable = {
  columns: [
    { name: 'From', kind: 'time' },
    { name: 'LAeq', kind: 'number', unit: 'dB' },
    { name: 'Why', kind: 'text' },
  ],
  // The hour that autumn repeats, a gap, and text that a spreadsheet would reckon with.
  rows: [
    [AT, 54.25, 'plant'],
    [AT + 3_600_000, null, '=1+1'],
  ],
  facts: [['Instrument', '12345']],
  zone: 'Europe/London',
};
const about = { exportedAt: AT + 86_400_000, pace: createPace(new AbortController().signal) };

test('a table on show becomes lines with its facts above, times with their offset and gaps empty', async () => {
  const text = Buffer.from(await shownTableFile(table, { ...about, format: 'csv' })).toString();
  expect(text.split('\n')).toEqual([
    '# Instrument: 12345',
    '# Time zone: Europe/London; every time carries its offset from UTC',
    '# Exported: 2026-10-26T00:30:00+00:00',
    'From,LAeq [dB],Why',
    '2026-10-25T01:30:00+01:00,54.25,plant',
    "2026-10-25T01:30:00+00:00,,'=1+1",
    '',
  ]);
});

test('a table on show becomes a workbook whose figures are numbers', async () => {
  const bytes = await shownTableFile(table, { ...about, format: 'xlsx' });
  const sheets = await readXlsx(Buffer.from(bytes));
  const data = sheets.find(({ sheet }) => sheet === 'Data')?.data ?? [];
  expect(data[0]).toEqual(['From', 'From (ISO 8601)', 'LAeq', 'Why']);
  expect(data[1]?.[2]).toBe('dB');
  expect(data.slice(2).map((row) => row.slice(1))).toEqual([
    ['2026-10-25T01:30:00+01:00', 54.25, 'plant'],
    ['2026-10-25T01:30:00+00:00', null, '=1+1'],
  ]);
});

test('a row that is not as wide as its table, and a zone that is none, are refused', async () => {
  const odd = { ...table, rows: [[AT, 1]] };
  await expect(shownTableFile(odd, { ...about, format: 'csv' })).rejects.toMatchObject({
    error: { kind: 'invalid', path: 'table.rows.0' },
  });
  await expect(
    shownTableFile({ ...table, zone: 'Mars/Olympus' }, { ...about, format: 'csv' }),
  ).rejects.toMatchObject({ error: { kind: 'invalid', path: 'zone' } });
});
