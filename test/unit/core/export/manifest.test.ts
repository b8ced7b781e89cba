import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { systemClock, type Clock } from '../../../../electron/core/clock';
import { knownFiles, toEntry, type EntryFacts } from '../../../../electron/core/export/entry';
import { openManifest, readManifest } from '../../../../electron/core/export/manifest';
import { zoneOf } from '../../../../electron/core/export/table-time';
import { parseCsv } from '../../../support/parse-csv';
import { tempFolder } from '../../../support/temp';

const root = tempFolder('manifest');
const London = zoneOf('Europe/London');
let runs = 0;
async function newFolder(): Promise<string> {
  const folder = path.join(root, String(runs++));
  await mkdir(folder, { recursive: true });
  return folder;
}
const facts = (n: number, change: Partial<EntryFacts> = {}): EntryFacts => ({
  sound: {
    id: `sound-${String(n)}`,
    instrument: 'QT123456',
    instrumentName: 'North fence',
    from: Date.UTC(2026, 9, 25, 0, 30) + n * 60_000,
    to: Date.UTC(2026, 9, 25, 0, 30, 19) + n * 60_000,
    trigger: 'Night',
    eventType: 'Level',
    recording: `rec-${String(n)}`,
    eventAudio: undefined,
    levels: { LAeq: 54.3218, LAFMax: undefined },
  },
  file: {
    path: `a/${String(n).padStart(5, '0')}.wav`,
    sizeBytes: 848,
    sha256: n.toString(16).padStart(64, '0'),
    audio: {
      ...{ whole: true, format: 'WAV', durationMs: 18_999.6, sampleRate: 48_000, channels: 1 },
      ...{ bitsPerSample: 16, declared: true },
    },
  },
  source: 'Leqbook library',
  fetchedAt: Date.UTC(2026, 9, 26),
  zone: London,
  leqbook: '1.2.3',
  ...change,
});
const entry = (n: number) => toEntry(facts(n));
const names = ['manifest.json', 'manifest.csv', 'manifest.sha256'] as const;
const read = (folder: string, name: string) => readFile(path.join(folder, name), 'utf8');
/** What sha256sum says of the manifest's own files; the sounds of these tests are not there. */
function checkSeal(folder: string, sums: string): string {
  const own = sums
    .split('\n')
    .filter((line) => line.includes('manifest.'))
    .join('\n');
  return execFileSync('sha256sum', ['-c', '-'], { cwd: folder, input: `${own}\n`, encoding: 'utf8' });
}
async function made(count: number): Promise<string> {
  const folder = await newFolder();
  const manifest = await openManifest(folder, { clock: systemClock });
  for (let n = 0; n < count; n++) await manifest.put(entry(n));
  await manifest.flush();
  return folder;
}

describe('an entry', () => {
  it('tells which sound a file is, when it was on both clocks, how loud it was and where it came from', () => {
    expect(toEntry(facts(0))).toEqual({
      ...{ file: 'a/00000.wav', sha256: '0'.repeat(64), bytes: 848, format: 'WAV', lossy: false },
      ...{ durationMs: 19_000, sampleRate: 48_000, channels: 1, bitsPerSample: 16 },
      ...{ instrument: 'QT123456', instrumentName: 'North fence', trigger: 'Night', event: 'Level' },
      ...{ startUtc: '2026-10-25T00:30:00Z', endUtc: '2026-10-25T00:30:19Z', zone: 'Europe/London' },
      ...{ startLocal: '2026-10-25T01:30:00+01:00', endLocal: '2026-10-25T01:30:19+01:00' },
      ...{ LAeq: 54.32, sound: 'sound-0', recording: 'rec-0', source: 'Leqbook library' },
      ...{ fetchedAt: '2026-10-26T00:00:00Z', leqbook: '1.2.3' },
    });
    expect(toEntry(facts(60)).startLocal).toBe('2026-10-25T01:30:00+00:00');
  });

  it('survives times that no calendar has', () => {
    const { sound } = facts(0);
    const { startUtc, endLocal } = toEntry(facts(0, { sound: { ...sound, from: NaN, to: 1e17 } }));
    expect([startUtc, endLocal]).toEqual(['unknown', 'unknown']);
  });

  it('of a copy takes its path, but is not the sound that a plan looks for', () => {
    const copy = toEntry(facts(1, { derivedFrom: 'a/00000.wav' }));
    expect(knownFiles([entry(0), copy]).map((file) => file.recording)).toEqual(['sound-0', undefined]);
  });
});

describe('a manifest', () => {
  it('is read back as it was written, in three files of one age that sha256sum agrees with', async () => {
    const folder = await made(1_000);
    const entries = await readManifest(folder);
    expect(entries).toEqual(Array.from({ length: 1_000 }, (_, n) => entry(n)));
    const sums = await read(folder, 'manifest.sha256');
    expect(sums.split('\n')).toHaveLength(1_003);
    expect(checkSeal(folder, sums)).toBe('manifest.json: OK\nmanifest.csv: OK\n');
    const { header, rows } = parseCsv(await read(folder, 'manifest.csv'));
    const row = Object.fromEntries(header.map((name, i) => [name, rows[0]?.[i]]));
    expect(rows).toHaveLength(1_000);
    expect(row).toMatchObject({ file: 'a/00000.wav', LAeq: '54.32', LAFMax: '', zone: 'Europe/London' });
  });

  it('says what it is, how to check it, and what each of its fields means', async () => {
    const folder = await made(1);
    const { about } = JSON.parse(await read(folder, 'manifest.json')) as {
      about: { check: string; fields: Record<string, string> };
    };
    const { header } = parseCsv(await read(folder, 'manifest.csv'));
    expect(Object.keys(about.fields).sort()).toEqual([...header].sort());
    for (const meaning of Object.values(about.fields)) expect(meaning).toMatch(/^[A-Z].{10,}\.$/);
    expect(about.check).toContain('sha256sum -c manifest.sha256');
  });

  it('of a Leqbook that did not say so is read as well', async () => {
    const folder = await made(2);
    const file = path.join(folder, 'manifest.json');
    const { about, ...rest } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect(about).toBeDefined();
    await writeFile(file, JSON.stringify(rest));
    expect(await readManifest(folder)).toEqual([entry(0), entry(1)]);
  });

  it('is not written again when nothing changed', async () => {
    const folder = await made(3);
    const times = () => Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).mtimeMs));
    const before = await times();
    const manifest = await openManifest(folder, { clock: systemClock });
    for (let n = 0; n < 3; n++) await manifest.put(entry(n));
    await manifest.flush();
    expect(await times()).toEqual(before);
  });

  it('is healed by the next export wherever a crash broke off between its files', async () => {
    const older = await made(2);
    const newer = await made(3);
    for (const mix of [1, 2]) {
      const folder = await newFolder();
      await cp(older, folder, { recursive: true });
      // Named in this order; those that were not yet stand beside as drafts.
      for (const name of names.slice(0, mix)) await cp(path.join(newer, name), path.join(folder, name));
      for (const name of names.slice(mix))
        await cp(path.join(newer, name), path.join(folder, `${name}.part`));
      expect((await openManifest(folder, { clock: systemClock })).entries).toHaveLength(3);
      for (const name of names) expect(await read(folder, name)).toBe(await read(newer, name));
      expect((await readdir(folder)).sort()).toEqual([...names].sort());
    }
  });

  it('is healed when a file of it is gone, or was left by another hand', async () => {
    const good = await made(2);
    for (const name of ['manifest.csv', 'manifest.sha256']) {
      const folder = await newFolder();
      await cp(good, folder, { recursive: true });
      await rm(path.join(folder, name));
      await openManifest(folder, { clock: systemClock });
      expect(await read(folder, name)).toBe(await read(good, name));
      await writeFile(path.join(folder, name), 'x');
      await openManifest(folder, { clock: systemClock });
      expect(await read(folder, name)).toBe(await read(good, name));
    }
  });

  it('of the first kind is taken over', async () => {
    const folder = await newFolder();
    const { sha256, bytes } = entry(0);
    const file = {
      ...{ file: 'a/0.wav', sha256, bytes, format: 'WAV', lossy: false, sampleRate: 48_000 },
      ...{ instrument: 'QT1', recording: 'rec-0', start: '2026-03-02T10:15:02.000Z' },
      ...{ end: '2026-03-02T10:15:21.000Z', fetchedAt: '2026-03-02T12:00:00.000Z', leqbook: '0.1.0' },
    };
    const text = JSON.stringify({ kind: 'leqbook-audio', schema: 1, files: [file] }, undefined, 2);
    await writeFile(path.join(folder, 'manifest.json'), text);
    await openManifest(folder, { clock: systemClock });
    expect(await readManifest(folder)).toMatchObject([
      {
        sound: 'rec-0',
        recording: 'rec-0',
        startUtc: file.start,
        zone: 'UTC',
        source: 'MyCirrus recordings',
      },
    ]);
    checkSeal(folder, await read(folder, 'manifest.sha256'));
  });

  it('of a newer kind, or one that was broken off, is set aside', async () => {
    for (const text of ['{"kind": "leqbook-audio", "schema": 3, "files": [\n]}\n', '{"kind": "leq']) {
      const folder = await newFolder();
      await writeFile(path.join(folder, 'manifest.json'), text);
      await expect(readManifest(folder)).rejects.toMatchObject({ error: { kind: 'corrupt' } });
      const manifest = await openManifest(folder, { clock: systemClock });
      await manifest.put(entry(0));
      await manifest.flush();
      expect(await read(folder, 'manifest.damaged-1.json')).toBe(text);
      expect(await readManifest(folder)).toEqual([entry(0)]);
    }
  });

  it('a person may reformat', async () => {
    const folder = await made(2);
    const pretty = JSON.stringify(JSON.parse(await read(folder, 'manifest.json')), undefined, 4);
    await writeFile(path.join(folder, 'manifest.json'), pretty);
    expect(await readManifest(folder)).toHaveLength(2);
  });

  it('leaves no draft behind when one of the three cannot be written', async () => {
    for (const name of names) {
      const folder = await made(2);
      const before = await Promise.all(names.map((each) => read(folder, each)));
      await mkdir(path.join(folder, `${name}.part`));
      const manifest = await openManifest(folder, { clock: systemClock }).catch((error: unknown) => error);
      expect(manifest).toMatchObject({ error: { kind: 'not-writable' } });
      expect((await readdir(folder)).filter((file) => file.endsWith('.part'))).toEqual([`${name}.part`]);
      expect(await Promise.all(names.map((each) => read(folder, each)))).toEqual(before);
    }
  });

  it('holds in the end what two exports entered at the same time', async () => {
    const folder = await newFolder();
    const quick: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 5, signal) };
    const writers = [
      await openManifest(folder, { clock: quick }),
      await openManifest(folder, { clock: quick }),
    ];
    for (let n = 0; n < 20; n++) {
      await Promise.all(
        writers.map(async (writer, i) => {
          await writer.put(entry(n * 2 + i));
          await writer.flush();
        }),
      );
    }
    await Promise.all(writers.map((writer) => writer.flush()));
    expect(await readManifest(folder)).toEqual(Array.from({ length: 40 }, (_, n) => entry(n)));
    checkSeal(folder, await read(folder, 'manifest.sha256'));
    expect((await readdir(folder)).sort()).toEqual([...names].sort());
  });

  it('leaves nothing where a stick was, in whatever moment of the writing that is pulled out', async () => {
    for (let moment = 1; moment <= 4; moment++) {
      const folder = await newFolder();
      const { ino } = await stat(folder);
      const asked = { times: 0 };
      const assertPlace = async (): Promise<void> => {
        if ((await stat(folder)).ino !== ino) throw new Failure({ kind: 'not-writable', where: folder });
        asked.times += 1;
        if (asked.times !== moment) return;
        await rename(folder, `${folder}.stick`);
        await mkdir(folder);
      };
      const manifest = await openManifest(folder, { clock: systemClock, assertPlace });
      await manifest.put(entry(1));
      await expect(manifest.flush(), String(moment)).rejects.toMatchObject({
        error: { kind: 'not-writable' },
      });
      expect(await readdir(folder), String(moment)).toEqual([]);
      await rm(folder, { recursive: true });
      await rename(`${folder}.stick`, folder);
      await manifest.flush();
      expect(await readManifest(folder)).toEqual([entry(1)]);
      checkSeal(folder, await read(folder, 'manifest.sha256'));
    }
  });

  it('never keeps the thread for long, however much it lists', async () => {
    const folder = await newFolder();
    const manifest = await openManifest(folder, { clock: { ...systemClock, now: () => 0 } });
    for (let n = 0; n < 20_000; n++) await manifest.put(entry(n));
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    await manifest.flush();
    expect((await openManifest(folder, { clock: systemClock })).entries).toHaveLength(20_000);
    clearInterval(beat);
    // A whole file at once would take several times as long.
    expect(longest).toBeLessThan(400);
  });
});
