import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode, isMissing, levelAt } from '../../support/fake-world';
import { parseCsv } from '../../support/parse-csv';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram } from './program';

const KEY = 'canary-export-key';
const SERIAL = 'QT100001';
const DAY = 86_400_000;
const FROM = Math.floor(Date.now() / DAY) * DAY - 4 * DAY;
const TO = FROM + DAY;
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const SPAN = ['--from', iso(FROM), '--to', iso(TO)];
const LEVELS = ['--dataset', 'timehistory', '--instrument', SERIAL];

const root = tempFolder('cli-data');
let cli: CliProgram;
let demo: DemoServer;
let runs = 0;

/** Without key or service: exports need neither. */
const run = (...args: string[]) => cli.run(args, { home: path.join(root, 'home') });
const exportTo = async (...args: string[]) => {
  const out = path.join(root, String(runs++));
  const result = await run('export', 'data', '--out', out, ...args);
  const files = await readdir(out, { recursive: true }).catch(() => []);
  const notes = result.stderr.split('\n').filter((line) => line.startsWith('Not held'));
  return { ...result, notes, out, files: files.filter((file) => /\.\w+$/.test(file)).sort() };
};
const expected = Array.from({ length: DAY / 1_000 }, (_, i) => {
  const time = FROM + i * 1_000;
  return isMissing(time) ? null : levelAt(time);
});

beforeAll(async () => {
  cli = await buildCli();
  demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, key: KEY });
  const home = path.join(root, 'home');
  const asked = ['sync', ...LEVELS, '--dataset', 'events', ...SPAN];
  const synced = await cli.run(asked, { home, url: demo.url, key: KEY });
  if (synced.code !== 0) throw new Error(synced.stderr);
  await demo.close();
}, 120_000);
afterAll(async () => {
  await cli.remove();
  await rm(root, { recursive: true, force: true });
});

describe('leqbook export data', () => {
  it('writes CSV that holds what the service sent', async () => {
    const { code, stdout, notes, out, files } = await exportTo(...LEVELS, ...SPAN, '--zone', 'Europe/London');
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(stdout).toMatch(/^1 file written, \d/);
    const { header, rows } = parseCsv(await readFile(path.join(out, files[0] ?? ''), 'utf8'));
    expect(header).toEqual(['time', 'LAeq', 'LAFMax', 'LCPeak']);
    expect(rows.map(([time]) => Date.parse(time ?? ''))).toEqual(expected.map((_, i) => FROM + i * 1_000));
    expect(rows.map(([, level]) => (level === '' ? null : Number(level)))).toEqual(expected);
  });

  it('writes Parquet that holds what the service sent, and nothing twice', async () => {
    const { code, out, files } = await exportTo(...LEVELS, ...SPAN, '--format', 'parquet');
    expect(code).toBe(0);
    const [file = ''] = files;
    expect(file.replaceAll('\\', '/')).toBe(
      `dataset=timehistory/instrument=${SERIAL}/day=${iso(FROM).slice(0, 10)}/1s.parquet`,
    );
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path.join(out, file)) });
    expect(rows.map((row): unknown => row['LAeq'])).toEqual(expected);
    const again = await run('export', 'data', '--out', out, ...LEVELS, ...SPAN, '--format', 'parquet');
    expect(again).toMatchObject({ code: 0, stdout: '0 files written, 0 kB; 1 unchanged\n' });
  });

  it('writes workbooks that hold what the service sent', async () => {
    const hours = ['--from', iso(FROM), '--to', iso(FROM + 2 * 3_600_000), '--format', 'xlsx'];
    const { code, out, files } = await exportTo(...LEVELS, ...hours);
    expect(code).toBe(0);
    const [, data] = await readSheets(path.join(out, files[0] ?? ''));
    expect(data?.data.slice(2).map((row) => row[2])).toEqual(expected.slice(0, 7_200));
  });

  it('takes every dataset that is held when none is named, and names what is not held', async () => {
    const { code, stderr, files } = await exportTo('--instrument', SERIAL, ...SPAN);
    expect(code).toBe(1);
    expect(files.map((file) => path.basename(file).split('_')[1] ?? '')).toEqual(
      expect.arrayContaining(['events', 'instruments', 'status', 'timehistory-1s']),
    );
    expect(stderr).toContain(
      `Not held: ${SERIAL} calibrations from ${iso(FROM)} to ${iso(TO)}: not asked yet\n`,
    );
    expect(stderr).not.toContain('timehistory:1s');
  });

  it('names what is not held of a longer span, to the second', async () => {
    const result = await exportTo(...LEVELS, '--from', iso(FROM - 2_000), '--to', iso(TO));
    expect(result).toMatchObject({
      code: 1,
      notes: [`Not held: ${SERIAL} timehistory:1s from ${iso(FROM - 2_000)} to ${iso(FROM)}: not asked yet`],
    });
  });

  it('refuses what cannot be done, and says why', async () => {
    const long = ['--from', iso(FROM - 20 * DAY), '--to', iso(TO), '--format', 'xlsx'];
    const tooLong = await exportTo(...LEVELS, ...long);
    expect(tooLong).toMatchObject({ code: 1, stdout: '', files: [] });
    expect(tooLong.stderr).toContain('Choose CSV or Parquet');
    const zone = await exportTo(...LEVELS, ...SPAN, '--zone', 'Europe/Lnodon');
    expect(zone).toMatchObject({ code: 2, files: [] });
    expect(zone.stderr).toContain('there is no time zone Europe/Lnodon');
    const unknown = await exportTo('--instrument', 'QT999999', ...SPAN);
    expect(unknown).toMatchObject({ code: 1, files: [] });
    expect(unknown.stderr).toContain('QT999999');
    const nothing = await exportTo('--dataset', 'weather', '--instrument', SERIAL, ...SPAN);
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toContain('Nothing is held of this choice.');
  });

  it('exits with 5 when it cannot write there', async () => {
    const result = await run('export', 'data', '--out', '/dev/null/x', ...LEVELS, ...SPAN);
    expect(result).toMatchObject({ code: 5, stdout: '' });
  });
});
