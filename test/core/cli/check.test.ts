import { readdir, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram } from './program';

const SERIAL = 'QT100001';
const DAY = 86_400_000;
const FROM = Math.floor(Date.now() / DAY) * DAY - 4 * DAY;
const iso = (ms: number) => new Date(ms).toISOString();
const SPAN = ['--from', iso(FROM), '--to', iso(FROM + 2 * DAY)];

const home = path.join(tempFolder('cli-check'), 'home');
let cli: CliProgram;
let demo: DemoServer;
let archive = '';

/** Without a key and without a network, unless it is a sync. */
const run = (args: readonly string[]) =>
  args[0] === 'sync'
    ? cli.run(args, { home, url: demo.url, key: 'key' })
    : cli.run(args, { home, url: 'http://127.0.0.1:1/' });
const sync = () => run(['sync', '--instrument', SERIAL, ...SPAN]);
/** Without the head, which tells when it was asked. */
const levels = async () => {
  const { stdout } = await run([
    'query',
    'timehistory',
    '--instrument',
    SERIAL,
    ...SPAN,
    '--channel',
    'LAeq',
  ]);
  return stdout.replace(/^#.*\n/gm, '');
};

beforeAll(async () => {
  cli = await buildCli();
  demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, key: 'key' });
  expect(await sync()).toMatchObject({ code: 0 });
  const accounts = path.join(home, 'accounts');
  const [account = ''] = await readdir(accounts);
  archive = path.join(accounts, account, 'archive.db');
}, 180_000);
afterAll(async () => {
  await demo.close();
  await cli.remove();
});

describe('the command line on what it holds', () => {
  it('finds it whole, with neither key nor network', async () => {
    const { code, stdout } = await run(['check']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/blocks, .* all of it is whole\n$/)]);
    const json: unknown = JSON.parse((await run(['check', '--json'])).stdout);
    expect(json).toMatchObject({ database: [], damaged: [], salvaged: null, audio: { missing: [] } });
  });

  it('copies it to a file, once', async () => {
    const copy = path.join(tempFolder('cli-backup'), 'copy.db');
    expect(await run(['backup', copy])).toMatchObject({ code: 0, stdout: `${copy}\n` });
    const db = new Database(copy, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT count(*) FROM block').pluck().get()).toBeGreaterThan(0);
    db.close();
    const again = await run(['backup', copy]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('there is such a file already')]);
    expect(await run(['backup', '/nowhere/at/all.db'])).toMatchObject({ code: 5 });
    expect(await run(['backup'])).toMatchObject({ code: 2 });
  });

  it('names what is damaged, and a sync brings it back', async () => {
    const before = await levels();
    const db = new Database(archive);
    db.exec(`UPDATE block SET data = zeroblob(length(data)) WHERE day = ${FROM}`);
    db.close();
    const { code, stdout, stderr } = await run(['check']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Run leqbook sync')]);
    expect(stdout).toMatch(/^damaged {4}Noise time history.* of QT100001, LAeq, .*planned again$/m);
    expect(await run(['check'])).toMatchObject({ code: 0 });
    expect(await levels()).not.toBe(before);
    expect(await sync()).toMatchObject({ code: 0 });
    expect(await levels()).toBe(before);
  }, 60_000);

  it('repairs an archive that was cut short, keeps the damaged one, and a sync brings the rest back', async () => {
    const before = await levels();
    const { length } = await readFile(archive);
    await truncate(archive, Math.floor(length / 2));
    const first = await run(['check']);
    expect([first.code, first.stdout]).toEqual([
      1,
      expect.stringMatching(/^repaired {3}.*archive\.damaged-/),
    ]);
    const files = await readdir(path.dirname(archive));
    expect(files.filter((name) => /^archive\.damaged-.*Z\.db$/.test(name))).toHaveLength(1);
    expect(await run(['check'])).toMatchObject({ code: 0 });
    expect(await sync()).toMatchObject({ code: 0 });
    expect(await levels()).toBe(before);
    expect(await readFile(path.join(home, 'logs', 'leqbook.log'), 'utf8')).toContain(
      'the archive is repaired',
    );
  }, 60_000);

  it('names a local audio file that is missing', async () => {
    const opened = openArchive(archive, systemClock);
    opened.audio.put({
      ...{ recording: 'r', format: 'WAV', path: 'r.wav', sizeBytes: 1, sha256: 'aa' },
      ...{ durationMs: 1, fetchedAt: 1 },
    });
    opened.close();
    const { code, stdout } = await run(['check']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^missing {4}r\.wav$/m)]);
  });
});
