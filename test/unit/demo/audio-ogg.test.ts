import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../electron/core/transfer/bytes';
import { verifyAudio } from '../../../electron/core/transfer/container';
import { encodeAudio } from '../../../electron/demo/audio/encode';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { Pcm } from '../../../electron/demo/world/world';

const RATE = 16_000;
const toneOf = (length: number, sampleRate = RATE): Pcm => ({
  sampleRate,
  bitsPerSample: 16,
  samples: Int16Array.from({ length }, (_, i) => Math.round(9_000 * Math.sin(i / 9)) + ((i * 7_919) % 1_024)),
});
const made = async (pcm: Pcm): Promise<Buffer> => Buffer.from((await encodeAudio(pcm, 'OGG')) ?? []);
const look = (bytes: Uint8Array) => verifyAudio(bytesSource(bytes), 'OGG');

/** Where each page begins, by the capture pattern and the sizes it lists. */
function pagesOf(file: Buffer): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at < file.length;) {
    expect(file.toString('latin1', at, at + 4)).toBe('OggS');
    starts.push(at);
    const segments = file[at + 26] ?? 0;
    const sizes = file.subarray(at + 27, at + 27 + segments);
    at += 27 + segments + sizes.reduce((sum, size) => sum + size, 0);
  }
  return starts;
}

describe('OGG', () => {
  let file: Buffer;
  let pages: readonly number[];
  beforeAll(async () => {
    file = await made(toneOf(20 * RATE));
    pages = pagesOf(file);
  });

  it('is whole for a sound of any length and rate, and exactly as long', async () => {
    const rates = fc.constantFrom(8_000, 16_000, 24_000, 44_100, 48_000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 150_000 }), rates, async (length, sampleRate) => {
        expect(await look(await made(toneOf(length, sampleRate)))).toEqual({
          ...{ whole: true, format: 'OGG', sampleRate, channels: 1 },
          ...{ durationMs: (length / sampleRate) * 1_000, bitsPerSample: undefined, declared: true },
        });
      }),
      { numRuns: 25 },
    );
  });

  it('is the same each time, also when several are made at once', async () => {
    const sounds = [20 * RATE, 70_000, 20 * RATE, 333].map((length) => toneOf(length));
    const together = await Promise.all(sounds.map(made));
    const alone: Buffer[] = [];
    for (const sound of sounds) alone.push(await made(sound));
    expect(together.map((each, n) => each.equals(alone[n] ?? Buffer.alloc(0)))).toEqual(
      sounds.map(() => true),
    );
    expect(together[0]?.equals(file)).toBe(true);
  });

  it('is not whole when cut at any page', async () => {
    expect(pages.length).toBeGreaterThan(4);
    const cut = await Promise.all(pages.map((at) => look(file.subarray(0, at))));
    expect(cut.map(({ whole }) => whole)).toEqual(pages.map(() => false));
  });

  it('is not whole when cut at any byte', async () => {
    const short = await made(toneOf(400));
    for (let size = 0; size < short.length; size++)
      expect(await look(short.subarray(0, size)), String(size)).toMatchObject({ whole: false });
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), async (size) => {
        expect(await look(file.subarray(0, size))).toMatchObject({ whole: false });
      }),
    );
  });

  it('is not whole without any one of its pages, nor with any bit another', async () => {
    for (const [n, at] of pages.entries()) {
      const without = Buffer.concat([file.subarray(0, at), file.subarray(pages[n + 1] ?? file.length)]);
      expect(await look(without), `page ${String(n)}`).toMatchObject({ whole: false });
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
        const bent = Buffer.from(file);
        bent[at] = (bent[at] ?? 0) ^ (1 << bit);
        expect(await look(bent)).toMatchObject({ whole: false });
      }),
    );
  });

  it('of a recording is far smaller than its samples', async () => {
    const epochMs = Date.UTC(2026, 5, 16, 13, 20);
    const world = createWorld({ seed: 7, epochMs });
    const serial = world.instruments().find((one) => one.addons.includes('Audio'))?.serial ?? '';
    const [one] = world.recordings(serial, epochMs - 86_400_000, epochMs, epochMs);
    const sound = world.sound(serial, one?.start ?? 0, one?.end ?? 0);
    const preview = await made(sound);
    const original = await encodeAudio(sound, 'FLAC');
    expect(await look(preview)).toMatchObject({
      ...{ whole: true, durationMs: (sound.samples.length / sound.sampleRate) * 1_000 },
    });
    expect(preview.length).toBeLessThan(0.2 * (original?.length ?? 0));
  });
});
