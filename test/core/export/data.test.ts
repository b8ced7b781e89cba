import { readFileSync } from 'node:fs';
import path from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import readSheets from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from '../../support/parse-csv';
import { tempFolder } from '../../support/temp';
import { DAY, MONDAY, openHarness, SERIAL, type Harness } from './harness';

const root = tempFolder('data');
let runs = 0;
let h: Harness;
beforeEach(() => {
  h = openHarness(path.join(root, String(runs++)));
  h.instrument(SERIAL, { name: 'North gate', model: 'CR:171B' });
});
afterEach(() => h.close());

const fullPath = (file: string) => path.join(h.folder, file);
const parquet = async (file: string) =>
  parquetReadObjects({ file: await asyncBufferFromFile(fullPath(file)) });
const csv = (file: string) => parseCsv(readFileSync(fullPath(file), 'utf8'));
const DAY_FILE = (day: string) => `dataset=timehistory/instrument=${SERIAL}/day=${day}/1s.parquet`;
const HOUR = 3_600_000;

/** A level now and then missing, the same for a seed. */
const level = (i: number) => (i % 11 === 3 ? NaN : 30 + ((i * 7_919) % 6_000) / 100);
const levels = (length: number, from = 0) => Array.from({ length }, (_, i) => level(from + i));

describe('the same samples, in every format,', () => {
  const SPAN = { from: MONDAY + 22 * HOUR, to: MONDAY + 26 * HOUR };
  const COUNT = 4 * 3_600;
  beforeEach(() => {
    h.samples({ start: SPAN.from, values: levels(COUNT) });
    h.samples({ start: SPAN.from, channel: 'LCPeak', values: levels(COUNT, 5) });
    h.answered('timehistory', '1s', SPAN);
  });
  const expected = (i: number) => ({
    time: SPAN.from + i * 1_000,
    LAeq: Number.isNaN(level(i)) ? null : level(i),
    LCPeak: Number.isNaN(level(i + 5)) ? null : level(i + 5),
  });

  it('come back from Parquet, one file per day, a missing sample as null', async () => {
    expect(await h.export({ format: 'parquet', span: SPAN })).toMatchObject({
      state: 'done',
      done: 2,
      total: 2,
    });
    expect(h.files()).toEqual([DAY_FILE('2026-03-02'), DAY_FILE('2026-03-03'), 'leqbook-export.json']);
    const rows = [
      ...(await parquet(DAY_FILE('2026-03-02'))),
      ...(await parquet(DAY_FILE('2026-03-03'))),
    ] as Record<string, unknown>[];
    // Days are whole.
    expect(rows).toHaveLength(2 * 86_400);
    const held = rows.filter(({ time }) => +(time as Date) >= SPAN.from && +(time as Date) < SPAN.to);
    expect(held.map(({ time, LAeq, LCPeak }) => ({ time: +(time as Date), LAeq, LCPeak }))).toEqual(
      Array.from({ length: COUNT }, (_, i) => expected(i)),
    );
    expect(rows.filter((row) => row['LAeq'] !== null)).toHaveLength(
      held.filter((row) => row['LAeq'] !== null).length,
    );
    expect(held[0]).toMatchObject({
      serial: SERIAL,
      variant: '1s',
      step_ms: 1_000,
      LAFMax: null,
      other: null,
    });
  });

  it('come back from CSV', async () => {
    await h.export({ span: SPAN });
    const file = `${SERIAL}/${SERIAL}_timehistory-1s_20260302T220000Z_20260303T020000Z.csv`;
    expect(h.files()).toEqual([file, 'leqbook-export.json']);
    const { header, rows, comments } = csv(file);
    expect(header).toEqual(['time', 'LAeq', 'LAFMax', 'LCPeak']);
    expect(
      rows.map(([time, laeq, lafmax, lcpeak]) => {
        expect(lafmax).toBe('');
        const number = (text = '') => (text === '' ? null : Number(text));
        return { time: Date.parse(time ?? ''), LAeq: number(laeq), LCPeak: number(lcpeak) };
      }),
    ).toEqual(Array.from({ length: COUNT }, (_, i) => expected(i)));
    expect(comments.slice(0, 9)).toEqual([
      '# Leqbook: 1.2.3',
      `# Instrument: ${SERIAL}`,
      '# Name: North gate',
      '# Model: CR:171B',
      '# Dataset: timehistory:1s (Noise time history, 1 s)',
      '# From: 2026-03-02T22:00:00Z',
      '# To: 2026-03-03T02:00:00Z (not included)',
      '# Time zone: UTC; every time carries its offset from UTC',
      '# Sample length: 1000 ms',
    ]);
    expect(comments).toContain('# Units: LAeq dB, LAFMax dB, LCPeak dB');
  });

  it('tell times by the clock of each instrument’s site, under names that stay the same', async () => {
    const other = 'QT200002';
    h.instrument(other);
    h.samples({ serial: other, start: MONDAY, values: [50] });
    const sites = { [SERIAL]: 'Australia/Darwin', [other]: 'America/St_Johns' };
    h.archive.people.put(
      Object.entries(sites).map(([serial, zone]) => ({
        added: { kind: 'site' as const, name: zone, tags: [], zone, instruments: [serial] },
      })),
      MONDAY,
      'ana',
    );
    const span = { from: MONDAY, to: MONDAY + DAY };
    await h.export({ span, zone: 'UTC' });
    const files = h.files();
    await h.export({ span, elsewhere: 'Asia/Tokyo' });
    expect(h.files()).toEqual(files);
    const told = [SERIAL, other].map((serial) => {
      const { rows, comments } = csv(`${serial}/${serial}_timehistory-1s_20260302_20260303.csv`);
      return [comments.find((line) => line.startsWith('# Time zone')), rows[0]?.[0]];
    });
    expect(told).toEqual([
      ['# Time zone: Australia/Darwin; every time carries its offset from UTC', '2026-03-02T09:30:00+09:30'],
      ['# Time zone: America/St_Johns; every time carries its offset from UTC', '2026-03-01T20:30:00-03:30'],
    ]);
    const before = h.times();
    expect((await h.export({ span })).summary).toContain('unchanged');
    expect(h.times()).toEqual(before);
  });

  it('come back from XLSX, times as dates and as text', async () => {
    await h.export({ span: SPAN, format: 'xlsx', zone: 'Europe/London' });
    const [file = ''] = h.files();
    const sheets = await readSheets(fullPath(file));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['About', 'Data']);
    expect(sheets[0]?.data.slice(0, 4)).toEqual([
      ['Leqbook', '1.2.3'],
      ['Instrument', SERIAL],
      ['Name', 'North gate'],
      ['Model', 'CR:171B'],
    ]);
    const [names, units, ...rows] = sheets[1]?.data ?? [];
    expect(names).toEqual(['time', 'time (ISO 8601)', 'LAeq', 'LAFMax', 'LCPeak']);
    expect(units).toEqual(['Europe/London', 'with offset', 'dB', 'dB', 'dB']);
    expect(
      rows.map(([date, iso, laeq, , lcpeak]) => {
        // Winter in London: the local time is that of UTC.
        expect(Math.abs(+(date as unknown as Date) - Date.parse(String(iso)))).toBeLessThan(5);
        return { time: Date.parse(String(iso)), LAeq: laeq ?? null, LCPeak: lcpeak ?? null };
      }),
    ).toEqual(Array.from({ length: COUNT }, (_, i) => expected(i)));
  });
});
