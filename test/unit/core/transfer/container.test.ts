import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AudioFormat } from '../../../../electron/contract/model';
import { bytesSource } from '../../../../electron/core/transfer/bytes';
import { verifyAudio } from '../../../../electron/core/transfer/container';
import { adts, flac, mp4, ogg, wav } from './samples';

const look = (bytes: Uint8Array, format: AudioFormat) => verifyAudio(bytesSource(bytes), format);

interface Sample {
  readonly name: string;
  readonly format: AudioFormat;
  readonly bytes: Uint8Array;
  readonly durationMs: number;
  readonly declared: boolean;
}
const samples: Sample[] = [];
beforeAll(async () => {
  const add = (name: string, format: AudioFormat, bytes: Uint8Array, durationMs: number, declared = true) =>
    samples.push({ name, format, bytes, durationMs, declared });
  add('WAV', 'WAV', wav(400), 50);
  add('WAV 24 bit stereo', 'WAV', wav(300, { bits: 24, channels: 2 }), 37.5);
  add('WAV with a padding byte', 'WAV', wav(401, { bits: 8 }), 50.125);
  add('WAV with a list', 'WAV', wav(400, { extra: [76, 73, 83, 84, 3, 0, 0, 0, 1, 2, 3, 0] }), 50);
  add('FLAC', 'FLAC', await flac(9_500), 1_187.5);
  add('FLAC, uncompressed', 'FLAC', await flac(5_000, { level: 0 }), 625);
  add('FLAC of one frame', 'FLAC', await flac(100), 12.5);
  add('Ogg', 'OGG', ogg(5), 100);
  add('MP4, index first', 'AAC', mp4(true), 2_500);
  add('MP4, index last', 'AAC', mp4(false), 2_500);
  add('ADTS', 'AAC', adts(12), 256, false);
  add('FLAC without a total', 'FLAC', await flac(9_500, { declared: false }), 1_187.5, false);
});

describe('the container check', () => {
  it('accepts every whole file and reads its length', async () => {
    for (const { name, format, bytes, durationMs, declared } of samples) {
      const verdict = await look(bytes, format);
      expect({ name, ...verdict }).toMatchObject({ name, whole: true, declared, format });
      expect(verdict.whole && verdict.durationMs, name).toBeCloseTo(durationMs, 6);
    }
  });

  it('rejects a declared file cut at any byte', async () => {
    for (const { name, format, bytes, declared } of samples) {
      if (!declared) continue;
      for (let cut = 0; cut < bytes.length; cut++) {
        const verdict = await look(bytes.subarray(0, cut), format);
        expect(verdict.whole, `${name} cut at ${String(cut)} of ${String(bytes.length)}`).toBe(false);
      }
    }
  });

  it('calls a stream that may end anywhere undeclared, and shorter when it was cut between frames', async () => {
    for (const { name, format, bytes, durationMs, declared } of samples) {
      if (declared) continue;
      let accepted = 0;
      for (let cut = 0; cut < bytes.length; cut++) {
        const verdict = await look(bytes.subarray(0, cut), format);
        if (!verdict.whole) continue;
        accepted++;
        expect(verdict.declared, name).toBe(false);
        expect(verdict.durationMs, name).toBeLessThan(durationMs - 1);
      }
      expect(accepted, name).toBeLessThan(12);
    }
  });

  it('rejects bytes after the end', async () => {
    for (const { name, format, bytes } of samples) {
      for (const extra of [
        [1, 2, 3],
        [...new TextEncoder().encode('TAG and so on')],
        Array<number>(40).fill(0),
      ]) {
        const verdict = await look(Uint8Array.from([...bytes, ...extra]), format);
        expect(verdict.whole, `${name} + ${String(extra.length)}`).toBe(false);
      }
    }
  });

  it('rejects FLAC with any byte of any frame changed', async () => {
    const whole = await flac(9_500);
    const frames = whole.findIndex((byte, i) => byte === 0xff && (whole[i + 1] ?? 0) >> 1 === 0x7c);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: frames, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = whole.slice();
          bytes[at] = (bytes[at] as number) ^ change;
          expect((await look(bytes, 'FLAC')).whole).toBe(false);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('rejects Ogg with any byte changed', async () => {
    const whole = ogg(5);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] as number) ^ change;
        expect((await look(bytes, 'OGG')).whole).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('rejects FLAC and Ogg that lack a stretch in the middle', async () => {
    const withTotal = await flac(20_000);
    const without = await flac(20_000, { declared: false });
    const sound = ogg(8);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 3_000 }), async (seed, length) => {
        for (const [bytes, format] of [
          [withTotal, 'FLAC'],
          [without, 'FLAC'],
          [sound, 'OGG'],
        ] as const) {
          const at = 90 + (seed % (bytes.length - 200));
          const end = Math.min(at + length, bytes.length - 1);
          const cut = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
          expect((await look(cut, format)).whole).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says what came instead of sound', async () => {
    const say = async (text: string, format: AudioFormat = 'FLAC') => {
      const verdict = await look(new TextEncoder().encode(text), format);
      return verdict.whole ? '' : verdict.reason;
    };
    expect(await say('<!doctype html><title>Hotel Wi-Fi</title>')).toBe('is a web page, not sound');
    expect(await say('\ufeff \n<html>', 'WAV')).toBe('is a web page, not sound');
    expect(await say('{"error":"NotFound"}', 'OGG')).toBe('is text, not sound');
    expect(await say('')).toBe('is empty');
    expect(await say('Moved', 'AAC')).toBe('is not AAC');
    const verdict = await look(wav(10), 'FLAC');
    expect(verdict).toEqual({ whole: false, reason: 'is WAV, not FLAC' });
  });

  it('takes a WAV that was written into a pipe for undeclared', async () => {
    const bytes = wav(400, { dataSize: 0xffff_ffff, riffSize: 0xffff_ffff });
    expect(await look(bytes, 'WAV')).toMatchObject({ whole: true, declared: false, durationMs: 50 });
    expect((await look(bytes.subarray(0, bytes.length - 1), 'WAV')).whole).toBe(false);
  });

  it('never throws and always ends on hostile bytes', async () => {
    const formats: readonly AudioFormat[] = ['WAV', 'FLAC', 'OGG', 'AAC'];
    const seeds = samples.map((sample) => sample.bytes);
    const mutated = fc
      .tuple(fc.nat(seeds.length - 1), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }))
      .map(([which, changes]) => {
        const bytes = (seeds[which] as Uint8Array).slice();
        for (const [at, value] of changes) bytes[at % Math.min(bytes.length, 120)] = value;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated), async (bytes) => {
        for (const format of formats) expect(typeof (await look(bytes, format)).whole).toBe('boolean');
      }),
      { numRuns: 1_500 },
    );
  });

  it('reads a file the same way however little is read at once', async () => {
    for (const { format, bytes, name } of samples) {
      for (const aheadBytes of [1, 7, 61]) {
        const source = { ...bytesSource(bytes), aheadBytes };
        expect(await verifyAudio(source, format), name).toEqual(await look(bytes, format));
      }
    }
  });
});
