import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { systemClock } from '../../../../electron/core/clock';
import { zoneOf } from '../../../../electron/core/export/table-time';
import { bextPath, writeBextCopy, type BextFacts } from '../../../../electron/core/transfer/bext';
import { tempFolder } from '../../../support/temp';
import { wav } from './samples';

const root = tempFolder('bext');
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const deps = { clock: systemClock };
const facts: BextFacts = {
  id: 'abc-123',
  instrument: 'QT123456',
  trigger: 'Nacht, Zürich',
  from: Date.UTC(2026, 9, 25, 1, 30, 2, 250),
  zone: zoneOf('Europe/Zurich'),
  leqbook: '1.2.3',
};
let runs = 0;
async function folderWith(bytes: Uint8Array): Promise<string> {
  const folder = path.join(root, String(runs++));
  await mkdir(path.join(folder, 'QT1'), { recursive: true });
  await writeFile(path.join(folder, 'QT1/a.wav'), bytes);
  return folder;
}
const copyIn = (folder: string, change: Partial<BextFacts> = {}, replaces = false, signal?: AbortSignal) =>
  writeBextCopy(
    deps,
    { root: folder, from: 'QT1/a.wav', to: 'QT1/a_bwf.wav', replaces },
    { ...facts, ...change },
    signal,
  );
const readCopy = (folder: string) => readFile(path.join(folder, 'QT1/a_bwf.wav'));

interface Chunk {
  readonly id: string;
  readonly body: Buffer;
}
/** Strictly by the book: every size right, every odd chunk padded, nothing left over. */
function chunksOf(bytes: Buffer): readonly Chunk[] {
  expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WAVE']);
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  const chunks: Chunk[] = [];
  let at = 12;
  while (at < bytes.length) {
    const size = bytes.readUInt32LE(at + 4);
    chunks.push({ id: bytes.toString('latin1', at, at + 4), body: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  expect(at).toBe(bytes.length);
  return chunks;
}
const bodyOf = (bytes: Buffer, id: string) => chunksOf(bytes).find((chunk) => chunk.id === id)?.body;
const textAt = (body: Buffer, at: number, length: number) =>
  body.toString('latin1', at, at + length).replace(/\0+$/, '');

describe('a copy with a bext chunk', () => {
  it('says when and where its first sample was taken, and on whose clock', async () => {
    const folder = await folderWith(wav(400));
    await copyIn(folder);
    const body = bodyOf(await readCopy(folder), 'bext') as Buffer;
    expect(textAt(body, 0, 256)).toBe(
      'QT123456 trigger Nacht, Zurich, 2026-10-25T02:30:02.250+01:00 (Europe/Zurich)',
    );
    expect(textAt(body, 256, 32)).toBe('Leqbook');
    expect(textAt(body, 288, 32)).toBe('abc-123');
    expect(textAt(body, 320, 10)).toBe('2026-10-25');
    expect(textAt(body, 330, 8)).toBe('02:30:02');
    // 2 h 30 min 2.25 s at 8 kHz.
    expect(body.readBigUInt64LE(338)).toBe(72_018_000n);
    expect(body.readUInt16LE(346)).toBe(1);
    expect(body.subarray(348, 602).every((byte) => byte === 0)).toBe(true);
    expect(body.toString('latin1', 602)).toBe(
      'A=PCM,F=8000,W=16,M=mono,T=Leqbook 1.2.3; times are Europe/Zurich +01:00\r\n',
    );
  });

  it('counts samples beyond what 32 bits hold', async () => {
    const bytes = wav(400);
    const view = new DataView(bytes.buffer);
    view.setUint32(24, 192_000, true);
    view.setUint32(28, 384_000, true);
    const folder = await folderWith(bytes);
    await copyIn(folder, { from: Date.UTC(2026, 2, 2, 23, 59, 59), zone: zoneOf(undefined) });
    const body = bodyOf(await readCopy(folder), 'bext') as Buffer;
    expect(body.readBigUInt64LE(338)).toBe(86_399n * 192_000n);
    expect(body.toString('latin1', 602)).toContain('times are UTC Z');
  });

  it('holds the very samples of its original, which stays as it was, whatever either looks like', async () => {
    const shapes = fc.record({
      samples: fc.integer({ min: 1, max: 900 }),
      bits: fc.constantFrom(8 as const, 16 as const, 24 as const),
      channels: fc.integer({ min: 1, max: 3 }),
      isListed: fc.boolean(),
      trigger: fc.option(fc.string({ unit: 'binary', maxLength: 400 }), { nil: undefined }),
      id: fc.string({ unit: 'binary', maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ samples, isListed, trigger, id, ...shape }) => {
        const list = [76, 73, 83, 84, 3, 0, 0, 0, 1, 2, 3, 0];
        const bytes = wav(samples, { ...shape, extra: isListed ? list : [] });
        const folder = await folderWith(bytes);
        const made = await copyIn(folder, { trigger, id });
        const copy = await readCopy(folder);
        expect(made).toMatchObject({ sha256: sha(copy), sizeBytes: copy.length, audio: { whole: true } });
        expect(await readFile(path.join(folder, 'QT1/a.wav'))).toEqual(Buffer.from(bytes));
        const original = chunksOf(Buffer.from(bytes));
        const [bext, ...rest] = chunksOf(copy);
        expect(bext?.id).toBe('bext');
        const words = [bext?.body.subarray(0, 338), bext?.body.subarray(602)];
        expect(words.every((part) => part?.every((byte) => byte < 0x7f))).toBe(true);
        expect(rest.map((chunk) => [chunk.id, sha(chunk.body)])).toEqual(
          original.map((chunk) => [chunk.id, sha(chunk.body)]),
        );
        expect((await readdir(path.join(folder, 'QT1'))).sort()).toEqual(['a.wav', 'a_bwf.wav']);
      }),
      { numRuns: 60 },
    );
  });

  it('of a file that was written into a pipe declares its sizes', async () => {
    const bytes = wav(401, { bits: 8, dataSize: 0xffff_ffff, riffSize: 0xffff_ffff }).subarray(0, -1);
    const folder = await folderWith(bytes);
    await copyIn(folder);
    const data = bodyOf(await readCopy(folder), 'data');
    expect(data?.length).toBe(401);
    expect(data).toEqual(Buffer.from(bytes.subarray(44)));
  });

  it('is the same every time, and is not written over what is not ours', async () => {
    const folder = await folderWith(wav(400));
    const first = await copyIn(folder);
    expect(await copyIn(folder)).toEqual(first);
    const file = path.join(folder, 'QT1/a_bwf.wav');
    await writeFile(file, 'mine');
    await expect(copyIn(folder)).rejects.toMatchObject({ error: { kind: 'invalid' } });
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await copyIn(folder, {}, true)).toEqual(first);
    expect(sha(await readFile(file))).toBe('sha256' in first ? first.sha256 : '');
  });

  it('is not made of what cannot carry it, for a reason', async () => {
    const rf64 = wav(400);
    rf64.set(Buffer.from('RF64'));
    const again = await folderWith(wav(400));
    await copyIn(again);
    const twice = await folderWith(await readCopy(again));
    expect(await copyIn(await folderWith(rf64))).toEqual({
      reason: 'is RF64, whose chunks are left as they are',
    });
    expect(await copyIn(twice)).toEqual({ reason: 'carries a bext chunk already' });
    expect(await copyIn(again, { from: NaN })).toEqual({
      reason: 'has no time that a bext chunk could tell',
    });
    expect(await readdir(path.join(twice, 'QT1'))).toEqual(['a.wav']);
  });

  it('is not made of a damaged original, of a link or of nothing, and nothing is left behind', async () => {
    const cut = await folderWith(wav(400).subarray(0, 500));
    await expect(copyIn(cut)).rejects.toMatchObject({ error: { kind: 'corrupt' } });
    const folder = await folderWith(wav(400));
    const place = { root: folder, from: 'QT1/b.wav', to: 'QT1/b_bwf.wav', replaces: false };
    await expect(writeBextCopy(deps, place, facts)).rejects.toMatchObject({ error: { kind: 'not-found' } });
    await symlink(path.join(folder, 'QT1/a.wav'), path.join(folder, 'QT1/b.wav'));
    await expect(writeBextCopy(deps, place, facts)).rejects.toMatchObject({ error: { kind: 'not-found' } });
    await expect(copyIn(folder, {}, false, AbortSignal.abort())).rejects.toMatchObject({
      error: { kind: 'cancelled' },
    });
    expect((await readdir(path.join(folder, 'QT1'))).sort()).toEqual(['a.wav', 'b.wav']);
  });

  it('is not made where another folder stands by now, as where a stick was', async () => {
    const folder = await folderWith(wav(400));
    const gone = new Failure({ kind: 'not-writable', where: folder });
    const place = { root: folder, from: 'QT1/a.wav', to: 'QT1/copies/a_bwf.wav', replaces: false };
    for (const looks of [1, 2]) {
      let left = looks;
      const assertPlace = () => (--left === 0 ? Promise.reject(gone) : Promise.resolve());
      await expect(writeBextCopy({ ...deps, assertPlace }, place, facts)).rejects.toBe(gone);
      expect(await readdir(path.join(folder, 'QT1'))).toEqual(looks === 1 ? ['a.wav'] : ['a.wav', 'copies']);
      if (looks === 2) expect(await readdir(path.join(folder, 'QT1/copies'))).toEqual([]);
    }
    const missing = { ...place, from: 'QT1/b.wav' };
    const assertPlace = () => Promise.reject(gone);
    await expect(writeBextCopy({ ...deps, assertPlace }, missing, facts)).rejects.toBe(gone);
  });

  it('stands beside its original under a name of its own', () => {
    expect(bextPath('QT1/2026-03-02/QT1_x_19s.wav')).toBe('QT1/2026-03-02/QT1_x_19s_bwf.wav');
    expect(bextPath(`a/${'x'.repeat(116)}.wav`)).toBe(`a/${'x'.repeat(112)}_bwf.wav`);
  });
});
