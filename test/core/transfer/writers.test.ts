import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/clock';
import { downloadTo, type DownloadRequest } from '../../../electron/core/transfer/download';
import { createThreadWriters } from '../../../electron/core/transfer/write-thread';
import { createWriters, type Writers } from '../../../electron/core/transfer/writers';
import { wav } from '../../unit/core/transfer/samples';
import { buildWorker } from '../../support/built-worker';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';

const root = tempFolder('writers');
let program = '';
beforeAll(async () => {
  program = await buildWorker('electron/core/transfer/write-worker.ts');
});

const made: Writers[] = [];
const files: FileHandle[] = [];
let count = 0;
afterEach(async () => {
  for (const one of made.splice(0)) one.close();
  for (const file of files.splice(0)) await file.close().catch(() => undefined);
});

async function fresh(start = ''): Promise<{ readonly file: FileHandle; readonly name: string }> {
  const name = path.join(root, String((count += 1)));
  await writeFile(name, start);
  const file = await open(name, 'r+');
  files.push(file);
  return { file, name };
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

describe.each([
  ['in this thread', () => createWriters()],
  ['in a thread of their own', () => createThreadWriters(program, keptLog())],
])('writers %s', (_name, create) => {
  const writers = (): Writers => {
    const one = create();
    made.push(one);
    return one;
  };

  /** Hands bytes over in pieces that end at the given shares of them, every other one in memory that it shares. */
  async function write(one: Writers, bytes: Uint8Array, cuts: readonly number[]) {
    const { file, name } = await fresh();
    const writing = one.begin(file, 0);
    const ends = [...new Set([...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length])];
    let from = 0;
    for (const [index, to] of ends.sort((a, b) => a - b).entries()) {
      const piece = index % 2 === 0 ? bytes.slice(from, to) : Uint8Array.from(bytes).subarray(from, to);
      const written = writing.add(piece);
      if (written !== undefined) await written;
      from = to;
    }
    return { writing, file, name };
  }

  it('write what they are given, however it is cut, and tell what it is', async () => {
    const one = writers();
    const whole = wav(30_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(whole, whole.subarray(0, -10), noise(20_000), new Uint8Array(0)),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        async (bytes, cuts) => {
          const { writing, file, name } = await write(one, bytes, cuts);
          const written = await writing.finish('WAV');
          const { ino, dev } = await file.stat();
          expect(written).toMatchObject({
            sizeBytes: bytes.length,
            sha256: sha256(bytes),
            made: { ino, dev },
          });
          expect([written.verdict?.whole, written.isDurable]).toEqual(
            bytes === whole ? [true, true] : [false, false],
          );
          expect((await readFile(name)).equals(bytes)).toBe(true);
          await writing.drop();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('hash a file that is too long to be held, and leave its container to be read', async () => {
    const bytes = noise(5_000_000);
    const cuts = Array.from({ length: 80 }, (_, index) => index / 80);
    const { writing, name } = await write(writers(), bytes, cuts);
    expect(await writing.end()).toBe(bytes.length);
    const written = await writing.finish('WAV');
    expect(written).toMatchObject({ sha256: sha256(bytes), verdict: undefined, isDurable: false });
    expect((await readFile(name)).equals(bytes)).toBe(true);
  });

  it('go on behind what is there, whose hash they do not know', async () => {
    const { file, name } = await fresh('before');
    const writing = writers().begin(file, 6);
    void writing.add(Buffer.from(' after'));
    expect(await writing.end()).toBe(12);
    expect(await writing.finish('WAV')).toMatchObject({
      sizeBytes: 12,
      sha256: undefined,
      verdict: undefined,
    });
    expect(await readFile(name, 'utf8')).toBe('before after');
  });

  it.skipIf(!existsSync('/dev/full'))('say which way the disk refused', async () => {
    const file = await open('/dev/full', 'r+');
    files.push(file);
    const writing = writers().begin(file, 0);
    const refused = async (): Promise<void> => {
      for (let i = 0; i < 40; i += 1) await writing.add(noise(100_000));
      await writing.finish('WAV');
    };
    await expect(refused()).rejects.toMatchObject({ code: 'ENOSPC' });
    await writing.drop();
  });

  it('touch a file no more once it is dropped, though another gets its number', async () => {
    const one = writers();
    for (let i = 0; i < 20; i += 1) {
      const first = await fresh();
      const writing = one.begin(first.file, 0);
      for (let n = 0; n < 12; n += 1) void writing.add(noise(100_000))?.catch(() => undefined);
      await writing.drop();
      const { fd } = first.file;
      await first.file.close();
      const second = await fresh('mine');
      expect(second.file.fd).toBe(fd);
      const other = one.begin(second.file, 4);
      await other.end();
      await other.drop();
      expect(await readFile(second.name, 'utf8')).toBe('mine');
      await second.file.close();
    }
  });
});

describe('a thread', () => {
  it('that dies costs the files it was writing, and the next have a new one', async () => {
    const broken = path.join(root, 'broken.cjs');
    const marker = path.join(root, 'alive');
    await writeFile(
      broken,
      `const { existsSync, readFileSync, writeFileSync } = require('node:fs');
       const { parentPort } = require('node:worker_threads');
       if (existsSync(${JSON.stringify(marker)})) eval(readFileSync(${JSON.stringify(program)}, 'utf8'));
       else { writeFileSync(${JSON.stringify(marker)}, ''); parentPort.on('message', () => process.exit(3)); }`,
    );
    const one = createThreadWriters(broken, keptLog());
    made.push(one);
    const { file, name } = await fresh();
    const lost = one.begin(file, 0);
    void lost.add(Buffer.from('lost'));
    await expect(lost.finish('WAV')).rejects.toThrow('the writer ended with code 3');
    await lost.drop();
    const kept = one.begin(file, 0);
    void kept.add(Buffer.from('kept'));
    await kept.finish('WAV');
    expect(await readFile(name, 'utf8')).toBe('kept');
  });

  it('without its program is done without, which is told', async () => {
    const log = keptLog();
    const one = createThreadWriters('/nowhere/writer.cjs', log);
    const { file, name } = await fresh();
    const writing = one.begin(file, 0);
    void writing.add(Buffer.from('kept'));
    await writing.finish('WAV');
    expect(await readFile(name, 'utf8')).toBe('kept');
    expect(JSON.stringify(log)).toContain('the writer is missing');
  });

  it('takes the memory of what is downloaded, and all of it is counted', async () => {
    const one = createThreadWriters(program, keptLog());
    made.push(one);
    const sound = wav(2_000_000);
    const pieces = Array.from({ length: Math.ceil(sound.length / 50_000) }, (_, i) =>
      sound.slice(i * 50_000, (i + 1) * 50_000),
    );
    let counted = 0;
    const body = { next: () => Promise.resolve(pieces.shift()), cancel: () => undefined };
    const answer = { status: 200 as const, body, lengthBytes: undefined, etag: undefined };
    const request: DownloadRequest = {
      ...{ root, path: 'counted.wav', format: 'WAV', source: 'a', expectedMs: undefined, replaces: false },
      open: () => Promise.resolve(answer),
      onBytes: (bytes) => void (counted += bytes),
    };
    const deps = { clock: systemClock, writers: one };
    const { sizeBytes } = await downloadTo(deps, request, new AbortController().signal);
    expect([sizeBytes, counted]).toEqual([sound.length, sound.length]);
  });
});
