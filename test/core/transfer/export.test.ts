import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/jobs';
import { lockFolder } from '../../../electron/core/folder-lock';
import { startAudioFetch } from '../../../electron/core/export/start';
import { estimateAudio } from '../../../electron/core/export/estimate';
import { readManifest } from '../../../electron/core/export/manifest';
import { verifyFolder } from '../../../electron/core/export/verify';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';
import { openAccount, SERIAL, type Account } from './account';
import { NOW, recording, startBench, type Bench } from './bench';

const root = tempFolder('audio-export');
const COUNT = 12;
const FILE_BYTES = 320_044;
const AUDIO = { match: '/data/audio/' } as const;
let bench: Bench;
let account: Account;
let runs = 0;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.demo.close());
beforeEach(async () => {
  await bench.demo.levers.reset();
  account = await openAccount(bench, path.join(root, String(runs++)));
});
afterEach(() => account.close());

const asked = (part = '/data/audio/') =>
  bench.demo.journal.filter(({ path: at }) => at.includes(part)).length;
const kinds = (job: Job) => job.issues.map(({ error }) => error.kind);
const signal = new AbortController().signal;
const verified = () => verifyFolder(account.folder, signal);
const again = async (options: Parameters<typeof openAccount>[2]) => {
  await account.close();
  account = await openAccount(bench, path.join(root, String(runs++)), options);
};

/** An event with audio that begins at a moment of the service's world. */
function listEvent(n: number, audioTime: number, key = `event-${String(n)}`): string {
  const { from, to } = recording(n);
  const audioId = `au-${SERIAL}-${String(from)}`;
  const iso = (time: number) => new Date(time).toISOString();
  const data = { type: 'Noise', startTime: iso(from), endTime: iso(to), audioId, audioTime: iso(audioTime) };
  account.archive.records.upsert('events', SERIAL, [{ key, time: from, until: to, data }], NOW);
  return audioId;
}

describe('a transfer with limits', () => {
  it('starts no file that would pass the limit, says what is left, and goes on when started again', async () => {
    await account.export({ filter: { ids: [recording(0).id] } });
    const limits = { bytes: 4 * FILE_BYTES + 1_000 };
    const first = await account.export({ limits });
    expect(first).toMatchObject({ state: 'done', done: 5, total: COUNT });
    expect(kinds(first)).toEqual(['limit']);
    expect(first.summary).toBe(
      '4 files exported, 1.3 MB; 1 already there; stopped at the limit of 1.3 MB; 7 files left',
    );
    expect(first.issues[0]?.text).toContain('7 files left');
    expect((await account.export({ limits })).summary).toContain('3 files left');
    const last = await account.export({ limits });
    expect(last).toMatchObject({ state: 'done', issues: [] });
    expect((await verified()).whole).toHaveLength(COUNT);
    expect(asked()).toBe(COUNT);
  });

  it('fetches what fits although it was thought to be far longer, and never more than that', async () => {
    // By rule of thumb each of them is six times as long as all that may come.
    const job = await account.export({ limits: { bytes: FILE_BYTES + 1 } });
    expect(job.summary).toBe('1 file exported, 320 kB; stopped at the limit of 321 kB; 11 files left');
    const sent = bench.demo.journal.length;
    expect((await verified()).whole).toHaveLength(1);
    const none = await account.export({ limits: { bytes: FILE_BYTES - 1 } });
    expect(none.summary).toContain('0 files exported');
    expect(kinds(none)).toEqual(['limit']);
    // A few are asked for how long they are; not all of them.
    expect(bench.demo.journal.length - sent).toBeLessThanOrEqual(3);
    const unfinished = await readdir(account.folder, { recursive: true });
    expect(unfinished.filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it('fetches as many as fit, however many it asks for at once', async () => {
    bench.demo.levers.trickle({ bytesPerSecond: 2_000_000, ...AUDIO });
    const job = await account.export({ limits: { bytes: 7 * FILE_BYTES + 1_000 } });
    expect(job).toMatchObject({ state: 'done', done: 7 });
    expect(job.bytes).toBe(7 * FILE_BYTES);
  });

  it('keeps to its limit also where answers do not tell how long they are', async () => {
    bench.demo.levers.audio({ framing: 'chunked' });
    const job = await account.export({ limits: { bytes: 3 * FILE_BYTES + 1_000 } });
    expect(job.state).toBe('done');
    expect(job.done).toBeLessThanOrEqual(3);
  });

  it('fetches nothing after its moment', async () => {
    const job = await account.export({ limits: { until: bench.clock.now() } });
    expect(job).toMatchObject({ state: 'done', done: 0 });
    expect(job.summary).toMatch(/^0 files exported; stopped at 2026-03-02 \d\d:\d\d UTC; 12 files left$/);
    expect(asked()).toBe(0);
  });

  it('fetches one file at a time on a link that costs', async () => {
    bench.demo.levers.trickle({ bytesPerSecond: 3_000_000, ...AUDIO });
    const seen: number[] = [];
    account.queue.onChange(({ transfer }) => seen.push(transfer?.connections ?? 0));
    await account.export({ limits: { metered: true } });
    expect(Math.max(...seen)).toBe(1);
    const ids = [0, 1, 2, 3].map((n) => recording(n).id);
    const { id } = startAudioFetch(account, ids, 'WAV', true);
    expect(await account.queue.ended(id)).toMatchObject({ state: 'done', done: 4, issues: [] });
    expect(Math.max(...seen)).toBe(1);
  });

  it('keeps to a rate', async () => {
    const began = bench.clock.now();
    const bytesPerSecond = 400_000;
    const job = await account.export({ limits: { bytesPerSecond } });
    expect(job).toMatchObject({ state: 'done', issues: [] });
    const leastMs = (COUNT * FILE_BYTES * 1_000) / bytesPerSecond - 500;
    expect(bench.clock.now() - began).toBeGreaterThan(leastMs);
  });
});

describe('the audio of events', () => {
  it('comes from its own list, and is told apart in the manifest', async () => {
    await again({ count: 1 });
    const audioId = listEvent(3, recording(3).from + 5_000);
    const job = await account.export();
    expect(job).toMatchObject({ state: 'done', done: 2, issues: [] });
    expect(asked(`/data/events/audio/${audioId}`)).toBe(1);
    const entries = await readManifest(account.folder);
    expect(entries?.map(({ source, eventAudio, event }) => [source, eventAudio, event])).toEqual([
      ['MyCirrus events', audioId, 'Noise'],
      ['MyCirrus recordings', undefined, undefined],
    ]);
  });

  it('stands in for a recording that is gone', async () => {
    const audioId = listEvent(0, recording(0).from);
    bench.demo.levers.failNext(1, { status: 404, match: `/data/audio/${recording(0).id}` });
    const job = await account.export();
    expect(job).toMatchObject({ state: 'done', done: COUNT, issues: [] });
    const entry = (await readManifest(account.folder))?.find(({ sound }) => sound === recording(0).id);
    expect(entry).toMatchObject({
      source: 'MyCirrus events',
      eventAudio: audioId,
      recording: recording(0).id,
    });
  });

  it('is named as forbidden, once asked, while recordings come', async () => {
    await again({ count: 2 });
    for (const n of [4, 5, 6]) listEvent(n, recording(n).from + 5_000);
    bench.demo.levers.dropScope('data.events:read');
    const job = await account.export();
    expect(job).toMatchObject({ state: 'done', done: 5 });
    expect(kinds(job)).toEqual(['forbidden', 'forbidden', 'forbidden']);
    expect(job.issues[0]?.text).toContain('data.events:read');
    expect(asked('/data/events/audio/')).toBeLessThanOrEqual(3);
    const only = await account.export({ filter: { eventTypes: ['Noise'] } });
    expect(only).toMatchObject({ state: 'failed' });
    expect(kinds(only)).toContain('forbidden');
  });
});

describe('a folder that goes and comes back', () => {
  const away = (folder: string) => `${folder}-away`;

  it('is waited for, and the export goes on by itself', async () => {
    await again({ whenOffline: 'wait' });
    bench.demo.levers.trickle({ bytesPerSecond: 2_000_000, ...AUDIO });
    const job = account.start();
    await account.until(job.id, ({ done }) => done >= 2);
    const { folder } = account;
    await rename(folder, away(folder));
    const waiting = await account.until(job.id, ({ state }) => state === 'waiting');
    expect(waiting.waiting?.reason).toBe(`The folder ${folder} is not there`);
    // What stands where a stick was mounted is not the stick.
    await mkdir(folder);
    await bench.clock.sleep(20_000);
    expect(account.queue.list()[0]?.state).toBe('waiting');
    expect(await account.files()).toEqual([]);
    await rm(folder, { recursive: true });
    await rename(away(folder), folder);
    expect(await account.queue.ended(job.id)).toMatchObject({ state: 'done', done: COUNT, issues: [] });
    const report = await verified();
    expect(report).toMatchObject({ altered: [], missing: [], foreign: [], unfinished: [] });
    expect(report.whole).toHaveLength(COUNT);
  });

  it('ends the export of a command, which then can be started again', async () => {
    bench.demo.levers.trickle({ bytesPerSecond: 2_000_000, ...AUDIO });
    const job = account.start();
    await account.until(job.id, ({ done }) => done >= 2);
    const { folder } = account;
    await rename(folder, away(folder));
    const ended = await account.queue.ended(job.id);
    expect(ended.state).toBe('failed');
    expect(kinds(ended)).toContain('not-writable');
    await rename(away(folder), folder);
    account.queue.resume(job.id);
    expect(await account.queue.ended(job.id)).toMatchObject({ state: 'done', done: COUNT, issues: [] });
    expect((await verified()).whole).toHaveLength(COUNT);
  });
});

describe('a computer that sleeps in the middle of an export', () => {
  it('wakes up with its connections gone and the clock on, and the export goes on by itself', async () => {
    let slept = 0;
    const clock = { ...bench.clock, now: () => bench.clock.now() + slept };
    await again({ clock });
    bench.demo.levers.trickle({ bytesPerSecond: 2_000_000, ...AUDIO });
    const job = account.start();
    const { bytes } = await account.until(job.id, ({ done }) => done >= 2);
    expect(bytes).toBeLessThan(COUNT * FILE_BYTES);
    slept = 8 * 3_600_000;
    await bench.demo.levers.goOffline();
    await bench.demo.levers.reset();
    expect(await account.queue.ended(job.id)).toMatchObject({ state: 'done', done: COUNT, issues: [] });
    expect((await verified()).whole).toHaveLength(COUNT);
  });
});

describe('two exports', () => {
  it('into one folder go one after the other, whoever runs them', async () => {
    const lock = (folder: string) => lockFolder(folder, keptLog());
    await again({ lockFolder: lock });
    const other = await openAccount(bench, path.join(root, String(runs++)), { lockFolder: lock });
    try {
      bench.demo.levers.trickle({ bytesPerSecond: 3_000_000, ...AUDIO });
      const first = account.start();
      await account.until(first.id, ({ done }) => done >= 1);
      const second = other.start({ folder: account.folder });
      const waits = await other.until(second.id, ({ state }) => state === 'waiting');
      expect(waits.waiting?.reason).toBe('Another job is at work in this folder');
      const before = asked();
      const ends = await Promise.all([account.queue.ended(first.id), other.queue.ended(second.id)]);
      expect(ends.map(({ state, issues }) => [state, issues])).toEqual([
        ['done', []],
        ['done', []],
      ]);
      expect(ends[1].summary).toContain('12 already there');
      expect(asked() - before).toBeLessThanOrEqual(COUNT);
      expect((await verified()).whole).toHaveLength(COUNT);
    } finally {
      await other.close();
    }
  });

  it('of one account stand in line', async () => {
    const jobs = [account.start(), account.start({ filter: { ids: [recording(0).id] } })];
    expect(jobs.map(({ state }) => state)).toEqual(['running', 'queued']);
    for (const { id } of jobs)
      expect(await account.queue.ended(id)).toMatchObject({ state: 'done', issues: [] });
  });
});

describe('an export', () => {
  it('makes copies that tell their time beside the originals, which stay as they came', async () => {
    const request = {
      bext: true,
      zone: 'Europe/London',
      filter: { ids: [recording(0).id, recording(1).id] },
    };
    expect(await account.export(request)).toMatchObject({ state: 'done', done: 2, issues: [] });
    const entries = (await readManifest(account.folder)) ?? [];
    expect(entries).toHaveLength(4);
    const copies = entries.filter(({ derivedFrom }) => derivedFrom !== undefined);
    expect(copies.map(({ derivedFrom }) => derivedFrom)).toEqual(
      entries.filter(({ derivedFrom }) => derivedFrom === undefined).map(({ file }) => file),
    );
    const bytes = await readFile(path.join(account.folder, copies[0]?.file ?? ''));
    expect(bytes.subarray(12, 16).toString()).toBe('bext');
    await rm(path.join(account.folder, copies[0]?.file ?? ''));
    expect((await account.export(request)).summary).toContain('2 already there');
    expect((await verified()).whole).toHaveLength(4);
    expect(asked()).toBe(2);
    expect(() => account.start({ bext: true, format: 'FLAC' })).toThrow(/only WAV/);
  });

  it('tells levels once they are known, also of what was there before, and leaves those that it told', async () => {
    const request = { bext: true, filter: { ids: [recording(0).id, recording(1).id] } };
    const { sounds } = account.archive;
    sounds.putLevels(recording(0).id, { LAeq: 61.5, LAFMax: 70 });
    await account.export(request);
    sounds.putLevels(recording(0).id, { LAeq: 1, LAFMax: 2 });
    sounds.putLevels(recording(1).id, { LAeq: 54.321, LAFMax: 66 });
    expect((await account.export(request)).summary).toBe('0 files exported; 2 already there');
    const told = ((await readManifest(account.folder)) ?? []).map(({ sound, LAeq, LAFMax }) => [
      ...[sound, LAeq, LAFMax],
    ]);
    const both = (...row: readonly unknown[]) => [row, row];
    expect(told.filter(([sound]) => sound === recording(0).id)).toEqual(both(recording(0).id, 61.5, 70));
    expect(told.filter(([sound]) => sound === recording(1).id)).toEqual(both(recording(1).id, 54.32, 66));
    expect(asked()).toBe(2);
    expect((await verified()).whole).toHaveLength(4);
  });

  it('calls files as it is told to, and refuses a template or a zone that is none', async () => {
    await account.export({ name: '{year}/{trigger}_{localTime}.{ext}', zone: 'Asia/Tokyo' });
    expect((await account.files())[0]).toBe('2026/Default_20260302T091000+0900.wav');
    expect(() => account.start({ name: '../{id}.{ext}' })).toThrow();
    expect(() => account.start({ zone: 'Nowhere/At all' })).toThrow();
  });

  it('tells of bytes, rate, connections and what is tried again', async () => {
    bench.demo.levers.failNext(2, { status: 503, ...AUDIO });
    const seen: Job[] = [];
    account.queue.onChange((job) => seen.push(job));
    const job = await account.export();
    const last = seen.findLast(({ transfer }) => transfer !== undefined);
    expect(last).toMatchObject({ bytes: COUNT * FILE_BYTES, done: COUNT });
    expect(last?.transfer?.bytesTotal).toBe(COUNT * FILE_BYTES);
    expect(seen.some(({ transfer }) => (transfer?.connections ?? 0) > 1)).toBe(true);
    const retried = seen.flatMap(({ transfer }) => transfer?.retrying ?? []);
    expect(retried[0]?.what).toContain(SERIAL);
    expect(last?.transfer?.retrying).toEqual([]);
    expect(job.transfer).toBeUndefined();
  });

  it('stops asking for a format that the service does not give', async () => {
    bench.demo.levers.failNext(100, { status: 400, ...AUDIO });
    const job = await account.export({ format: 'OGG', limits: { metered: true } });
    expect(job.state).toBe('failed');
    expect(job.issues[0]?.text).toContain('MyCirrus does not give it as OGG');
    expect(asked()).toBe(3);
  });

  it('takes an earlier copy from the library, and says when that came from the service', async () => {
    const ids = [recording(0).id];
    await account.fetch(ids, 'WAV');
    const file = account.archive.audio.get(ids[0] ?? '', 'WAV');
    expect(file).toMatchObject({ sampleRate: 8_000, bitsPerSample: 16 });
    const before = asked();
    await account.export({ filter: { ids } });
    expect(asked()).toBe(before);
    const entry = (await readManifest(account.folder))?.[0];
    expect(entry?.source).toBe('Leqbook library');
    expect(Date.parse(entry?.fetchedAt ?? '')).toBe(file?.fetchedAt);
  });

  it('removes what Leqbook left unfinished a week ago, and nothing else', async () => {
    await account.export();
    const [first = ''] = await account.files();
    const folder = path.dirname(path.join(account.folder, first));
    const old = new Date(NOW - 8 * 86_400_000);
    const put = async (name: string, time: Date): Promise<void> => {
      await writeFile(path.join(folder, name), 'rest');
      await utimes(path.join(folder, name), time, time);
    };
    await put('QT9_20250101T000000Z_Default_5s.wav.part', old);
    await put('QT9_20250101T000000Z_Default_5s.wav.etag.part', old);
    await put('QT9_20250102T000000Z_Default_5s.wav.part', new Date(NOW));
    await put('film.mp4.part', old);
    await account.export();
    const { unfinished } = await verified();
    expect(unfinished.map((file) => path.basename(file))).toEqual([
      'QT9_20250102T000000Z_Default_5s.wav.part',
      'film.mp4.part',
    ]);
  });

  it('is foretold by what was measured, and by what the folder has', async () => {
    const request = { filter: {}, format: 'WAV' as const, folder: account.folder };
    const before = await estimateAudio(account, request);
    expect(before).toMatchObject({ files: COUNT, seconds: COUNT * 20, measured: false, present: 0 });
    expect(before.ms).toBeUndefined();
    expect(before.freeBytes).toBeGreaterThan(0);
    await account.export({ filter: { ids: [1, 2, 3].map((n) => recording(n).id) } });
    const after = await estimateAudio(account, request);
    expect(after).toMatchObject({ bytes: COUNT * FILE_BYTES, measured: true, present: 3 });
    const capped = await estimateAudio(account, { ...request, limits: { bytesPerSecond: 1_000 } });
    expect(capped.ms).toBe(Math.round(9 * FILE_BYTES));
    expect(after.ms).toBeGreaterThan(0);
  });

  it('learns from what came how long the files of an instrument are, once from each', async () => {
    const { audio } = account.archive;
    await account.export();
    expect(audio.bytesPerSecond('WAV', SERIAL)).toBe(FILE_BYTES / 20);
    audio.measured(SERIAL, 'WAV', FILE_BYTES * COUNT, 2 * COUNT * 20_000);
    const mean = audio.bytesPerSecond('WAV', SERIAL);
    // Neither what is there already, nor a copy from the library.
    await account.export();
    await account.fetch([recording(0).id], 'WAV');
    const measured = audio.bytesPerSecond('WAV', SERIAL) ?? 0;
    expect(measured).toBeGreaterThan(mean ?? 0);
    await rm(account.folder, { recursive: true });
    await mkdir(account.folder);
    await account.export({ filter: { ids: [recording(0).id] } });
    expect(audio.bytesPerSecond('WAV', SERIAL)).toBe(measured);
  });
});
