/** Two exports into one folder at the same time: by one queue, by two accounts, by two processes. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../electron/core/folder-lock';
import { verifyFolder } from '../../../electron/core/export/verify';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import type { World } from '../../../electron/demo/world/world';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram } from '../cli/program';
import { NOW, openAccount, type Listed } from './account';
import { filesUnder, manifestOf } from './folder';
import { right, startFaultServer, type FaultServer } from './fault-server';
import { soundOf } from './sounds';

const root = tempFolder('two');
const COUNT = 30;
const sounds = Array.from({ length: COUNT }, (_, n) => soundOf('WAV', n));
const listed: readonly Listed[] = sounds.map(({ durationMs }, n) => ({
  ...{ id: `rec-${String(n)}`, serial: `QT7000${String(n).padStart(2, '0')}` },
  ...{ from: NOW - (n + 1) * 60_000, durationMs },
}));
/** Each export wants two thirds, so that a third is wanted by both. */
const first = listed.slice(0, 20).map(({ id }) => id);
const second = listed.slice(10).map(({ id }) => id);
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** Answers once `ready` resolves. */
function offer(ready: Promise<unknown>): void {
  for (const [n, { id }] of listed.entries()) {
    const reply = right(sounds[n] as (typeof sounds)[0]);
    server.put(id, sounds[n] as (typeof sounds)[0], () => ready.then(() => reply));
  }
}
async function wrongFiles(folder: string): Promise<readonly string[]> {
  const rights = new Map(listed.map(({ serial }, n) => [serial, sounds[n]?.bytes as Uint8Array]));
  const isWrong = ([file, bytes]: readonly [string, Buffer]) =>
    !bytes.equals(rights.get(file.split('/')[0] ?? '') ?? new Uint8Array());
  return [...(await filesUnder(folder))].filter(isWrong).map(([file]) => file);
}
async function expectWhole(folder: string, count: number): Promise<void> {
  const { whole, ...rest } = await verifyFolder(folder, new AbortController().signal);
  expect(rest).toMatchObject({ altered: [], missing: [], foreign: [], unfinished: [] });
  expect(whole).toHaveLength(count);
  expect((await manifestOf(folder)).map(({ file }) => file).sort()).toEqual([...whole].sort());
}
const home = (name: string) => path.join(root, name);

describe('two exports into one folder', () => {
  it('follow each other in one queue, and the second fetches only what is new', async () => {
    const folder = path.join(home('queue'), 'export');
    offer(Promise.resolve());
    const account = await openAccount({ url: server.url, home: home('queue'), folder, listed });
    const asked = server.journal.length;
    const jobs = [account.start('WAV', first), account.start('WAV', second)];
    const ended = await Promise.all(jobs.map(({ id }) => account.ended(id))).finally(() => account.close());
    expect(ended).toMatchObject([{ issues: [] }, { issues: [] }]);
    expect(server.journal.length - asked).toBe(COUNT);
    expect(await wrongFiles(folder)).toEqual([]);
    await expectWhole(folder, COUNT);
  });

  it('wait for each other where they are of two accounts, and the second says so', async () => {
    const folder = path.join(home('accounts'), 'export');
    let go = (): void => undefined;
    offer(new Promise<void>((resolve) => (go = resolve)));
    const lock = { lockFolder: (at: string) => lockFolder(at, keptLog()) };
    const options = { url: server.url, folder, listed, ...lock };
    const asked = server.journal.length;
    const one = await openAccount({ ...options, home: home('one') });
    const two = await openAccount({ ...options, home: home('other') });
    try {
      const began = one.start('WAV', first);
      await expect.poll(() => server.journal.length).toBeGreaterThan(asked);
      const waiting = new Promise<string>((resolve) => {
        two.onChange(({ waiting }) => {
          if (waiting !== undefined) resolve(waiting.reason);
        });
      });
      const late = two.start('WAV', second);
      expect(await waiting).toMatch(/another/i);
      go();
      expect(await one.ended(began.id)).toMatchObject({ state: 'done', issues: [] });
      expect(await two.ended(late.id)).toMatchObject({ state: 'done', issues: [] });
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
    expect(server.journal.length - asked).toBe(COUNT);
    expect(await wrongFiles(folder)).toEqual([]);
    await expectWhole(folder, COUNT);
  });

  // As from two computers to one share, where nobody can hold the other back.
  it('put nothing wrong there where neither knows of the other, and one more makes it whole', async () => {
    const folder = path.join(home('share'), 'export');
    let go = (): void => undefined;
    offer(new Promise<void>((resolve) => (go = resolve)));
    const options = { url: server.url, folder, listed };
    const both = [
      await openAccount({ ...options, home: home('here') }),
      await openAccount({ ...options, home: home('there') }),
    ] as const;
    const asked = server.journal.length;
    const wrong: string[] = [];
    try {
      const jobs = [both[0].start('WAV', first), both[1].start('WAV', second)] as const;
      await expect.poll(() => server.journal.length - asked).toBeGreaterThan(4);
      for (const account of both)
        account.onChange(() => void wrongFiles(folder).then((found) => wrong.push(...found)));
      go();
      await Promise.all([both[0].ended(jobs[0].id), both[1].ended(jobs[1].id)]);
      expect(await wrongFiles(folder)).toEqual([]);
      await both[0].export('WAV');
    } finally {
      await Promise.all(both.map((account) => account.close()));
    }
    expect(wrong).toEqual([]);
    expect(await wrongFiles(folder)).toEqual([]);
    await expectWhole(folder, COUNT);
  });
});

const KEY = 'two-exports-key';
const HOUR = 3_600_000;
const FROM = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 96 * HOUR;
/** The fake world with a sound of its own for each recording, so that a mix-up shows. */
function world(): World {
  const fake = createFakeWorld();
  return {
    ...fake,
    sound(serial, from, to) {
      const pcm = fake.sound(serial, from, to);
      return { ...pcm, samples: pcm.samples.map((value, i) => value ^ (Math.floor(from / 1000) * (i + 1))) };
    },
  };
}

describe('two command lines that export into one folder', () => {
  let cli: CliProgram;
  let demo: DemoServer;
  beforeAll(async () => {
    cli = await buildCli();
    demo = await startDemoServer({ world: world(), encode: fakeEncode, key: KEY });
  }, 180_000);
  afterAll(async () => {
    await demo.close();
    await cli.remove();
  });

  const run = (name: string, out: string, fromHour: number, toHour: number) =>
    cli.run(
      [
        ...['export', 'audio', '--out', out, '--format', 'wav', '--instrument', 'QT100001'],
        ...['--from', new Date(FROM + fromHour * HOUR).toISOString()],
        ...['--to', new Date(FROM + toHour * HOUR).toISOString()],
      ],
      { home: path.join(root, name), url: demo.url, key: KEY },
    );
  const hashes = async (folder: string) =>
    Object.fromEntries(
      [...(await filesUnder(folder))].map(([file, bytes]) => [
        file,
        createHash('sha256').update(bytes).digest('hex'),
      ]),
    );

  const both = async (what: string, homes: readonly [string, string]) => {
    const folder = path.join(root, what);
    const alone = path.join(root, `${what}, alone`);
    expect(await run('home-alone', alone, 0, 6)).toMatchObject({ code: 0 });
    demo.levers.trickle({ bytesPerSecond: 1_000_000, match: '/data/audio/' });
    const ran = await Promise.all([run(homes[0], folder, 0, 4), run(homes[1], folder, 2, 6)]);
    await demo.levers.reset();
    return { ran, folder, rights: await hashes(alone) };
  };

  it('of two data folders end well, with every file right and named', async () => {
    const { ran, folder, rights } = await both('two homes', ['home-a', 'home-b']);
    expect(ran).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(await hashes(folder)).toEqual(rights);
    await expectWhole(folder, Object.keys(rights).length);
  }, 120_000);

  it('of one data folder, which is new to both, end well too', async () => {
    const { ran, folder, rights } = await both('one home', ['home-c', 'home-c']);
    expect(ran).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(await hashes(folder)).toEqual(rights);
    await expectWhole(folder, Object.keys(rights).length);
  }, 120_000);
});
