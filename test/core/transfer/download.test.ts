import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudioFormat } from '../../../electron/contract/model';
import { Failure, type AppError } from '../../../electron/contract/result';
import { downloadTo, type Downloaded } from '../../../electron/core/transfer/download';
import { adts, flac, ogg, wav } from '../../unit/core/transfer/samples';
import { tempFolder } from '../../support/temp';
import { recording, startBench, type Bench } from './bench';

const root = tempFolder('download');
let bench: Bench;
let sounds: Readonly<Record<'WAV' | 'FLAC' | 'OGG', Uint8Array>>;
let folder = '';
let runs = 0;

beforeAll(async () => {
  bench = await startBench();
  sounds = { WAV: wav(20_000), FLAC: await flac(60_000), OGG: ogg(40) };
});
afterAll(() => bench.demo.close());
beforeEach(async () => {
  await bench.demo.levers.reset();
  folder = path.join(root, String(runs++));
  await mkdir(folder);
});

interface Options {
  readonly expectedMs?: number | undefined;
  readonly replaces?: boolean;
  readonly path?: string;
  readonly otherwise?: string;
  readonly signal?: AbortSignal;
  readonly onBytes?: (count: number) => unknown;
}
const FILE = 'QT100001/2026-03-02/sound';
function fetchSound(format: AudioFormat, options: Options = {}): Promise<Downloaded> {
  const { id } = recording(0);
  const {
    path: file = `${FILE}.${format.toLowerCase()}`,
    signal = new AbortController().signal,
    onBytes,
    ...rest
  } = options;
  return downloadTo(
    bench,
    {
      root: folder,
      path: file,
      format,
      source: `${id} ${format}`,
      expectedMs: undefined,
      replaces: false,
      open: (resume, inner) => bench.api.audio({ list: 'recordings', id }, format, resume, inner),
      onBytes(count) {
        onBytes?.(count);
        return undefined;
      },
      ...rest,
    },
    signal,
  );
}
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof Failure) return error.error;
  throw new Error('no Failure', { cause: error });
}
/** Every file below the folder of this test. */
const files = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
const finals = async () => (await files()).filter((file) => !file.endsWith('.part'));
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
async function expectWhole(format: 'WAV' | 'FLAC' | 'OGG', done: Downloaded): Promise<void> {
  const bytes = sounds[format];
  expect(await files()).toEqual([`${FILE}.${format.toLowerCase()}`]);
  expect(sha(await readFile(path.join(folder, done.path)))).toBe(sha(bytes));
  expect(done).toMatchObject({ sizeBytes: bytes.length, sha256: sha(bytes), audio: { whole: true, format } });
}

const FRAMINGS = [
  { name: 'a declared length', framing: 'length' },
  { name: 'chunks', framing: 'chunked' },
  { name: 'chunks, stopping inside one', framing: 'chunked', insideChunk: true },
  { name: 'chunks and close', framing: 'chunked-close' },
  { name: 'chunks and close, stopping inside one', framing: 'chunked-close', insideChunk: true },
  { name: 'neither length nor chunks', framing: 'none' },
] as const;

describe('a download whose body is cut', () => {
  for (const { name, ...framing } of FRAMINGS) {
    for (const end of ['fin', 'rst'] as const) {
      it(`with ${name} and ${end} never gets its final name, and is right once the fault is gone`, async () => {
        for (const format of ['WAV', 'FLAC', 'OGG'] as const) {
          bench.demo.levers.swapAudio(sounds[format]);
          const size = sounds[format].length;
          for (const atByte of [0, 1, 30, Math.floor(size / 2), size - 1]) {
            bench.demo.levers.cut({ ...framing, end, atByte, times: 1, match: '/data/audio/' });
            const error = await failureOf(fetchSound(format));
            expect(['server', 'offline'], `${format} ${String(atByte)}`).toContain(error.kind);
            expect(await files()).toEqual([]);
          }
          await expectWhole(format, await fetchSound(format));
          await rm(path.join(folder, 'QT100001'), { recursive: true });
        }
      });
    }
  }
});

describe('a download', () => {
  it('gives up a body that stalls, and a service that does not answer', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    for (const where of ['mid-body', 'before-headers'] as const) {
      bench.demo.levers.stall({ where, times: 1, match: '/data/audio/' });
      expect(await failureOf(fetchSound('WAV'))).toMatchObject({ kind: 'server' });
      expect(await files()).toEqual([]);
    }
    await expectWhole('WAV', await fetchSound('WAV'));
  });

  it('gives up a body that only trickles', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    bench.demo.levers.trickle({ bytesPerSecond: 200, match: '/data/audio/' });
    const slow = { ...bench, limits: { idleMs: 1e9, floorBytes: 1_000_000, floorMs: 5_000 } };
    const { id } = recording(0);
    const request = {
      root: folder,
      path: `${FILE}.wav`,
      format: 'WAV',
      source: id,
      expectedMs: undefined,
      replaces: false,
      open: () => bench.api.audio({ list: 'recordings', id }, 'WAV', undefined, new AbortController().signal),
    } as const;
    const error = await failureOf(downloadTo(slow, request, new AbortController().signal));
    expect(error).toMatchObject({ kind: 'server', reason: 'the sound stopped coming' });
    expect(await files()).toEqual([]);
  });

  it('takes nothing else for sound', async () => {
    const { levers } = bench.demo;
    levers.swapAudio(new TextEncoder().encode('<!doctype html><title>Sign in to Hotel</title>'));
    expect(await failureOf(fetchSound('FLAC'))).toMatchObject({ kind: 'offline' });
    levers.swapAudio(new TextEncoder().encode('{"error":"NotFound","description":"No"}'));
    expect(await failureOf(fetchSound('FLAC'))).toMatchObject({ kind: 'server' });
    levers.swapAudio(sounds.WAV);
    expect(await failureOf(fetchSound('FLAC'))).toMatchObject({
      kind: 'server',
      reason: 'the file that came is WAV, not FLAC',
    });
    for (const mode of ['page', 'redirect'] as const) {
      levers.captivePortal(mode);
      expect(await failureOf(fetchSound('FLAC'))).toMatchObject({ kind: 'offline' });
    }
    expect(await files()).toEqual([]);
  });

  it('passes on what the service says', async () => {
    const { levers } = bench.demo;
    const cases = [
      { status: 429, retryAfter: '3', kind: 'rate-limited' },
      { status: 404, kind: 'not-found' },
      { status: 401, kind: 'unauthorized' },
      { status: 403, kind: 'forbidden' },
      { status: 503, kind: 'server' },
    ];
    for (const { kind, ...options } of cases) {
      levers.failNext(1, { ...options, match: '/data/audio/' });
      expect(await failureOf(fetchSound('WAV'))).toMatchObject({ kind });
    }
    expect(await files()).toEqual([]);
  });

  it('needs the expected length where neither the body nor the container declares one', async () => {
    const { levers } = bench.demo;
    levers.audio({ framing: 'close' });
    levers.swapAudio(adts(47 * 20));
    expect(await failureOf(fetchSound('AAC'))).toMatchObject({ kind: 'server' });
    levers.swapAudio(adts(47 * 10));
    const error = await failureOf(fetchSound('AAC', { expectedMs: 20_000 }));
    expect(error).toMatchObject({ reason: 'the file that came ends after 10.0 of 20.0 s' });
    expect(await files()).toEqual([]);
    levers.swapAudio(adts(47 * 20));
    expect((await fetchSound('AAC', { expectedMs: 20_000 })).audio.declared).toBe(false);
    levers.audio({ framing: 'length' });
    levers.swapAudio(adts(47));
    // The length is that of what was sent on, which may have been cut before.
    const other = { path: 'QT100001/other.aac' };
    expect(await failureOf(fetchSound('AAC', { ...other, expectedMs: 20_000 }))).toMatchObject({
      reason: 'the file that came ends after 1.0 of 20.0 s',
    });
    expect((await fetchSound('AAC', other)).audio.durationMs).toBeCloseTo(1_002.7, 0);
  });
});

describe('a download that was interrupted', () => {
  /** Stops after some bytes, as a cancel or a closing app does. */
  async function interrupt(format: 'WAV' | 'FLAC'): Promise<void> {
    bench.demo.levers.swapAudio(sounds[format]);
    bench.demo.levers.cut({
      framing: 'length',
      atByte: Math.floor(sounds[format].length / 2),
      end: 'fin',
      times: 1,
      match: '/data/audio/',
    });
    expect(await failureOf(fetchSound(format))).toMatchObject({ kind: 'server' });
  }
  const ranges = () => bench.demo.journal.filter((entry) => JSON.stringify(entry).includes('bytes='));

  it('goes on where it stopped when the service gives a strong validator', async () => {
    bench.demo.levers.audio({ ranges: 'strong' });
    await interrupt('WAV');
    expect((await files()).map((file) => path.posix.basename(file))).toEqual([
      'sound.wav.etag.part',
      'sound.wav.part',
    ]);
    let came = 0;
    const done = await fetchSound('WAV', { onBytes: (count) => (came += count) });
    expect(ranges()).toHaveLength(1);
    expect(came + done.keptBytes).toBe(sounds.WAV.length);
    expect(done.keptBytes).toBeGreaterThan(0);
    await expectWhole('WAV', done);
  });

  it('starts again when the sound changed in between', async () => {
    bench.demo.levers.audio({ ranges: 'strong' });
    await interrupt('WAV');
    sounds = { ...sounds, WAV: wav(21_000) };
    bench.demo.levers.swapAudio(sounds.WAV);
    const done = await fetchSound('WAV');
    expect(done.keptBytes).toBe(0);
    await expectWhole('WAV', done);
  });

  it('starts again when the service ignores ranges, answers from elsewhere, or has only a weak validator', async () => {
    for (const kind of ['ignored', 'wrong-start', 'weak', 'none'] as const) {
      bench.demo.levers.audio({ ranges: kind });
      await interrupt('FLAC');
      const done = await fetchSound('FLAC');
      expect(done.keptBytes).toBe(0);
      await expectWhole('FLAC', done);
      await rm(path.join(folder, 'QT100001'), { recursive: true });
    }
  });

  it('never continues the part of another recording, or one whose note is torn', async () => {
    bench.demo.levers.audio({ ranges: 'strong' });
    for (const note of ['{"source":"someone else","etag":"\\"x\\"","bytes":100}', '{"source":"rec', '']) {
      await interrupt('WAV');
      await writeFile(path.join(folder, `${FILE}.wav.etag.part`), note);
      expect((await fetchSound('WAV')).keptBytes).toBe(0);
      await rm(path.join(folder, 'QT100001'), { recursive: true });
    }
  });

  it('leaves nothing behind on cancelling when it cannot be continued', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    bench.demo.levers.trickle({ bytesPerSecond: 20_000, match: '/data/audio/' });
    const stop = new AbortController();
    const work = fetchSound('WAV', { signal: stop.signal, onBytes: () => stop.abort('pause') });
    expect(await failureOf(work)).toEqual({ kind: 'cancelled' });
    expect(await files()).toEqual([]);
  });
});

describe('the folder of a download', () => {
  it('is never made again when it is gone', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    await rename(folder, `${folder}-elsewhere`);
    expect(await failureOf(fetchSound('WAV'))).toEqual({ kind: 'not-writable', where: folder });
    await expect(readdir(folder)).rejects.toThrow();
  });

  it('may vanish in the middle', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    let moved: Promise<void> | undefined;
    const work = fetchSound('WAV', { onBytes: () => void (moved ??= rename(folder, `${folder}-unplugged`)) });
    expect(await failureOf(work)).toMatchObject({ kind: 'not-writable' });
    await moved;
  });

  it('is not left through a planted link', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    const outside = path.join(folder, '..', `outside-${String(runs)}`);
    await mkdir(path.join(outside, '2026-03-02'), { recursive: true });
    await symlink(outside, path.join(folder, 'QT100001'));
    expect(await failureOf(fetchSound('WAV'))).toMatchObject({ kind: 'not-writable' });
    expect(await readdir(path.join(outside, '2026-03-02'))).toEqual([]);
  });

  it('may hold a planted link in the place of the part or the file, which is never followed', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    const target = path.join(folder, 'precious.txt');
    await writeFile(target, 'precious');
    await mkdir(path.join(folder, 'QT100001/2026-03-02'), { recursive: true });
    for (const name of ['.part', '.etag.part', ''])
      await symlink(target, path.join(folder, `${FILE}.wav${name}`));
    expect(await failureOf(fetchSound('WAV'))).toMatchObject({ kind: 'invalid' });
    const done = await fetchSound('WAV', { otherwise: `${FILE}_1a2b3c.wav` });
    expect(done.path).toBe(`${FILE}_1a2b3c.wav`);
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('keeps what stands there: the same file is taken over, another is not replaced unless it is ours', async () => {
    bench.demo.levers.swapAudio(sounds.WAV);
    await fetchSound('WAV');
    await expectWhole('WAV', await fetchSound('WAV'));
    await writeFile(path.join(folder, `${FILE}.wav`), 'mine');
    expect(await failureOf(fetchSound('WAV'))).toMatchObject({ kind: 'invalid' });
    expect(await readFile(path.join(folder, `${FILE}.wav`), 'utf8')).toBe('mine');
    await rm(path.join(folder, `${FILE}.wav.part`), { force: true });
    await expectWhole('WAV', await fetchSound('WAV', { replaces: true }));
    expect(await finals()).toHaveLength(1);
  });
});
