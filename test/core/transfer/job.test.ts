import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/jobs';
import type { AudioFormat } from '../../../electron/contract/model';
import type { SoundFilter } from '../../../electron/contract/sounds';
import type { Archive } from '../../../electron/core/db/archive';
import { openArchive } from '../../../electron/core/db/open';
import { createAudioExportRunner, createAudioFetchRunner } from '../../../electron/core/export/audio';
import { readManifest } from '../../../electron/core/export/manifest';
import { estimateAudio } from '../../../electron/core/export/estimate';
import { startAudioExport, startAudioFetch } from '../../../electron/core/export/start';
import { verifyFolder } from '../../../electron/core/export/verify';
import type { JobQueue } from '../../../electron/core/jobs/job';
import { createJobQueue } from '../../../electron/core/jobs/queue';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';
import { NOW, recording, startBench, type Bench } from './bench';

const root = tempFolder('audio-job');
const COUNT = 12;
const HOUR = 3_600_000;
let bench: Bench;
let archive: Archive;
let queue: JobQueue;
let folder = '';
let library = '';
let runs = 0;
let rejected = 0;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.demo.close());
beforeEach(async () => {
  await bench.demo.levers.reset();
  await open(String(runs++));
});
afterEach(async () => {
  await queue.close();
  archive.close();
});

async function open(name: string, whenOffline: 'wait' | 'stop' = 'stop'): Promise<void> {
  const { api, network, clock, limits } = bench;
  folder = path.join(root, name, 'export');
  library = path.join(root, name, 'library');
  await mkdir(folder, { recursive: true });
  await mkdir(library, { recursive: true });
  archive = openArchive(path.join(root, name, 'archive.db'), clock);
  queue = createJobQueue({ jobs: archive.jobs, clock, log: keptLog() });
  const deps = {
    ...{ archive, api, network, clock, limits, log: keptLog(), version: '0.1.0', whenOffline },
    announce: () => undefined,
    onUnauthorized: () => {
      rejected += 1;
    },
  };
  queue.register('audio-export', createAudioExportRunner({ ...deps, library }));
  queue.register('audio-fetch', createAudioFetchRunner({ ...deps, folder: library }));
  const rows = Array.from({ length: COUNT }, (_, n) => {
    const { id, from, to, trigger } = recording(n);
    return { key: id, time: from, until: to, data: { id, triggerName: trigger } };
  });
  archive.records.upsert('recordings', 'QT100001', rows, NOW);
}
const startExport = (filter = {}): Job =>
  startAudioExport({ archive, queue }, { filter, format: 'WAV', folder });
const runExport = (filter = {}): Promise<Job> => queue.ended(startExport(filter).id);
const downloads = () =>
  bench.demo.journal.filter((entry) => JSON.stringify(entry).includes('/data/audio/')).length;
const signal = new AbortController().signal;
const kinds = (job: Job) => job.issues.map(({ error }) => error.kind);
const AUDIO = { match: '/data/audio/' } as const;

describe('an audio export', () => {
  it('puts every recording under a name that sorts by time, with a manifest that verifies', async () => {
    const job = await runExport();
    expect(job).toMatchObject({ state: 'done', done: COUNT, total: COUNT, issues: [] });
    expect(job.summary).toMatch(/^12 files exported, 3\.8 MB$/);
    expect(job.title).toBe(`Export 12 sounds as WAV to ${path.basename(folder)}`);
    const report = await verifyFolder(folder, signal);
    expect(report).toMatchObject({ altered: [], missing: [], foreign: [], unfinished: [] });
    const first = recording(COUNT - 1);
    expect(report.whole).toHaveLength(COUNT);
    expect(report.whole[0]).toBe('QT100001/2026-03-02/QT100001_20260302T001000Z_Default_20s.wav');
    const manifest = await readManifest(folder);
    expect(manifest?.map((entry) => entry.startUtc)).toEqual(
      [...(manifest ?? [])].map((entry) => entry.startUtc).sort(),
    );
    expect(manifest?.[0]).toMatchObject({
      ...{ recording: first.id, instrument: 'QT100001', trigger: 'Default', format: 'WAV', lossy: false },
      ...{
        durationMs: 20_000,
        sampleRate: 8_000,
        bitsPerSample: 16,
        channels: 1,
        bytes: 320_044,
        leqbook: '0.1.0',
      },
      ...{ startUtc: '2026-03-02T00:10:00Z', endUtc: '2026-03-02T00:10:20Z' },
    });
  });

  it('fetches only what is missing or damaged when it runs again', async () => {
    await runExport();
    const files = (await verifyFolder(folder, signal)).whole;
    const before = downloads();
    expect(await runExport()).toMatchObject({
      state: 'done',
      summary: '0 files exported; 12 already there',
    });
    expect(downloads()).toBe(before);
    await rm(path.join(folder, files[2] as string));
    await writeFile(path.join(folder, files[5] as string), 'altered');
    await writeFile(path.join(folder, 'QT100001/mine.txt'), 'mine');
    await runExport();
    expect(downloads()).toBe(before + 2);
    expect(await verifyFolder(folder, signal)).toMatchObject({
      whole: files,
      foreign: ['QT100001/mine.txt'],
    });
  });

  it('names a file that cannot be had and brings the rest', async () => {
    const lost = recording(4).id;
    bench.demo.levers.failNext(100, { status: 404, match: lost });
    const broken = recording(7).id;
    bench.demo.levers.cut({ framing: 'none', end: 'fin', atByte: 5_000, match: broken });
    const job = await runExport();
    expect(job).toMatchObject({ state: 'done', done: COUNT });
    expect(job.issues.map(({ item }) => item).sort()).toEqual([lost, broken].sort());
    expect(kinds(job).sort()).toEqual(['not-found', 'server']);
    expect(job.summary).toMatch(/; 2 missing$/);
    expect((await verifyFolder(folder, signal)).whole).toHaveLength(COUNT - 2);
    await bench.demo.levers.reset();
    await runExport();
    expect((await verifyFolder(folder, signal)).whole).toHaveLength(COUNT);
  });

  it('gets through rate limits, errors and cut bodies by itself', async () => {
    const { levers } = bench.demo;
    levers.failNext(3, { status: 503, ...AUDIO });
    levers.failNext(2, { status: 429, retryAfter: '5', ...AUDIO });
    levers.cut({ framing: 'none', end: 'fin', atByte: 1_000, times: 3, ...AUDIO });
    levers.stall({ where: 'mid-body', times: 1, ...AUDIO });
    levers.replace({ body: '<html>', contentType: 'application/octet-stream', times: 1, ...AUDIO });
    const job = await runExport();
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect((await verifyFolder(folder, signal)).whole).toHaveLength(COUNT);
  });

  it('ends when the service is gone and goes on when it is back, without a file twice', async () => {
    await bench.demo.levers.goOffline();
    const job = await runExport();
    expect(job).toMatchObject({ state: 'failed' });
    expect(kinds(job)).toEqual(['offline']);
    expect((await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.wav'))).toEqual([]);
    await bench.demo.levers.goOnline();
    expect(await runExport()).toMatchObject({ state: 'done', issues: [] });
  });

  it('waits for the service where it should', async () => {
    await queue.close();
    archive.close();
    await open('waiting', 'wait');
    await bench.demo.levers.goOffline();
    const job = startExport();
    const waiting = new Promise<Job>((resolve) => {
      queue.onChange((now) => {
        if (now.state === 'waiting') resolve(now);
      });
    });
    expect((await waiting).waiting?.reason).toMatch(/connection|network/);
    await bench.demo.levers.goOnline();
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', issues: [] });
  });

  it('stops at once with a rejected key or a missing permission', async () => {
    rejected = 0;
    bench.demo.levers.dropScope('data.audio:read');
    expect(kinds(await runExport())).toEqual(['forbidden']);
    bench.demo.levers.revokeKey();
    expect(kinds(await runExport())).toEqual(['unauthorized']);
    expect(rejected).toBeGreaterThan(0);
  });

  it('pauses and resumes, keeping what is done', async () => {
    bench.demo.levers.trickle({ bytesPerSecond: 2_000_000, ...AUDIO });
    const job = startExport();
    await new Promise<void>((resolve) => {
      queue.onChange((now) => {
        if (now.done >= 2) resolve();
      });
    });
    expect((await queue.pause(job.id)).state).toBe('paused');
    const kept = (await readManifest(folder))?.length ?? 0;
    expect(kept).toBeGreaterThanOrEqual(2);
    const before = downloads();
    await bench.demo.levers.reset();
    queue.resume(job.id);
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', issues: [] });
    expect(downloads() - before).toBeLessThanOrEqual(COUNT - kept);
    expect((await verifyFolder(folder, signal)).whole).toHaveLength(COUNT);
  });

  it('takes over files that a killed run had finished but not yet written down', async () => {
    await runExport();
    await rm(path.join(folder, 'manifest.json'));
    expect(await runExport()).toMatchObject({ state: 'done', issues: [] });
    const report = await verifyFolder(folder, signal);
    expect(report.whole).toHaveLength(COUNT);
    expect(report.foreign).toEqual([]);
  });

  it('clears away what an interrupted run left beside a file that is there by now', async () => {
    await runExport();
    const [file] = (await verifyFolder(folder, signal)).whole;
    for (const end of ['.part', '.etag.part'])
      await writeFile(path.join(folder, `${String(file)}${end}`), 'rest');
    await runExport();
    expect((await verifyFolder(folder, signal)).unfinished).toEqual([]);
  });

  it('that is refused whatever it asks for says so, and that another format may do', async () => {
    bench.demo.levers.failNext(100, { status: 410, ...AUDIO });
    const job = await runExport();
    const text =
      'MyCirrus refused to give these sounds (The request failed). It may give another format, such as FLAC.';
    expect(job).toMatchObject({ state: 'failed', summary: text });
    expect(job.issues.at(-1)).toMatchObject({ text, error: { kind: 'invalid', path: 'format' } });
  });

  it('says that the folder is gone or read-only, and that the choice is empty', async () => {
    await rm(folder, { recursive: true });
    expect(kinds(await runExport())).toEqual(['not-writable']);
    expect(() => startExport({ from: 0, to: 1 })).toThrow(/was not found/);
  });

  it('copies from the library what was fetched in that format', async () => {
    const ids = [recording(0).id, recording(1).id];
    const fact = { format: 'WAV', durationMs: 20_000, fetchedAt: NOW } as const;
    await runExport({ ids });
    const entries = (await readManifest(folder)) ?? [];
    for (const { sound: id, sha256, bytes, file } of entries) {
      await mkdir(path.dirname(path.join(library, file)), { recursive: true });
      await writeFile(path.join(library, file), await readFile(path.join(folder, file)));
      archive.audio.put({ ...fact, recording: id, path: file, sha256, sizeBytes: bytes });
    }
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(path.join(library, entries[0]?.file ?? ''), 'altered');
    const before = downloads();
    expect(await runExport({ ids })).toMatchObject({ state: 'done', issues: [] });
    expect(downloads() - before).toBe(1);
    expect((await verifyFolder(folder, signal)).whole).toHaveLength(2);
  });
});

const isRoot = process.getuid?.() === 0;
function mount(...args: readonly string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const canMount = (() => {
  const probe = tempFolder('probe');
  if (!isRoot || process.platform !== 'linux' || !mount('-t', 'tmpfs', 'tmpfs', probe)) return false;
  execFileSync('umount', [probe]);
  return true;
})();

describe.skipIf(!canMount)('an audio export to a disk that refuses (needs the right to mount)', () => {
  it('names a full disk, leaves no wrong file, and is complete once there is room', async () => {
    expect(mount('-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder)).toBe(true);
    try {
      for (const framing of ['length', 'close'] as const) {
        bench.demo.levers.audio({ framing });
        const job = await runExport();
        expect(job.state).toBe('failed');
        expect(kinds(job)).toEqual(['disk-full']);
        const { whole, altered, missing, foreign } = await verifyFolder(folder, signal);
        expect({ altered, missing, foreign }).toEqual({ altered: [], missing: [], foreign: [] });
        expect(whole.length).toBeGreaterThan(0);
      }
      execFileSync('mount', ['-o', 'remount,size=64m', folder]);
      expect(await runExport()).toMatchObject({ state: 'done', issues: [] });
      expect((await verifyFolder(folder, signal)).whole).toHaveLength(COUNT);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it('names a read-only disk', async () => {
    expect(mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder)).toBe(true);
    try {
      expect(kinds(await runExport())).toEqual(['not-writable']);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

describe.skipIf(isRoot)(
  'an audio export to a folder without write permission (needs another user than root)',
  () => {
    it('is named as not writable', async () => {
      chmodSync(folder, 0o500);
      expect(kinds(await runExport())).toEqual(['not-writable']);
      chmodSync(folder, 0o700);
    });
  },
);

describe('fetching audio into the library', () => {
  it('enters each file in the archive and does not fetch it twice', async () => {
    bench.demo.levers.swapAudio(
      await import('../../unit/core/transfer/samples').then(({ flac }) => flac(160_000)),
    );
    const ids = [0, 1, 2].map((n) => recording(n).id);
    const run = () => queue.ended(startAudioFetch({ archive, queue }, ids).id);
    expect(await run()).toMatchObject({ state: 'done', issues: [] });
    const files = archive.audio.many(ids);
    expect(files.size).toBe(3);
    for (const file of files.values()) {
      expect(file).toMatchObject({ format: 'FLAC', durationMs: 20_000 });
      expect((await readFile(path.join(library, file.path))).length).toBe(file.sizeBytes);
    }
    const before = downloads();
    await run();
    expect(downloads()).toBe(before);
    const estimate = (filter: SoundFilter, format: AudioFormat) =>
      estimateAudio({ archive }, { filter, format });
    const span = { from: NOW - 3 * HOUR, to: NOW };
    expect(await estimate(span, 'FLAC')).toMatchObject({ files: 3, seconds: 60, measured: true });
    expect(await estimate({}, 'OGG')).toMatchObject({ files: COUNT, measured: false });
  });
});
