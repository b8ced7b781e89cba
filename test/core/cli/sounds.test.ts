import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { parseCsv } from '../../support/parse-csv';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram, type Run } from './program';

const KEY = 'sounds-of-the-cli';
const SERIAL = 'QT100001';
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Surely settled. */
const FROM = Math.floor(Date.now() / DAY) * DAY - 4 * DAY;
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const CHOICE = ['--instrument', SERIAL, '--from', iso(FROM), '--to', iso(FROM + 6 * HOUR)];
const RECORDINGS = ['--filter', 'trigger=Default'];
const WAV_BYTES = 320_044;

const root = tempFolder('cli-sounds');
const home = path.join(root, 'home');
let cli: CliProgram;
let demo: DemoServer;
const run = (...args: string[]): Promise<Run> => cli.run(args, { home, url: demo.url, key: KEY });
const exporting = (folder: string, ...more: string[]) =>
  run(
    'export',
    'audio',
    '--out',
    path.join(root, folder),
    '--format',
    'wav',
    ...CHOICE,
    ...RECORDINGS,
    ...more,
  );
const filesIn = async (folder: string) =>
  (await readdir(path.join(root, folder), { recursive: true }))
    .filter((file) => file.endsWith('.wav'))
    .sort();

beforeAll(async () => {
  cli = await buildCli();
  demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, key: KEY });
  const lists = ['--dataset', 'recordings', '--dataset', 'events', '--dataset', 'instruments'];
  expect(await run('sync', ...lists, ...CHOICE)).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await demo.close();
  await cli.remove();
});

describe('a dry run', () => {
  it('says what an export would come to, and fetches and writes nothing', async () => {
    const before = demo.journal.length;
    const { code, stdout, stderr } = await exporting('dry/inner', '--dry-run', '--max-bytes', '1MB');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^files +6$/m);
    expect(stdout).toMatch(/^sound +2 min \(120 s\)$/m);
    expect(stdout).toMatch(/^size +about 11\.5 MB \(11520000 bytes\), by rule of thumb/m);
    expect(stdout).toMatch(/^free +[\d.]+ [kMGT]B$/m);
    expect(stdout).toMatch(
      new RegExp(`^names +${SERIAL}/[-\\d]+/${SERIAL}_\\d{8}T001000Z_Default_20s\\.wav$`, 'm'),
    );
    expect(demo.journal.length).toBe(before);
    expect(existsSync(path.join(root, 'dry'))).toBe(false);
  });

  it('says what is there already', async () => {
    expect((await exporting('there')).code).toBe(0);
    const { stdout } = await exporting('there', '--dry-run');
    expect(stdout).toMatch(/^files +6, 6 of them there already$/m);
  });

  it('says when lists are not known to be final, and when nothing matches', async () => {
    const later = ['--instrument', SERIAL, '--from', iso(FROM + 20 * HOUR), '--to', iso(FROM + 21 * HOUR)];
    const { code, stderr } = await run('export', 'audio', '--out', root, '--dry-run', ...later);
    expect(code).toBe(1);
    expect(stderr).toContain('No sounds are listed');
    expect(stderr).toContain('not final');
  });
});

describe('an export of audio', () => {
  it('changes nothing when its template of names cannot be', async () => {
    const before = demo.journal.length;
    const { code, stdout, stderr } = await exporting('refused', '--name', '{serial}/{colour}.{ext}');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--name: There is no field {colour}');
    const late = await exporting('refused', '--until', '2020-01-01');
    expect(late.code).toBe(2);
    expect(late.stderr).toContain('--until has passed already');
    expect(demo.journal.length).toBe(before);
    expect(existsSync(path.join(root, 'refused'))).toBe(false);
  });

  it('names files by a template, on the clock of a zone', async () => {
    const name = '{year}/{serial} {localTime}.{ext}';
    const zone = ['--zone', 'Asia/Tokyo', '--filter', 'time=09:00-10:30'];
    const { code, stderr } = await exporting('named', '--name', name, ...zone);
    expect(code).toBe(0);
    // Only lists were synced.
    expect(stderr).toContain('The manifest cannot tell the levels of these sounds');
    expect(await filesIn('named')).toEqual(
      [0, 1].map((hour) => {
        const [date = ''] = iso(FROM).split('T');
        return `${date.slice(0, 4)}/${SERIAL} ${date.replaceAll('-', '')}T${hour === 0 ? '09' : '10'}1000+0900.wav`;
      }),
    );
  });

  it('stops at its limit, says what is left, and goes on with that the next time', async () => {
    // Enough for what one file is thought to have before any was measured, but not for all six.
    const limit = ['--max-bytes', '1920.1kB', '--metered'];
    const first = await exporting('limited', ...limit);
    expect(first.code).toBe(1);
    const came = await filesIn('limited');
    expect(came.length).toBeGreaterThan(0);
    expect(came.length).toBeLessThan(6);
    expect(first.stderr + first.stdout).toMatch(/limit/);
    expect((await run('verify', path.join(root, 'limited'))).code).toBe(0);
    const second = await exporting('limited');
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain(`${String(came.length)} already there`);
    expect(await filesIn('limited')).toHaveLength(6);
  });

  it('keeps to a rate', async () => {
    const started = Date.now();
    const { code } = await exporting('slow', '--filter', 'time=00:00-02:00', '--max-rate', '150kB/s');
    expect(code).toBe(0);
    // Two files of 320 kB, of which a bucket lets the first second's worth through at once.
    expect(Date.now() - started).toBeGreaterThan(((2 * WAV_BYTES - 150_000) / 150_000) * 1_000);
  });

  it('puts a Broadcast Wave copy beside each original, which stays as it came', async () => {
    const first = ['--filter', 'time=00:00-01:00'];
    expect(await exporting('plain', ...first)).toMatchObject({ code: 0 });
    expect(await exporting('bext', ...first, '--bext')).toMatchObject({ code: 0 });
    const [copy = '', original = ''] = (await filesIn('bext')).sort((a) => (a.includes('_bwf') ? -1 : 1));
    expect(copy).toContain('_bwf');
    const digest = async (...parts: string[]) =>
      createHash('sha256')
        .update(await readFile(path.join(root, ...parts)))
        .digest('hex');
    expect(await digest('bext', original)).toBe(await digest('plain', original));
    expect((await readFile(path.join(root, 'bext', copy))).includes('bext')).toBe(true);
    expect((await run('verify', path.join(root, 'bext'))).code).toBe(0);
  });
});

describe('an export with a key that may not read everything', () => {
  const KEYS = { recordings: 'only-recordings', nothing: 'neither-list' };
  const exportAll = (key: string, folder: string, at = path.join(root, `home-${key}`)) =>
    cli.run(['export', 'audio', '--out', path.join(root, folder), '--format', 'wav', ...CHOICE], {
      ...{ home: at, url: demo.url, key },
    });
  const scopes = ['instruments:read', 'data.noise:read'] as const;
  beforeAll(() => {
    demo.levers.addKey({ key: KEYS.recordings, scopes: [...scopes, 'data.audio:read'] });
    demo.levers.addKey({ key: KEYS.nothing, scopes });
  });

  it('is complete once it has all that the key may read, names the permission, and stays so when run again', async () => {
    for (const count of ['6 files exported', '6 already there']) {
      const { code, stdout, stderr } = await exportAll(KEYS.recordings, 'recordings-only');
      expect(stderr).toContain('data.events:read');
      expect(stdout).toContain(count);
      expect(code).toBe(0);
      expect(await filesIn('recordings-only')).toHaveLength(6);
    }
  });

  it('is not complete when neither list may be read', async () => {
    const { code, stderr } = await exportAll(KEYS.nothing, 'neither');
    expect(code).toBe(1);
    expect(stderr).toMatch(/data\.events:read/);
    expect(stderr).toMatch(/data\.audio:read/);
    expect(stderr).toContain('No sounds are listed');
  });

  it('names what a key with less rights than before cannot have, and is not complete', async () => {
    demo.levers.dropScope('data.events:read', KEY);
    const { code, stderr } = await exportAll(KEY, 'less', home);
    demo.levers.restoreScope('data.events:read', KEY);
    expect(stderr).toContain('data.events:read');
    expect(code).toBe(1);
  });
});

describe('a folder that is verified', () => {
  it('is reported as JSON too', async () => {
    expect((await exporting('json')).code).toBe(0);
    const { code, stdout } = await run('verify', '--json', path.join(root, 'json'));
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { whole: string[] };
    expect(report).toMatchObject({ altered: [], missing: [], foreign: [], unfinished: [] });
    expect(report.whole).toEqual(await filesIn('json'));
  });
});

describe('a folder of exported data', () => {
  it('is verified likewise', async () => {
    const folder = path.join(root, 'data');
    const dataset = ['--dataset', 'recordings', '--dataset', 'events'];
    expect((await run('export', 'data', '--out', folder, ...dataset, ...CHOICE)).code).toBe(0);
    const whole = await run('verify', '--json', folder);
    expect({ code: whole.code, report: JSON.parse(whole.stdout) as object }).toMatchObject({
      ...{ code: 0, report: { altered: [], missing: [], foreign: [] } },
    });
    const csv = (await readdir(folder, { recursive: true })).find((file) => file.endsWith('.csv')) ?? '';
    await appendFile(path.join(folder, csv), 'one more line\n');
    const altered = await run('verify', folder);
    expect(altered.code).toBe(1);
    expect(altered.stdout).toContain(`altered     ${csv.replaceAll(path.sep, '/')}: `);
  });
});

describe('the list of sounds', () => {
  it('names recordings and the audio of events, chosen by filters, without a network', async () => {
    await demo.levers.goOffline();
    const all = parseCsv((await run('sounds', '--csv', ...CHOICE)).stdout);
    expect(all.rows).toHaveLength(12);
    const starts = all.rows.map((row) => row[all.header.indexOf('start')]);
    expect(starts).toEqual([...starts].sort());
    const json = await run(
      'sounds',
      '--json',
      '--filter',
      'trigger=Default',
      '--filter',
      'time=02:00-04:00',
      ...CHOICE,
    );
    const rows = JSON.parse(json.stdout) as { start: string; lists: string[] }[];
    expect(rows.map(({ start }) => start)).toEqual([2, 3].map((hour) => iso(FROM + hour * HOUR + 600_000)));
    expect(rows.map(({ lists }) => lists)).toEqual([['recordings'], ['recordings']]);
    const table = await run('sounds', ...CHOICE, '--filter', 'downloaded=yes');
    expect(table).toMatchObject({ code: 0, stdout: expect.stringMatching(/^START[^\n]*\n$/) as string });
    expect(table.stderr).toContain('No sounds are listed');
    await demo.levers.goOnline();
  });

  it('can be taken away with its tags, as a table and as label tracks', async () => {
    const tags = path.join(root, 'tags');
    const csv = await run('export', 'tags', '--out', tags, ...CHOICE);
    expect(csv).toMatchObject({
      code: 0,
      stdout: 'None of these sounds has a tag or a note\n',
    });
    const labels = await run('export', 'tags', '--out', tags, '--as', 'audacity', ...CHOICE, ...RECORDINGS);
    expect(labels).toMatchObject({ code: 0, stdout: '6 sounds in 6 files\n' });
    const verified = await run('verify', '--json', tags);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ foreign: [], altered: [], missing: [] });
    expect(await run('export', 'tags', '--out', tags, '--filter', 'id=none')).toMatchObject({ code: 1 });
  });
});
