import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../electron/core/transfer/bytes';
import { verifyAudio } from '../../../../electron/core/transfer/container';
import { encodeFlac, type FlacShape } from './samples';

const look = (bytes: Uint8Array, decode = true) => verifyAudio(bytesSource(bytes), 'FLAC', { decode });

const MD5_AT = 26;
/** As an encoder that can go back leaves it: the MD5 is of what went in, so that the decoder is held to it. */
function withMd5(flac: Uint8Array, samples: Int32Array, bits: number): Uint8Array {
  const width = Math.ceil(bits / 8);
  const pcm = Buffer.alloc(samples.length * width);
  for (const [i, value] of samples.entries()) pcm.writeIntLE(value, i * width, width);
  const signed = flac.slice();
  signed.set(createHash('md5').update(pcm).digest(), MD5_AT);
  return signed;
}
const encoded = async (samples: Int32Array<ArrayBuffer>, shape: FlacShape) =>
  withMd5(await encodeFlac(samples, shape), samples, shape.bits);

const kinds = ['tone', 'noise', 'loud', 'silence', 'steps', 'even', 'extremes'] as const;
function sound(kind: (typeof kinds)[number], count: number, bits: number): Int32Array<ArrayBuffer> {
  const top = 2 ** (bits - 1) - 1;
  let seed = count;
  const random = () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff) / 0x7fff_ffff;
  const value: Record<(typeof kinds)[number], (i: number) => number> = {
    tone: (i) => top * 0.6 * Math.sin(i / 9) + 3 * Math.sin(i * 1.7),
    noise: () => (random() - 0.5) * top * 0.1,
    loud: () => (random() * 2 - 1) * top,
    silence: () => 0,
    steps: (i) => (Math.floor(i / 500) % 3) * (top >> 2),
    even: (i) => Math.round(top * 0.01 * Math.sin(i / 30)) * 8,
    extremes: (i) => (i % 2 === 0 ? top : -top - 1),
  };
  return Int32Array.from({ length: count }, (_, i) => Math.round(value[kind](i)));
}

describe('the MD5 of a FLAC file', () => {
  let whole: Uint8Array;
  let tone: Int32Array<ArrayBuffer>;
  beforeAll(async () => {
    tone = sound('tone', 12_000, 16);
    whole = await encoded(tone, { bits: 16, channels: 1, level: 5 });
  });

  it('is verified for whatever an encoder makes of a sound', async () => {
    const shapes = fc.record({
      kind: fc.constantFrom(...kinds),
      bits: fc.constantFrom(8, 12, 16, 20, 24),
      channels: fc.constantFrom(1, 2, 2, 3),
      level: fc.integer({ min: 0, max: 8 }),
      frames: fc.integer({ min: 20, max: 9_000 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ kind, frames, ...shape }) => {
        const samples = sound(kind, frames * shape.channels, shape.bits);
        expect(await look(await encoded(samples, shape))).toMatchObject({ whole: true, md5: 'verified' });
      }),
      { numRuns: 120 },
    );
  });

  it('is said to be absent when the encoder left none, and not spoken of when it was not looked at', async () => {
    const without = await encodeFlac(tone, { bits: 16, channels: 1, level: 5 });
    expect(await look(without)).toMatchObject({ whole: true, md5: 'absent' });
    expect(await look(whole, false)).toMatchObject({ whole: true, md5: undefined });
  });

  it('shows samples that were changed together with every checksum of their frames', async () => {
    const other = tone.slice();
    other[7_000] = (other[7_000] as number) + 1;
    // A file that is perfect in itself, but not what was once encoded.
    const forged = withMd5(await encodeFlac(other, { bits: 16, channels: 1, level: 5 }), tone, 16);
    expect(await look(forged, false)).toMatchObject({ whole: true });
    expect(await look(forged)).toEqual({
      whole: false,
      reason: 'has other samples than those that were encoded',
    });
  });

  it('never lets a changed byte pass, and never throws for one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: MD5_AT, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = whole.slice();
          bytes[at] = (bytes[at] as number) ^ change;
          // What names the encoder is no part of the sound.
          const verdict = await look(bytes);
          if (verdict.whole) expect(at > 41 && at < 200).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is found however little is read at once', async () => {
    for (const aheadBytes of [1, 61, 4_096])
      expect(await verifyAudio({ ...bytesSource(whole), aheadBytes }, 'FLAC')).toMatchObject({
        md5: 'verified',
      });
  });
});
