import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import readSheets from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../electron/contract/model';
import { datasets } from '../../../electron/core/datasets';
import { parquetColumns, schemaOf } from '../../../electron/core/export/parquet-schema';
import { readRows } from '../../../electron/core/export/rows';
import { cellOf, type Value } from '../../../electron/core/export/table';
import { parseCsv } from '../../support/parse-csv';
import { tempFolder } from '../../support/temp';
import { DAY, MONDAY, openHarness, SERIAL, type Harness } from './harness';

const root = tempFolder('data-tables');
let runs = 0;
let h: Harness;
beforeEach(() => {
  h = openHarness(path.join(root, String(runs++)));
  h.instrument(SERIAL);
});
afterEach(() => h.close());

const HOUR = 3_600_000;
const SPAN = { from: MONDAY, to: MONDAY + DAY };
const full = (file: string) => path.join(h.folder, file);
const only = (end: string) => {
  const found = h.files().filter((file) => file.endsWith(end));
  if (found.length !== 1) throw new Error(`${String(found.length)} files that end in ${end}`);
  return full(found[0] ?? '');
};
const fromParquet = async (file: string) =>
  (await parquetReadObjects({ file: await asyncBufferFromFile(file) })) as Record<string, unknown>[];
const fromCsv = (file: string) => {
  const { header, rows, ...rest } = parseCsv(readFileSync(file, 'utf8'));
  const objects = rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i] ?? '', cell])));
  return { ...rest, header, objects };
};
const one = (dataset: DatasetId, variant = '') => [{ dataset, variant }];
const rowsOf = (dataset: DatasetId, variant: string, span = SPAN): readonly Record<string, Value>[] => {
  const rows = readRows(h.archive, { dataset, variant, instrument: SERIAL, span, channels: [] });
  return [...rows.pieces()].flatMap((piece) =>
    Array.from({ length: piece.length }, (_, row) =>
      Object.fromEntries(rows.columns.map(({ name }, i) => [name, cellOf(piece, i, row)])),
    ),
  );
};

describe('series', () => {
  it('hold what the archive holds, whatever it is, and null elsewhere', async () => {
    const run = fc.record({
      at: fc.integer({ min: 0, max: 1_400 }),
      values: fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
        ...{ minLength: 1, maxLength: 40 },
      }),
    });
    const span = fc.tuple(fc.integer({ min: 0, max: 1_400 }), fc.integer({ min: 1, max: 1_400 }));
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 5 }), span, async (all, [from, length]) => {
        const serial = `R${String(round++)}`;
        h.instrument(serial);
        // Two days meet in the middle.
        const start = MONDAY + DAY - 700 * 60_000;
        for (const { at, values } of all)
          h.samples({
            ...{ dataset: 'weather', serial, channel: 'temperature', stepMs: 60_000 },
            ...{ start: start + at * 60_000, values },
          });
        const asked = { from: start + from * 60_000, to: start + (from + length) * 60_000 };
        h.answered('weather', '', asked, serial);
        const expected = [...h.archive.series.read('weather', serial, 'temperature', 60_000, asked)].map(
          (value, i) => ({ time: asked.from + i * 60_000, value: Number.isNaN(value) ? null : value }),
        );
        fc.pre(expected.some(({ value }) => value !== null));
        const request = { datasets: one('weather'), span: asked, instruments: [serial] };
        const folder = path.join(h.folder, serial);
        await h.export({ ...request, format: 'csv' });
        const [name = ''] = readdirSync(folder);
        const csv = fromCsv(path.join(folder, name)).objects.map((row) => ({
          time: Date.parse(row['time'] ?? ''),
          value: row['temperature'] === '' ? null : Number(row['temperature']),
        }));
        // Text knows no minus zero.
        const unsigned = expected.map(({ time, value }) => ({
          time,
          value: value === null ? null : value + 0,
        }));
        expect(csv).toEqual(unsigned);
        await h.export({ ...request, format: 'parquet' });
        const files = h.files().filter((file) => file.includes(`instrument=${serial}/`));
        const rows = (await Promise.all(files.map((file) => fromParquet(full(file))))).flat();
        const held = new Map(rows.map((row) => [+(row['time'] as Date), row['temperature']]));
        expect(expected.map(({ time }) => ({ time, value: held.get(time) ?? null }))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('are where the archive counts them to be, found without counting', () => {
    h.samples({ values: [1, 2], start: MONDAY + 3 * DAY });
    h.samples({ values: [NaN, 2] });
    h.samples({ values: [1], channel: 'LCPeak', stepMs: 10_000 });
    const counted = h.archive.series.channels('timehistory', SERIAL);
    expect(counted).toHaveLength(2);
    expect(h.archive.series.extents('timehistory', SERIAL)).toEqual(
      counted.map(({ channel, stepMs, extent }) => ({ channel, stepMs, extent })),
    );
  });

  it('are told at the step the instrument records in, and at each when it changed', () => {
    h.samples({ stepMs: 10_000, values: new Array<number>(360).fill(50) });
    h.samples({ stepMs: 1_000, start: MONDAY + HOUR, values: new Array<number>(3_600).fill(60) });
    const rows = rowsOf('timehistory', '1s', { from: MONDAY, to: MONDAY + 3 * HOUR });
    expect(rows).toHaveLength(360 + 2 * 3_600);
    expect(rows.slice(358, 362)).toMatchObject([
      { time: MONDAY + HOUR - 20_000, step_ms: 10_000, LAeq: 50 },
      { time: MONDAY + HOUR - 10_000, step_ms: 10_000, LAeq: 50 },
      { time: MONDAY + HOUR, step_ms: 1_000, LAeq: 60 },
      { time: MONDAY + HOUR + 1_000, step_ms: 1_000, LAeq: 60 },
    ]);
    expect(rows.at(-1)).toMatchObject({ time: MONDAY + 3 * HOUR - 1_000, step_ms: 1_000, LAeq: null });
  });

  it('do not take what another variant fetched for their own, but what they were given instead', () => {
    h.samples({ stepMs: 1_000, values: new Array<number>(7_200).fill(50) });
    h.answered('timehistory', '1s', { from: MONDAY, to: MONDAY + 2 * HOUR });
    h.samples({ stepMs: 100, start: MONDAY + HOUR, values: new Array<number>(600).fill(60) });
    const span = { from: MONDAY, to: MONDAY + 2 * HOUR };
    expect(rowsOf('timehistory', '100ms', span)).toHaveLength(72_000);
    // The second hour was asked for at 100 ms, and the instrument had no more than seconds.
    h.answered('timehistory', '100ms', { from: MONDAY + 1.5 * HOUR, to: MONDAY + 2 * HOUR });
    const rows = rowsOf('timehistory', '100ms', span);
    expect(rows.filter((row) => row['step_ms'] === 1_000)).toHaveLength(1_800);
    expect(rows.filter((row) => row['LAeq'] === 60)).toHaveLength(600);
    expect(rows.at(-1)).toMatchObject({ step_ms: 1_000, LAeq: 50 });
  });

  it('keep what the registry does not know: more channels, and what came beside a minute', async () => {
    const minutes = { dataset: 'weather', stepMs: 60_000 } as const;
    h.samples({ ...minutes, channel: 'temperature', values: [1, 2, 3] });
    h.samples({ ...minutes, channel: 'visibility', values: [9, NaN, 7] });
    h.records('weather', [{ time: MONDAY + 60_000, data: { sky: 'clear' } }]);
    const span = { from: MONDAY, to: MONDAY + 3 * 60_000 };
    expect(rowsOf('weather', '', span).map(({ visibility, other }) => ({ visibility, other }))).toEqual([
      { visibility: 9, other: null },
      { visibility: null, other: { sky: 'clear' } },
      { visibility: 7, other: null },
    ]);
    await h.export({ datasets: one('weather'), span, format: 'parquet' });
    const rows = await fromParquet(only('data.parquet'));
    expect(rows.slice(0, 4).map(({ other }) => other)).toEqual([
      '{"visibility":9}',
      '{"beside":{"sky":"clear"}}',
      '{"visibility":7}',
      null,
    ]);
  });

  it('have one column per band', async () => {
    const bands = { dataset: 'frequencyhistory', stepMs: 1_000 } as const;
    h.samples({ ...bands, channel: 'Octave Z 1KHz', values: [41, 42] });
    h.samples({ ...bands, channel: 'Octave A 1KHz', values: [51, 52] });
    h.samples({ ...bands, channel: 'Third Z 1KHz', values: [31, 32] });
    const span = { from: MONDAY, to: MONDAY + 2_000 };
    expect(rowsOf('frequencyhistory', 'Octave-Z-1s', span).map((row) => row['1KHz'])).toEqual([41, 42]);
    const request = { datasets: one('frequencyhistory', 'Octave-A-1s'), span };
    await h.export({ ...request, format: 'parquet' });
    const [first] = await fromParquet(only('Octave-A-1s.parquet'));
    expect(first).toMatchObject({ bands: 'Octave', weighting: 'A', '1KHz': 51, '20KHz': null });
    await h.export({ ...request, format: 'csv' });
    expect(fromCsv(only('.csv')).objects.map((row) => row['1KHz'])).toEqual(['51', '52']);
  });
});

describe('records', () => {
  it('keep all that came, as typed columns and as the object itself', async () => {
    const sent = {
      ...{ startTime: '2026-03-02T01:00:00.1234567Z', endTime: '2026-03-02T02:00:10+01:00', level: 71.5 },
      ...{ name: '=HYPERLINK("http://x","y")', overall: [1, null, 3], addedLater: { a: 1 }, audioTime: null },
      type: 'Ünïcode, "quoted"\nand more 🎵',
    };
    const time = MONDAY + HOUR + 123;
    h.records('events', [
      { time, data: sent },
      { key: 'b', time: time + 1, data: { level: 'loud' } },
    ]);
    for (const format of ['csv', 'parquet', 'xlsx'] as const)
      await h.export({ datasets: one('events'), format });
    const [first, second] = await fromParquet(only('data.parquet'));
    expect(first).toMatchObject({
      ...{ time: new Date(time), serial: SERIAL, level: 71.5, name: sent.name, type: sent.type },
      ...{ startTime: new Date(time), endTime: new Date(MONDAY + HOUR + 10_000), audioTime: null },
      overall: '[1,null,3]',
    });
    expect(JSON.parse(String(first?.['raw']))).toEqual(sent);
    expect(second).toMatchObject({ level: null, raw: '{"level":"loud"}' });
    const csv = fromCsv(only('.csv')).objects;
    expect(csv[0]).toMatchObject({
      ...{ startTime: '2026-03-02T01:00:00.1234567Z', endTime: '2026-03-02T01:00:10Z', level: '71.5' },
      ...{ name: `'${sent.name}`, type: sent.type, audioTime: '' },
    });
    expect(JSON.parse(csv[0]?.['raw'] ?? '')).toEqual(sent);
    const [names = [], , row = []] = (await readSheets(only('.xlsx')))[1]?.data ?? [];
    const cell = (name: string) => row[names.indexOf(name)];
    // A cell of text is text in a workbook, so nothing has to be put before it.
    expect(cell('name')).toBe(sent.name);
    expect(cell('type')).toBe(sent.type);
    expect(cell('level')).toBe(71.5);
    expect(cell('startTime (ISO 8601)')).toBe('2026-03-02T01:00:00.1234567Z');
    expect(JSON.parse(String(cell('raw')))).toEqual(sent);
  });

  it('of bands have a column for each, as a list or as an object', async () => {
    const row = (bands: unknown, n: number) => ({
      ...{ key: String(n), variant: 'Octave-Z', time: MONDAY + n },
      data: { type: 'Octave', weighting: 'Z', bands },
    });
    h.records('frequency', [
      row(
        [
          { name: '1khz', value: 50.5 },
          { name: '2KHz', value: null },
        ],
        0,
      ),
      row({ '1KHz': 60.5 }, 1),
      { ...row([{ name: '1KHz', value: 70 }], 2), variant: 'Octave-A' },
    ]);
    expect(rowsOf('frequency', 'Octave-Z').map((each) => [each['1KHz'], each['2KHz']])).toEqual([
      [50.5, null],
      [60.5, null],
    ]);
    await h.export({ datasets: one('frequency', 'Octave-A'), format: 'parquet' });
    expect(await fromParquet(only('.parquet'))).toMatchObject([
      { variant: 'Octave-A', '1KHz': 70, '6.3Hz': null },
    ]);
  });

  it('of the time history of events have a row per sample', () => {
    const blocks = [
      { start: '2026-03-02T01:00:00Z', sampleDuration: 500, values: [50, null, '...', 52.5] },
      { start: '2026-03-02T02:00:00Z', end: '2026-03-02T02:00:04Z', values: [60, 61] },
      '...',
    ];
    h.records('eventhistory', [
      { key: 'abc', time: MONDAY + HOUR, data: { series: [{ type: 'LAeq', blocks }] } },
    ]);
    const at = (ms: number, value: number | null) => ({
      time: MONDAY + ms,
      timeHistoryId: 'abc',
      type: 'LAeq',
      value,
    });
    expect(rowsOf('eventhistory', '')).toEqual([
      ...[at(HOUR, 50), at(HOUR + 500, null), at(HOUR + 1_000, null), at(HOUR + 1_500, 52.5)],
      ...[at(2 * HOUR, 60), at(2 * HOUR + 2_000, 61)],
    ]);
  });

  it('that were asked for and are not there make a table that says so', async () => {
    h.records('calibrations', [{}]);
    h.answered('events', '', SPAN);
    await h.export({ datasets: [...one('events'), ...one('calibrations'), ...one('recordings')] });
    expect(h.files().map((file) => path.basename(file).split('_')[1])).toEqual([
      'calibrations',
      'events',
      undefined,
    ]);
    const { objects, comments } = fromCsv(full(h.files()[1] ?? ''));
    expect(objects).toEqual([]);
    expect(comments).toContain(
      '# Held: 100 % of the span up to now, but for gaps under a minute; what is missing is empty',
    );
  });
});

describe('the Parquet tables of a dataset', () => {
  it.each(datasets.map(({ id, variants }) => [id, variants] as const))(
    'have one schema, whatever the variant and instrument: %s',
    (id, variants) => {
      const schemas = variants.map(({ id: variant }) =>
        schemaOf(parquetColumns(id, { variant, instrument: variant })),
      );
      for (const schema of schemas) expect(schema).toEqual(schemas[0]);
      const names = schemas[0]?.slice(1).map(({ name }) => name.toLowerCase()) ?? [];
      expect(names.slice(0, 3)).toEqual(['time', 'serial', 'variant']);
      // Readers of SQL ignore case, and take the partitions for columns.
      expect(new Set([...names, 'dataset', 'instrument', 'day']).size).toBe(names.length + 3);
    },
  );

  it('say what they are in their own metadata', async () => {
    h.samples({ values: new Array<number>(3_600).fill(50) });
    h.answered('timehistory', '1s', { from: MONDAY, to: MONDAY + 2 * HOUR });
    await h.export({ format: 'parquet' });
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(only('.parquet')));
    const said = Object.fromEntries(
      (metadata.key_value_metadata ?? []).map(({ key, value = '' }) => [key, value]),
    );
    expect(said['leqbook.version']).toBe('1.2.3');
    expect(JSON.parse(said['leqbook.units'] ?? '')).toEqual({ LAeq: 'dB', LAFMax: 'dB', LCPeak: 'dB' });
    expect(JSON.parse(said['leqbook.instrument'] ?? '')).toMatchObject({ serial: SERIAL });
    expect(JSON.parse(said['leqbook.coverage'] ?? '')).toEqual({
      held: 1 / 24,
      gaps: [
        { from: '2026-03-02T01:00:00Z', to: '2026-03-02T02:00:00Z', reason: 'empty' },
        { from: '2026-03-02T02:00:00Z', to: '2026-03-03T00:00:00Z', reason: 'not-asked' },
      ],
    });
    expect(metadata.row_groups.map(({ columns }) => columns.length)).toEqual([20, 20]);
    expect(Number(metadata.num_rows)).toBe(86_400);
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.codec).toBe('SNAPPY');
  });
});

describe('days of 23 and 25 hours', () => {
  const hours = { dataset: 'weather', channel: 'temperature', stepMs: 60_000 } as const;
  const exportDay = async (from: string, to: string, format: 'csv' | 'xlsx') => {
    const span = { from: Date.parse(from), to: Date.parse(to) };
    const count = (span.to - span.from) / 60_000;
    h.samples({ ...hours, start: span.from, values: Array.from({ length: count }, (_, i) => i) });
    h.now = span.to + DAY;
    await h.export({ datasets: one('weather'), span, format, zone: 'Europe/London' });
    return { span, count };
  };

  it.each([
    ['spring', '2026-03-29T00:00:00Z', '2026-03-29T23:00:00Z', 23],
    ['autumn', '2026-10-24T23:00:00Z', '2026-10-26T00:00:00Z', 25],
  ])('have each minute once, in %s', async (_season, from, to, length) => {
    const { span, count } = await exportDay(from, to, 'csv');
    expect(count).toBe(length * 60);
    const { objects } = fromCsv(only('.csv'));
    const times = objects.map((row) => row['time'] ?? '');
    expect(new Set(times).size).toBe(count);
    expect(times.map((time) => Date.parse(time))).toEqual(
      Array.from({ length: count }, (_, i) => span.from + i * 60_000),
    );
    expect([times[0]?.slice(11), times.at(-1)?.slice(11)]).toEqual(
      length === 23 ? ['00:00:00+00:00', '23:59:00+01:00'] : ['00:00:00+01:00', '23:59:00+00:00'],
    );
    const twice = times.filter((time) => time.slice(11, 13) === '01');
    expect(twice).toHaveLength(length === 23 ? 0 : 120);
  });

  it('stay apart in a workbook', async () => {
    const { count } = await exportDay('2026-10-24T23:00:00Z', '2026-10-26T00:00:00Z', 'xlsx');
    const [, , ...rows] = (await readSheets(only('.xlsx')))[1]?.data ?? [];
    expect(new Set(rows.map(([, iso]) => iso)).size).toBe(count);
    const local = (row: (typeof rows)[number]) =>
      new Date(+(row[0] as unknown as Date) + 500).toISOString().slice(11, 16);
    expect(rows.filter((row) => local(row).startsWith('01:'))).toHaveLength(120);
    expect(rows[0]?.[1]).toBe('2026-10-25T00:00:00+01:00');
  });
});

describe('a workbook', () => {
  it('that no sheet could hold is refused before anything is written', () => {
    h.samples({ values: [1] });
    const span = { from: MONDAY, to: MONDAY + 13 * DAY };
    expect(() => h.start({ span, format: 'xlsx' })).toThrow(
      /1,123,200 rows and a sheet holds 1,048,574\. Choose CSV or Parquet/,
    );
    expect(h.files()).toEqual([]);
    expect(h.queue.list()).toEqual([]);
  });

  it('bears text that XML does not, and cuts what no cell holds', async () => {
    const text = '<b>&amp;\u0000\u0007\ud800 _x0041_ ]]> "';
    h.records('calibrationlog', [{ data: { user: text, message: 'x'.repeat(40_000) } }]);
    await h.export({ datasets: one('calibrationlog'), format: 'xlsx' });
    const [names = [], , row = []] = (await readSheets(only('.xlsx')))[1]?.data ?? [];
    expect(String(row[names.indexOf('message')])).toHaveLength(32_767);
    expect(row[names.indexOf('user')]).toMatch(/^<b>&amp;.{3} _x0/);
  });
});

describe('names from outside', () => {
  it('become folders that hold, and stay apart where case is ignored', async () => {
    const serials = [
      '..',
      '../../x',
      'CON',
      'a/b',
      'qt1',
      'QT1',
      '=1+1',
      'Ü 1',
      ' ',
      'x'.repeat(128),
      '‮evil',
    ];
    for (const serial of serials) {
      h.instrument(serial);
      h.samples({ serial, values: [1] });
    }
    for (const format of ['csv', 'parquet', 'xlsx'] as const)
      expect(await h.export({ format, span: { from: MONDAY, to: MONDAY + 60_000 } })).toMatchObject({
        state: 'done',
        issues: [],
      });
    const files = h.files();
    expect(files).toHaveLength(3 * serials.length + 1);
    expect(new Set(files.map((file) => file.toUpperCase())).size).toBe(files.length);
    for (const file of files)
      for (const part of file.split('/'))
        expect(part).toMatch(/^(?:[a-z]+=)?[\p{L}\p{Nd}][\p{L}\p{Nd}_+.-]*$/u);
    const parquets = files.filter((file) => file.endsWith('.parquet'));
    const read = await Promise.all(
      parquets.map(async (file) => (await fromParquet(full(file)))[0]?.['serial']),
    );
    expect(read.sort()).toEqual([...serials].sort());
    expect(readdirSync(path.join(h.folder, '..')).sort()).toEqual(
      readdirSync(path.join(h.folder, '..')).filter(
        (name) => name === 'out' || name.startsWith('archive.db'),
      ),
    );
  });

  it('cannot hide a formula in the head of a table', async () => {
    h.instrument(SERIAL, { name: 'Gate,=1+1;@x\t-2\n=3|+4, "=5"', model: '=cmd' });
    h.samples({ values: [1] });
    await h.export({ span: { from: MONDAY, to: MONDAY + 1_000 } });
    const { comments } = fromCsv(only('.csv'));
    for (const line of comments)
      for (const cell of line.split(/[,;|\t]/)) expect(cell).not.toMatch(/^["\s]*[=+\-@]/);
    expect(comments[2]).toContain('# Name: Gate');
  });
});
