/** Previews as the demo service really makes them: fetched, exported where asked for, and never in place of an original. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudioFormat } from '../../../electron/contract/model';
import { bytesSource } from '../../../electron/core/transfer/bytes';
import { verifyAudio } from '../../../electron/core/transfer/container';
import { encodeAudio } from '../../../electron/demo/audio/encode';
import { startDemo, type Demo } from '../../support/demo';
import { tempFolder } from '../../support/temp';
import { NOW, openAccount, type Account, type Listed } from './account';
import { filesUnder, manifestOf, sha256Of } from './folder';

const DAY = 86_400_000;
const COUNT = 3;
const root = tempFolder('preview');
let demo: Demo;
let sounds: readonly Listed[];
let home: string;
let count = 0;
let account: Account;

beforeAll(async () => {
  demo = await startDemo({ now: NOW, key: 'the-key' });
  const { world } = demo;
  sounds = world
    .instruments()
    .flatMap(({ serial }) => world.recordings(serial, NOW - 2 * DAY, NOW - DAY, NOW))
    .slice(0, COUNT)
    .map(({ id, serial, start, end }) => ({ id, serial, from: start, durationMs: end - start }));
});
afterAll(() => demo.close());
beforeEach(async () => {
  home = path.join(root, String((count += 1)));
  const folders = { folder: path.join(home, 'export'), library: path.join(home, 'library') };
  account = await openAccount({ url: demo.url, home, ...folders, listed: sounds });
  return () => account.close();
});

const ids = () => sounds.map(({ id }) => id);
const formatsAsked = () => demo.journal.map(({ query }) => new URLSearchParams(query).get('format'));
/** What the service has of each, by its serial and format. */
async function truth(format: AudioFormat): Promise<readonly string[]> {
  const files = sounds.map(({ serial, from, durationMs }) =>
    encodeAudio(demo.world.sound(serial, from, from + durationMs), format),
  );
  return (await Promise.all(files)).map((file) => sha256Of(file ?? new Uint8Array())).sort();
}
const held = async (folder: string) => [...(await filesUnder(path.join(home, folder))).values()];
const hashesIn = async (folder: string) => (await held(folder)).map(sha256Of).sort();

describe('a preview', () => {
  it('comes into the library whole, as long as its recording, and a fraction of its size', async () => {
    expect(await account.fetch('OGG', ids())).toMatchObject({ state: 'done', issues: [] });
    expect(await hashesIn('library')).toEqual(await truth('OGG'));
    for (const { recording, path: file, durationMs, sizeBytes } of account.held()) {
      const sound = sounds.find(({ id }) => id === recording);
      expect(durationMs).toBe(sound?.durationMs);
      const bytes = await readFile(path.join(home, 'library', file));
      expect(await verifyAudio(bytesSource(bytes), 'OGG')).toMatchObject({ whole: true, durationMs });
      expect(sizeBytes).toBeLessThan(0.2 * 2 * 16 * (durationMs ?? 0));
    }
  });

  it('is never exported in place of an original', async () => {
    await account.fetch('OGG', ids());
    expect(await account.export('FLAC')).toMatchObject({ state: 'done', issues: [] });
    expect(await hashesIn('export')).toEqual(await truth('FLAC'));
  });

  it('is exported where it is asked for, said to be lossy, and not fetched twice', async () => {
    await account.fetch('OGG', ids());
    const before = demo.journal.length;
    expect(await account.export('OGG')).toMatchObject({ state: 'done', issues: [] });
    expect(demo.journal.length).toBe(before);
    expect(await hashesIn('export')).toEqual(await truth('OGG'));
    const entries = await manifestOf(path.join(home, 'export'));
    expect(entries).toMatchObject(sounds.map(() => ({ format: 'OGG', lossy: true })));
  });

  it('stays beside the original that is fetched after it', async () => {
    await account.fetch('OGG', ids());
    await account.fetch('FLAC', ids());
    expect(await hashesIn('library')).toEqual([...(await truth('OGG')), ...(await truth('FLAC'))].sort());
    expect(formatsAsked().slice(-2 * COUNT)).toEqual([
      ...sounds.map(() => 'OGG'),
      ...sounds.map(() => 'FLAC'),
    ]);
  });
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;
describe.skipIf(hasFfmpeg)('AAC, where nothing here can make it', () => {
  it('is refused as the service refuses a format, and nothing is written', async () => {
    const job = await account.export('AAC');
    expect(job.state).toBe('failed');
    expect(job.issues.at(-1)?.error).toMatchObject({ kind: 'invalid', path: 'format' });
    expect(job.summary).toBe(
      'MyCirrus does not give these sounds as AAC. Choose another format, such as FLAC.',
    );
    expect(await held('export')).toEqual([]);
  });
});
