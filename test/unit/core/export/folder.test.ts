import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/core/clock';
import type { ManifestEntry } from '../../../../electron/core/export/entry';
import { openManifest, readManifest } from '../../../../electron/core/export/manifest';
import { verifyFolder } from '../../../../electron/core/export/verify';
import { tempFolder } from '../../../support/temp';
import { flac, wav } from '../transfer/samples';

const root = tempFolder('folder');
const signal = new AbortController().signal;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const names = ['manifest.json', 'manifest.csv', 'manifest.sha256'];
let runs = 0;

const entry = (file: string, bytes: Uint8Array, change: Partial<ManifestEntry> = {}): ManifestEntry => ({
  file,
  sha256: sha(bytes),
  bytes: bytes.length,
  format: 'WAV',
  lossy: false,
  durationMs: 50,
  sampleRate: 8_000,
  instrument: 'QT1',
  sound: file,
  recording: file,
  source: 'MyCirrus recordings',
  trigger: '=cmd|calc',
  startUtc: '2026-03-02T10:15:02Z',
  endUtc: '2026-03-02T10:15:21Z',
  startLocal: '2026-03-02T10:15:02Z',
  endLocal: '2026-03-02T10:15:21Z',
  zone: 'UTC',
  fetchedAt: '2026-03-02T12:00:00Z',
  leqbook: '0.1.0',
  ...change,
});

/** A folder with three files and their manifest. */
async function makeFolder(): Promise<string> {
  const folder = path.join(root, String(runs++));
  await mkdir(path.join(folder, 'QT1/day'), { recursive: true });
  const manifest = await openManifest(folder, { clock: systemClock });
  for (const n of [1, 2, 3]) {
    const bytes = wav(400 + n);
    await writeFile(path.join(folder, `QT1/day/${String(n)}.wav`), bytes);
    await manifest.put(entry(`QT1/day/${String(n)}.wav`, bytes));
  }
  await manifest.flush();
  return folder;
}

describe('an exported folder', () => {
  it('is whole after an export', async () => {
    const folder = await makeFolder();
    const seen: string[] = [];
    const report = await verifyFolder(folder, signal, ({ file }) => seen.push(file));
    const all = [1, 2, 3].map((n) => `QT1/day/${String(n)}.wav`);
    expect(report).toEqual({ whole: all, altered: [], missing: [], foreign: [], unfinished: [] });
    expect(seen.sort()).toEqual(all);
    expect((await readdir(folder)).sort()).toEqual([
      'QT1',
      'manifest.csv',
      'manifest.json',
      'manifest.sha256',
    ]);
  });

  it('tells altered, missing, foreign and unfinished apart', async () => {
    const folder = await makeFolder();
    const first = path.join(folder, 'QT1/day/1.wav');
    const bytes = await readFile(first);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] as number) ^ 1;
    await writeFile(first, bytes);
    await rm(path.join(folder, 'QT1/day/2.wav'));
    await writeFile(path.join(folder, 'QT1/day/4.wav.part'), 'x');
    await writeFile(path.join(folder, 'QT1/notes.txt'), 'x');
    expect(await verifyFolder(folder, signal)).toEqual({
      whole: ['QT1/day/3.wav'],
      altered: [{ file: 'QT1/day/1.wav', reason: 'has other contents than when it was fetched' }],
      missing: ['QT1/day/2.wav'],
      foreign: ['QT1/notes.txt'],
      unfinished: ['QT1/day/4.wav.part'],
    });
  });

  it('takes a link, a shortened and an empty file for altered', async () => {
    const folder = await makeFolder();
    const file = (n: number) => path.join(folder, `QT1/day/${String(n)}.wav`);
    await rename(file(1), path.join(root, `moved-${String(runs)}`));
    await symlink(path.join(root, `moved-${String(runs)}`), file(1));
    await writeFile(file(2), (await readFile(file(2))).subarray(0, 100));
    await writeFile(file(3), '');
    const { altered } = await verifyFolder(folder, signal);
    expect(altered.map(({ reason }) => reason)).toEqual([
      'is not a file any more',
      'has 100 bytes instead of 848',
      'has 0 bytes instead of 850',
    ]);
  });

  it('sees damage that a matching hash would hide', async () => {
    const folder = await makeFolder();
    const cut = (await flac(9_000)).subarray(0, -20);
    await writeFile(path.join(folder, 'QT1/cut.flac'), cut);
    const manifest = await openManifest(folder, { clock: systemClock });
    await manifest.put(entry('QT1/cut.flac', cut, { format: 'FLAC' }));
    await manifest.flush();
    expect((await verifyFolder(folder, signal)).altered).toMatchObject([{ file: 'QT1/cut.flac' }]);
  });

  it('sees samples that were changed together with their checksums and their hash', async () => {
    const folder = await makeFolder();
    const forged = await flac(9_000);
    // Any other MD5 than that of the samples.
    forged[30] = 1;
    await writeFile(path.join(folder, 'QT1/forged.flac'), forged);
    const manifest = await openManifest(folder, { clock: systemClock });
    await manifest.put(entry('QT1/forged.flac', forged, { format: 'FLAC' }));
    await manifest.flush();
    expect((await verifyFolder(folder, signal)).altered).toEqual([
      { file: 'QT1/forged.flac', reason: 'has other samples than those that were encoded' },
    ]);
  });

  it('sees a manifest that was edited, and one that lost a file', async () => {
    const edited = async (name: string, change: (text: string) => string) => {
      const folder = await makeFolder();
      const file = path.join(folder, name);
      await writeFile(file, change(await readFile(file, 'utf8')));
      return (await verifyFolder(folder, signal)).altered;
    };
    const other = (file: string) => [{ file, reason: 'has other contents than manifest.sha256 says' }];
    const sums = { file: 'manifest.sha256', reason: 'names other files or hashes than manifest.json' };
    expect(await edited('manifest.csv', (text) => text.replace('QT1', 'QT2'))).toEqual(other('manifest.csv'));
    expect(await edited('manifest.json', (text) => text.replace('10:15:02', '10:15:03'))).toEqual(
      other('manifest.json'),
    );
    expect(await edited('manifest.sha256', (text) => text.slice(text.indexOf('\n') + 1))).toEqual([sums]);
    const folder = await makeFolder();
    await rm(path.join(folder, 'manifest.csv'));
    await rm(path.join(folder, 'manifest.sha256'));
    expect((await verifyFolder(folder, signal)).missing).toEqual(['manifest.csv', 'manifest.sha256']);
  });

  it('takes what a killed export left of a manifest for unfinished, not for altered', async () => {
    for (const named of [1, 2]) {
      const folder = await makeFolder();
      const older = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
      const bytes = wav(500);
      await writeFile(path.join(folder, 'QT1/day/9.wav'), bytes);
      const manifest = await openManifest(folder, { clock: systemClock });
      await manifest.put(entry('QT1/day/9.wav', bytes));
      await manifest.flush();
      const left = names.slice(named);
      for (const name of left) {
        await rename(path.join(folder, name), path.join(folder, `${name}.part`));
        await writeFile(path.join(folder, name), older[names.indexOf(name)] as Buffer);
      }
      expect(await verifyFolder(folder, signal)).toMatchObject({
        ...{ altered: [], missing: [], foreign: [] },
        unfinished: left.map((name) => `${name}.part`).sort(),
      });
    }
  });

  it('of the first kind is verified as far as it goes', async () => {
    const folder = await makeFolder();
    const file = path.join(folder, 'manifest.json');
    const { files } = JSON.parse(await readFile(file, 'utf8')) as { files: ManifestEntry[] };
    const old = files.map(({ startUtc, endUtc, ...rest }) => ({ ...rest, start: startUtc, end: endUtc }));
    await writeFile(file, JSON.stringify({ kind: 'leqbook-audio', schema: 1, files: old }));
    const report = await verifyFolder(folder, signal);
    expect(report).toMatchObject({ altered: [], missing: [] });
    expect(report.whole).toHaveLength(3);
  });

  it('that goes away meanwhile is gone, and not a folder whose files are missing', async () => {
    const folder = await makeFolder();
    const pull = ({ done }: { readonly done: number }) => {
      if (done === 1) renameSync(folder, `${folder}-gone`);
    };
    await expect(verifyFolder(folder, signal, pull)).rejects.toMatchObject({
      error: { kind: 'not-found', what: folder },
    });
  });

  it('says what is wrong with a folder that has no manifest, a broken or a hostile one', async () => {
    const folder = await makeFolder();
    const file = path.join(folder, 'manifest.json');
    const good = await readFile(file, 'utf8');
    await writeFile(file, good.replaceAll('QT1/day/1.wav', '../../outside.wav'));
    await expect(verifyFolder(folder, signal)).rejects.toMatchObject({ error: { kind: 'corrupt' } });
    await writeFile(file, good.slice(0, 200));
    await expect(verifyFolder(folder, signal)).rejects.toMatchObject({ error: { kind: 'corrupt' } });
    await rm(file);
    await expect(verifyFolder(folder, signal)).rejects.toThrow(
      `A manifest of Leqbook in ${folder} was not found.`,
    );
    await expect(verifyFolder(`${folder}-gone`, signal)).rejects.toThrow(
      `The folder ${folder}-gone was not found.`,
    );
  });

  it('keeps a broken manifest aside and begins another', async () => {
    const folder = await makeFolder();
    await writeFile(path.join(folder, 'manifest.json'), '{"kind":');
    const manifest = await openManifest(folder, { clock: systemClock });
    expect(manifest.entries).toEqual([]);
    expect(await readdir(folder)).toContain('manifest.damaged-1.json');
    await manifest.put(entry('QT1/day/1.wav', wav(401)));
    await manifest.flush();
    expect(await readManifest(folder)).toHaveLength(1);
  });

  it('can be checked by sha256sum, and opened in a spreadsheet without running anything', async () => {
    const folder = await makeFolder();
    const sums = execFileSync('sha256sum', ['-c', 'manifest.sha256'], { cwd: folder, encoding: 'utf8' });
    expect(sums.match(/: OK$/gm)).toHaveLength(5);
    expect(sums).toContain('manifest.csv: OK');
    expect(sums).toContain('manifest.json: OK');
    const csv = await readFile(path.join(folder, 'manifest.csv'), 'utf8');
    expect(csv.split('\n')[1]).toContain(",'=cmd|calc,");
  });

  it('stops being verified when told to', async () => {
    const folder = await makeFolder();
    await expect(verifyFolder(folder, AbortSignal.abort())).rejects.toMatchObject({
      error: { kind: 'cancelled' },
    });
  });
});
