/** Links that somebody put into the folder before the export, at every place where it writes. */
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/jobs';
import { tempFolder } from '../../support/temp';
import { NOW, openAccount, type Listed } from '../audio-faults/account';
import { filesUnder } from '../audio-faults/folder';
import { startFaultServer, type FaultServer } from '../audio-faults/fault-server';
import { soundOf } from '../audio-faults/sounds';
import { treeOf } from './tree';

const root = tempFolder('links');
const isWindows = process.platform === 'win32';
const sounds = [0, 1, 2].map((n) => soundOf('M4A', n));
const listed: readonly Listed[] = sounds.map((sound, n) => ({
  ...{ id: `rec-${String(n)}`, serial: `QT60000${String(n)}`, from: NOW - 3_600_000 },
  durationMs: sound.durationMs,
}));
let server: FaultServer;
/** Of the first sound, in a folder where nobody planted anything. */
let usual = '';

beforeAll(async () => {
  server = await startFaultServer();
  for (const [n, { id }] of listed.entries()) server.put(id, sounds[n] as (typeof sounds)[0]);
  const clean = path.join(root, 'clean', 'export');
  await exportTo(clean);
  usual = [...(await filesUnder(clean)).keys()].find((file) => file.startsWith('QT600000')) as string;
});
afterAll(() => server.close());

async function exportTo(folder: string): Promise<Job> {
  const account = await openAccount({ url: server.url, home: path.dirname(folder), folder, listed });
  return account.export('AAC').finally(() => account.close());
}

interface Planted {
  readonly folder: string;
  readonly outside: string;
}
async function plantIn(name: string): Promise<Planted> {
  const place = { folder: path.join(root, name, 'export'), outside: path.join(root, name, 'outside') };
  await mkdir(path.join(place.outside, 'inner'), { recursive: true });
  await mkdir(path.dirname(path.join(place.folder, usual)), { recursive: true });
  await writeFile(path.join(place.outside, 'sentinel'), 'as it was');
  return place;
}

/** No sound but a right one stands in the folder, links not counted. */
async function wrongSounds(folder: string): Promise<readonly string[]> {
  const files = [...(await filesUnder(folder))];
  return files
    .filter(([, bytes]) => !sounds.some((sound) => bytes.equals(sound.bytes)))
    .map(([file]) => file);
}

const AT = ['', '.part', '.etag.part'] as const;
const MANIFESTS = ['manifest.json', 'manifest.csv', 'manifest.sha256'] as const;

describe.skipIf(isWindows)('a link planted in the folder', () => {
  it.each(
    AT.flatMap((end) => [`sentinel${end && ` at${end}`}`, `nothing${end && ` at${end}`}`]).map((name) => [
      name,
    ]),
  )('where a sound will be, to %s, is not followed, and all sounds come', async (name) => {
    const [target = '', end = ''] = name.split(' at');
    const { folder, outside } = await plantIn(`file ${name}`);
    await symlink(path.join(outside, target), path.join(folder, `${usual}${end}`));
    const before = await treeOf(outside, []);
    const job = await exportTo(folder);
    expect(await treeOf(outside, [])).toEqual(before);
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect(await wrongSounds(folder)).toEqual([]);
    const regular = Object.values(await treeOf(folder, [])).filter((what) => /^[0-9a-f]{64}$/.test(what));
    expect(regular).toHaveLength(sounds.length + MANIFESTS.length);
  });

  it.each(MANIFESTS.flatMap((name) => [[name], [`${name}.part`]]))(
    'under the name of %s is not followed',
    async (name) => {
      const { folder, outside } = await plantIn(`manifest ${name}`);
      await symlink(path.join(outside, 'sentinel'), path.join(folder, name));
      const before = await treeOf(outside, []);
      const job = await exportTo(folder);
      expect(await treeOf(outside, [])).toEqual(before);
      expect(job).toMatchObject({ state: 'done', issues: [] });
      expect(await wrongSounds(folder)).toEqual([]);
      const tree = await treeOf(folder, []);
      expect(MANIFESTS.filter((each) => !/^[0-9a-f]{64}$/.test(tree[each] ?? ''))).toEqual([]);
    },
  );

  it.each([['an instrument'], ['a day']])(
    'in place of the folder of %s is not followed, and that is said',
    async (what) => {
      const { folder, outside } = await plantIn(`folder ${what}`);
      const [serial = '', day = ''] = usual.split('/');
      const link = what === 'a day' ? path.join(folder, serial, day) : path.join(folder, serial);
      execFileSync('rm', ['-r', link]);
      await symlink(path.join(outside, 'inner'), link);
      const before = await treeOf(outside, []);
      const job = await exportTo(folder);
      expect(await treeOf(outside, [])).toEqual(before);
      expect(job.issues.map(({ error }) => error.kind)).toEqual(['not-writable']);
      expect(await wrongSounds(folder)).toEqual([]);
    },
  );

  it.each([['a folder'], ['a pipe']])('is no different from %s in the place of a sound', async (what) => {
    const { folder } = await plantIn(`instead ${what}`);
    const file = path.join(folder, usual);
    if (what === 'a pipe') execFileSync('mkfifo', [file]);
    else await mkdir(file);
    const job = await exportTo(folder);
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect(await wrongSounds(folder)).toEqual([]);
  });
});
