import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Decoder } from 'libflacjs/lib/decoder';
import flac from 'libflacjs/dist/libflac';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AudioFormat, encodeAudio } from '../../../electron/demo/audio/encode';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { Pcm } from '../../../electron/demo/world/world';

const pcmOf = (samples: ArrayLike<number>, sampleRate = 16_000): Pcm => ({
  sampleRate,
  bitsPerSample: 16,
  samples: Int16Array.from(samples),
});
const made = async (pcm: Pcm, format: AudioFormat): Promise<Uint8Array> => {
  const file = await encodeAudio(pcm, format);
  if (file === undefined) throw new Error(`no ${format}`);
  return file;
};
const bytesOf = (samples: Int16Array): Buffer => {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 2 * i));
  return bytes;
};

beforeAll(async () => {
  if (!flac.isReady()) await new Promise((resolve) => flac.on('ready', resolve));
});

/** What the reference implementation of FLAC, compiled to JavaScript, makes of a file. */
function decode(file: Uint8Array): {
  readonly samples: Int16Array;
  readonly rate: number;
  readonly total: number;
  readonly md5: string;
} {
  const decoder = new Decoder(flac, { verify: true });
  const ok = decoder.decode(Uint8Array.from(file));
  const [bytes] = decoder.getSamples(false);
  const { metadata } = decoder;
  decoder.destroy();
  if (!ok || bytes === undefined || metadata === undefined) throw new Error('not a FLAC file');
  const data = Buffer.from(bytes);
  const samples = Int16Array.from({ length: data.length / 2 }, (_, i) => data.readInt16LE(2 * i));
  return { samples, rate: metadata.sampleRate, total: metadata.total_samples, md5: metadata.md5sum };
}

const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const recorded = (() => {
  const world = createWorld({ seed: 7, epochMs });
  const serial = world.instruments().find((one) => one.addons.includes('Audio'))?.serial ?? '';
  const [one] = world.recordings(serial, epochMs - 86_400_000, epochMs, epochMs);
  return world.sound(serial, one?.start ?? 0, one?.end ?? 0);
})();

/** Sounds that take every path of the encoder: silence, steady, smooth, noise, extremes, odd lengths. */
const sounds = fc.oneof(
  fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 300 }),
  fc
    .record({ length: fc.integer({ min: 1, max: 9_000 }), value: fc.integer({ min: -32_768, max: 32_767 }) })
    .map(({ length, value }) => Array.from({ length }, () => value)),
  fc
    .record({
      length: fc.integer({ min: 4_000, max: 13_000 }),
      size: fc.integer({ min: 1, max: 32_000 }),
      slow: fc.integer({ min: 1, max: 900 }),
      seed: fc.nat(),
    })
    .map(({ length, size, slow, seed }) =>
      Array.from(
        { length },
        (_, i) => Math.round(size * Math.sin(i / slow)) + (Math.imul(i + seed, 2_654_435_761) >>> 29),
      ),
    ),
  fc
    .integer({ min: 4_096, max: 9_000 })
    .map((length) => Array.from({ length }, (_, i) => (i % 2 === 0 ? 32_767 : -32_768))),
  fc
    .record({ length: fc.integer({ min: 16, max: 9_000 }), seed: fc.nat() })
    .map(({ length, seed }) =>
      Array.from(
        { length },
        (_, i) => ((Math.imul(i ^ seed, 0x9e3779b1) ^ (Math.imul(i + 7, 0x85ebca6b) >>> 3)) << 16) >> 16,
      ),
    ),
);

describe('FLAC', () => {
  it('gives back every sample through an independent decoder, with its length and MD5 in the header', async () => {
    await fc.assert(
      fc.asyncProperty(sounds, async (samples) => {
        const pcm = pcmOf(samples);
        const decoded = decode(await made(pcm, 'FLAC'));
        expect(Buffer.compare(bytesOf(decoded.samples), bytesOf(pcm.samples))).toBe(0);
        expect(decoded.total).toBe(samples.length);
        expect(decoded.rate).toBe(16_000);
        expect(decoded.md5).toBe(createHash('md5').update(bytesOf(pcm.samples)).digest('hex'));
      }),
      { numRuns: 60 },
    );
  });

  it('makes a recording clearly smaller and gives it back whole', async () => {
    const file = await made(recorded, 'FLAC');
    expect(file.length).toBeLessThan(0.85 * recorded.samples.length * 2);
    expect(Buffer.compare(bytesOf(decode(file).samples), bytesOf(recorded.samples))).toBe(0);
    expect(await made(recorded, 'FLAC')).toEqual(file);
  });

  it('has frames that a bent byte is noticed in', async () => {
    const file = await made(recorded, 'FLAC');
    const bent = file.slice();
    const at = Math.floor(file.length / 2);
    bent[at] = (bent[at] ?? 0) ^ 0x10;
    const heard = (() => {
      try {
        return bytesOf(decode(bent).samples);
      } catch {
        return Buffer.alloc(0);
      }
    })();
    expect(Buffer.compare(heard, bytesOf(recorded.samples))).not.toBe(0);
  });
});

describe('WAV', () => {
  it('is a RIFF file whose lengths are right and whose data are the samples', async () => {
    await fc.assert(
      fc.asyncProperty(sounds, async (samples) => {
        const pcm = pcmOf(samples, 24_000);
        const file = Buffer.from(await made(pcm, 'WAV'));
        expect(file.toString('latin1', 0, 4)).toBe('RIFF');
        expect(file.readUInt32LE(4)).toBe(file.length - 8);
        expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
        const [format, channels] = [file.readUInt16LE(20), file.readUInt16LE(22)];
        expect([file.readUInt32LE(16), format, channels, file.readUInt32LE(24)]).toEqual([16, 1, 1, 24_000]);
        expect([file.readUInt32LE(28), file.readUInt16LE(32), file.readUInt16LE(34)]).toEqual([
          48_000, 2, 16,
        ]);
        expect(file.toString('latin1', 36, 40)).toBe('data');
        expect(file.readUInt32LE(40)).toBe(samples.length * 2);
        expect(Buffer.compare(file.subarray(44), bytesOf(pcm.samples))).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

const onPath = (command: string): boolean => spawnSync(command, ['-version']).error === undefined;

describe('AAC', () => {
  it('is made where FFmpeg is at hand, and otherwise not available', async () => {
    const file = await encodeAudio(recorded, 'AAC');
    if (!onPath('ffmpeg')) {
      expect(file).toBeUndefined();
      return;
    }
    expect(file?.[0]).toBe(0xff);
    expect(file?.length).toBeGreaterThan(2_000);
    expect(file?.length).toBeLessThan(recorded.samples.length * 2);
    expect(await encodeAudio(recorded, 'AAC')).toEqual(file);
  });
});
