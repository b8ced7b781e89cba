import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode, fakeInstruments, isMissing, levelAt } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram, type Run, type RunOptions } from './program';

const KEY = 'canary-3f9c1e77-key';
const SERIAL = 'QT100001';
const DAY = 86_400_000;
/** Two whole days that are surely settled. */
const FROM = Math.floor(Date.now() / DAY) * DAY - 4 * DAY;
const TO = FROM + 2 * DAY;
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const SPAN = ['--from', iso(FROM), '--to', iso(TO)];
const AUDIO_SPAN = ['--from', iso(FROM), '--to', iso(FROM + 6 * 3_600_000)];

const root = tempFolder('cli');
const home = path.join(root, 'home');
const everySaid: string[] = [];
let cli: CliProgram;
let demo: DemoServer;

const run = async (args: readonly string[], options: Partial<RunOptions> = {}): Promise<Run> => {
  const result = await cli.run(args, { home, url: demo.url, key: KEY, ...options });
  everySaid.push(result.stdout, result.stderr);
  return result;
};
const json = (text: string): unknown => JSON.parse(text);

beforeAll(async () => {
  cli = await buildCli();
  demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, key: KEY });
}, 120_000);
afterAll(async () => {
  await demo.close();
  await cli.remove();
});

describe('a command line that has synced', () => {
  beforeAll(async () => {
    await demo.levers.reset();
    const result = await run(['sync', '--instrument', SERIAL, ...SPAN]);
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 instrument, 2 days/) as string,
    });
  }, 60_000);

  it('prints every sample of the span as the service has it, with no network', async () => {
    await demo.levers.goOffline();
    const asked = ['query', 'timehistory', '--instrument', SERIAL, ...SPAN];
    const csv = await run([...asked, '--channel', 'LAeq', '--no-header']);
    expect(csv).toMatchObject({ code: 0, stderr: '' });
    const expected = Array.from({ length: (2 * DAY) / 1000 }, (_, i) => {
      const time = FROM + i * 1000;
      return `${iso(time)},${isMissing(time) ? '' : String(levelAt(time))}`;
    });
    expect(csv.stdout).toBe(['time,LAeq', ...expected, ''].join('\n'));
    const whole = (await run([...asked, '--channel', 'LAeq'])).stdout;
    expect(whole.slice(whole.indexOf('\ntime,') + 1)).toBe(csv.stdout);
    expect(whole).toMatch(new RegExp(`^# Leqbook: .+\n# Instrument: ${SERIAL}\n`));
    expect(whole).toContain('\n# Units: LAeq dB\n');
    const parsed = json((await run([...asked, '--format', 'json'])).stdout) as {
      rows: { LAeq: number | null }[];
    };
    expect(parsed).toMatchObject({ dataset: 'timehistory', instrument: SERIAL });
    expect(Object.keys(parsed.rows[0] ?? {})).toEqual(['time', 'LAeq', 'LAFMax', 'LCPeak']);
    expect(parsed.rows.map((row) => row.LAeq)).toEqual(
      expected.map((line) => (line.endsWith(',') ? null : Number(line.split(',')[1]))),
    );
    await demo.levers.goOnline();
  });

  it('prints records under the names of the API', async () => {
    const query = async (dataset: string) => {
      const asked = ['query', dataset, '--instrument', SERIAL, ...SPAN, '--format', 'json'];
      const { code, stdout } = await run(asked);
      const { rows } = json(stdout) as { rows: Record<string, unknown>[] };
      const documented = rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'raw')),
      );
      return { code, rows: documented };
    };
    expect(await query('calibrations')).toEqual({
      code: 0,
      rows: [0, 1].map((day) => ({
        ...{ time: iso(FROM + day * DAY + 14 * 3_600_000), status: 'Success', level: 93.7, offset: 0.12 },
      })),
    });
    const { rows } = await query('recordings');
    expect(rows).toHaveLength(48);
    expect(rows[0]).toEqual({
      time: iso(FROM + 600_000),
      id: `rec-${SERIAL}-${String(FROM + 600_000)}`,
      startTime: iso(FROM + 600_000),
      endTime: iso(FROM + 620_000),
      triggerName: 'Default',
      triggerStartTime: iso(FROM + 601_000),
      triggerEndTime: iso(FROM + 615_000),
    });
    expect((await query('measurements')).rows).toHaveLength(192);
    expect((await query('sic')).rows[0]).toMatchObject({ _500Hz: 55.38, _1KHz: 48.54, _8KHz: 35.7 });
  });

  it('names the part of a span that is not held, and prints it as gaps', async () => {
    const from = iso(FROM - 2_000);
    const asked = ['query', 'timehistory', '--instrument', SERIAL, '--from', from, '--to', iso(FROM)];
    expect(await run([...asked, '--channel', 'LAeq', '--no-header'])).toEqual({
      code: 1,
      signal: null,
      stdout: `time,LAeq\n${from},\n${iso(FROM - 1_000)},\n`,
      stderr: `Not held: ${SERIAL} timehistory:1s from ${from} to ${iso(FROM)}: not asked yet\n`,
    });
    const unknown = await run(['query', 'sic', '--instrument', 'QT999999', ...SPAN]);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('QT999999');
  });

  it('shows status with its ages, with no network', async () => {
    await demo.levers.goOffline();
    const text = await run(['status']);
    expect(text.code).toBe(0);
    for (const { serial } of fakeInstruments) expect(text.stdout).toContain(serial);
    const { instruments } = json((await run(['status', '--json'])).stdout) as {
      instruments: Record<string, unknown>[];
    };
    expect(instruments.find(({ serial }) => serial === SERIAL)).toMatchObject({
      status: { online: true, measuring: true, ageMs: expect.any(Number) as number },
      newestDataAt: iso(TO),
    });
    await demo.levers.goOnline();
  });

  it('shows coverage as strips, with the reason of every gap, with no network', async () => {
    await demo.levers.goOffline();
    const hour = 3_600_000;
    const wide = ['--from', iso(FROM - hour), '--to', iso(TO)];
    const asked = ['coverage', '--instrument', SERIAL, '--dataset', 'timehistory', ...wide];
    const strips = json((await run([...asked, '--json'])).stdout) as Record<string, unknown>[];
    expect(strips.find(({ variant }) => variant === '1s')).toMatchObject({
      ...{ instrument: SERIAL, dataset: 'timehistory', title: 'Noise time history, 1 s', skipped: null },
      ...{ from: iso(FROM - hour), to: iso(TO) },
      settled: (TO - FROM) / (TO - FROM + hour),
    });
    const strip = strips.find(({ variant }) => variant === '1s') as {
      held: number;
      pieces: { from: string; to: string; held: boolean; reason: string | null }[];
    };
    expect(strip.pieces[0]).toMatchObject({
      ...{ from: iso(FROM - hour), to: iso(FROM), held: false, reason: 'not-asked', askedAt: null },
    });
    // The world leaves out a few minutes now and then, and nobody says why.
    expect(
      new Set(strip.pieces.slice(1).map(({ held, reason }) => `${String(held)} ${String(reason)}`)),
    ).toEqual(new Set(['true null', 'false empty']));
    const heldMs = strip.pieces
      .filter(({ held }) => held)
      .reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0);
    expect(strip.held).toBeCloseTo(heldMs / (TO - FROM + hour), 9);
    const text = await run([...asked, '--gaps', '--ascii']);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(
      new RegExp(`^${SERIAL} +timehistory:1s +[\\d.]+ % +[\\d.]+ % +\\.[#o]+$`, 'm'),
    );
    expect(text.stdout).toMatch(/timehistory:100ms +switched off/);
    expect(text.stdout).toContain('# held  . not asked');
    expect(text.stdout).toContain(`${iso(FROM - hour)}  ${iso(FROM)}  not asked yet`);
    const all = await run(['coverage']);
    expect(all.stdout).toMatch(/^SERIAL +DATASET +HELD +FINAL/);
    expect(all.stderr).toContain('switched off');
    expect((await run(['coverage', '--from', '2999-01-01'])).code).toBe(2);
    await demo.levers.goOnline();
  });

  it('asks for nothing it already holds', async () => {
    const before = demo.journal.length;
    const again = await run(['sync', '--instrument', SERIAL, '--dataset', 'timehistory', ...SPAN, '--json']);
    expect(again.code).toBe(0);
    expect(json(again.stdout)).toMatchObject({ state: 'done', issues: [] });
    const asked = demo.journal.slice(before).map((entry) => JSON.stringify(entry));
    expect(asked.filter((entry) => entry.includes('timehistory'))).toEqual([]);
  });

  it('bears a reader that has seen enough', async () => {
    const asked = ['query', 'timehistory', '--instrument', SERIAL, ...SPAN];
    const started: RunOptions['started'] = (child) =>
      child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await run(asked, { started })).toMatchObject({ code: 0, stderr: '' });
  });

  it('stays in step with a terminal that is interrupted', async () => {
    demo.levers.stall({ where: 'before-headers' });
    const started: RunOptions['started'] = (child) => child.stderr?.once('data', () => child.kill('SIGINT'));
    const stopped = await run(['sync', '--instrument', 'QT100002', ...SPAN], { started });
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    await demo.levers.reset();
    const wanted = ['--instrument', 'QT100002', '--dataset', 'sic', '--dataset', 'measurements'];
    expect((await run(['sync', ...wanted, ...SPAN])).code).toBe(0);
  });
});

describe('exporting audio', () => {
  const out = path.join(root, 'audio');
  const ask = (...more: string[]) =>
    run(['export', 'audio', '--out', out, '--format', 'wav', '--instrument', SERIAL, ...AUDIO_SPAN, ...more]);

  it('brings the lists up to date, fetches recordings and the audio of events, verifies, and does no work twice', async () => {
    expect(await ask()).toMatchObject({ code: 0, stdout: '12 files exported, 3.4 MB\n' });
    const again = { code: 0, stdout: '0 files exported; 12 already there\n' };
    expect(await ask()).toMatchObject(again);
    const verified = await run(['verify', out]);
    expect(verified.code).toBe(0);
    expect(verified.stdout).toMatch(
      /^(whole {7}QT100001\/[-\d]+\/QT100001_\d{8}T\d{6}Z_(Default_20|15)s\.wav\n){12}12 whole, 0 altered/,
    );
    await demo.levers.goOffline();
    expect(await ask()).toMatchObject(again);
    await demo.levers.goOnline();
  });

  it('tells what became of the files since', async () => {
    const files = (await readdir(out, { recursive: true })).filter((file) => file.endsWith('.wav')).sort();
    await writeFile(path.join(out, files[0] as string), 'altered');
    await rm(path.join(out, files[1] as string));
    await writeFile(path.join(out, 'note.txt'), 'mine');
    const { code, stdout } = await run(['verify', out]);
    expect(code).toBe(1);
    expect(stdout).toContain(`altered     ${String(files[0])}: has 7 bytes instead of 320044\n`);
    expect(stdout).toContain(`missing     ${String(files[1])}\n`);
    expect(stdout).toContain('foreign     note.txt\n');
    expect(stdout).toMatch(/\n10 whole, 1 altered, 1 missing, 1 foreign, 0 unfinished\n$/);
    expect(await ask()).toMatchObject({ code: 0, stdout: '2 files exported, 560 kB; 10 already there\n' });
    expect((await run(['verify', out])).code).toBe(0);
  });

  it('names what cannot be had', async () => {
    const id = `rec-${SERIAL}-${String(FROM + 600_000)}`;
    demo.levers.failNext(10, { status: 404, match: id });
    const elsewhere = path.join(root, 'audio-2');
    const result = await run([
      'export',
      'audio',
      '--out',
      elsewhere,
      '--format',
      'WAV',
      '--instrument',
      SERIAL,
      ...AUDIO_SPAN,
    ]);
    expect(result).toMatchObject({ code: 1, stdout: '11 files exported, 3.0 MB; 1 missing\n' });
    expect(result.stderr).toContain(id);
    await demo.levers.reset();
  });

  it('says that nothing is listed', async () => {
    const nothing = await run(['export', 'audio', '--out', out, '--instrument', 'QT999999']);
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toContain('No sounds are listed');
  });
});

describe('the exit code', () => {
  it('is 2, with the usage on standard error, for what cannot be understood', async () => {
    for (const args of [
      [],
      ['fly'],
      ['query', 'timehistory', '--instrument', SERIAL, ...SPAN, '--channel', 'LZeq'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('usage: leqbook COMMAND');
      // What went wrong must not scroll away.
      if (args[0] === 'query') expect(stderr.split('\n').length).toBeLessThan(12);
    }
    expect(await run(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is 3 without a network', async () => {
    await demo.levers.goOffline();
    const { code, stdout, stderr } = await run(['sync', '--instrument', SERIAL, ...SPAN]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('MyCirrus cannot be reached');
    await demo.levers.goOnline();
    demo.levers.captivePortal('page');
    expect((await run(['sync', '--instrument', SERIAL, ...SPAN])).code).toBe(3);
    await demo.levers.reset();
  });

  it('is 4 without a key or with a rejected one', async () => {
    const fresh = { home: path.join(root, 'fresh'), env: { LEQBOOK_API_KEY: '' } };
    for (const args of [
      ['sync'],
      ['status'],
      ['query', 'sic', '--instrument', SERIAL, ...SPAN],
      ['export', 'audio', '--out', root],
    ]) {
      const { code, stderr } = await run(args, fresh);
      expect({ args, code }).toEqual({ args, code: 4 });
      expect(stderr).toContain('leqbook login');
    }
    expect(await run(['login'], { ...fresh, input: 'wrong-key\n' })).toMatchObject({ code: 4, stdout: '' });
    expect(await run(['login'], { ...fresh, input: '\n' })).toMatchObject({ code: 4 });
    demo.levers.revokeKey();
    expect((await run(['sync', '--instrument', SERIAL, '--dataset', 'status'])).code).toBe(4);
    await demo.levers.reset();
  });

  it('is 5 where the disk refuses', async () => {
    const file = path.join(root, 'a-file');
    await writeFile(file, '');
    const { code, stderr } = await run([
      'export',
      'audio',
      '--out',
      path.join(file, 'inside'),
      '--instrument',
      SERIAL,
    ]);
    expect({ code }).toEqual({ code: 5 });
    expect(stderr).toContain('Cannot write to');
  });

  it('is 1 for what is missing, named', async () => {
    demo.levers.dropScope('data.system:read');
    const { code, stderr } = await run(['sync', '--instrument', 'QT100003', ...SPAN, '--dataset', 'sic']);
    expect(code).toBe(1);
    expect(stderr).toContain('data.system:read');
    await demo.levers.reset();
    expect(await run(['verify', root])).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('signing in', () => {
  it('opens the demo account without a service of its own at hand', async () => {
    const env = { LEQBOOK_API_KEY: '', LEQBOOK_API_URL: undefined };
    const fresh = { home: path.join(root, 'demo-home'), env };
    expect(await cli.run(['login', '--demo'], fresh)).toMatchObject({
      code: 0,
      stdout: 'Signed in: Demo account\n',
    });
    const { stdout } = await cli.run(['status', '--json'], fresh);
    expect((json(stdout) as { instruments: unknown[] }).instruments.length).toBeGreaterThanOrEqual(8);
    expect((await cli.run(['logout'], fresh)).code).toBe(0);
    expect((await cli.run(['status'], fresh)).code).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')('says what to do without a keychain', async () => {
    const env = { LEQBOOK_API_KEY: '', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', DISPLAY: '' };
    const result = await run(['login'], { home: path.join(root, 'no-keychain'), env, input: `${KEY}\n` });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('keychain');
    expect(result.stderr).toContain('LEQBOOK_API_KEY');
  });
});

describe('the key', () => {
  it('is in no file and nothing that was said', async () => {
    const bytes = Buffer.from(KEY);
    const forms = [KEY, bytes.toString('base64'), bytes.toString('hex')];
    for (const text of everySaid) for (const form of forms) expect(text).not.toContain(form);
    let looked = 0;
    for (const name of await readdir(root, { recursive: true })) {
      const file = path.join(root, name);
      if (!(await stat(file)).isFile()) continue;
      const content = await readFile(file);
      for (const form of forms) expect(content.includes(form), name).toBe(false);
      looked += 1;
    }
    expect(looked).toBeGreaterThan(10);
  });
});
