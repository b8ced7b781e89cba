/** The sounds that are downloaded: sets of WAV files whose every byte can be computed again. */
import { createHash } from 'node:crypto';

export interface SoundSet {
  readonly name: string;
  /** The instrument whose recordings they are. */
  readonly serial: string;
  readonly count: number;
  /** Of each file. */
  readonly bytes: number;
}
export const SETS = {
  large: { name: '16 × 1 MB', serial: 'QT500001', count: 16, bytes: 1_000_000 },
  small: { name: '100 × 50 kB', serial: 'QT500002', count: 100, bytes: 50_000 },
  many: { name: '1000 × 1 MB', serial: 'QT500003', count: 1_000, bytes: 1_000_000 },
  huge: { name: '1 × 2 GB', serial: 'QT500004', count: 1, bytes: 2_000_000_000 },
} as const satisfies Readonly<Record<string, SoundSet>>;
export type SetName = keyof typeof SETS;

/** Recordings begin so far apart, from {@link FIRST_AT} on. */
export const APART_MS = 60_000;
export const FIRST_AT = Date.UTC(2024, 0, 15);
const RATE_HZ = 48_000;
const BYTES_PER_SECOND = RATE_HZ * 2;
const HEAD_BYTES = 44;
/** Noise enough that no two files, nor two pieces of one, are alike. */
const NOISE_BYTES = 1_048_573;

export const soundId = (set: SetName, index: number): string => `bench-${set}-${String(index)}`;
export const lengthMs = (bytes: number): number => Math.ceil((bytes - HEAD_BYTES) / BYTES_PER_SECOND) * 1_000;

export interface SoundFile {
  readonly bytes: number;
  /** Pieces of the whole file, in order; each is to be used before the next is asked for. */
  pieces(): Iterable<Buffer>;
}

/** Makes the files of a set, from the same noise each time. */
export function createSounds(): (set: SetName, index: number) => SoundFile {
  const noise = noiseOf(NOISE_BYTES);
  return (set, index) => {
    const { bytes } = SETS[set];
    const head = headOf(bytes);
    // A file's own piece of noise, and its number at the front of it.
    head.writeUInt32LE(index, HEAD_BYTES);
    return { bytes, pieces: () => pieces(head, noise, bytes, (index * 7_919) % NOISE_BYTES) };
  };
}

function* pieces(head: Buffer, noise: Buffer, bytes: number, offset: number): Generator<Buffer> {
  yield head;
  let at = offset;
  for (let left = bytes - head.length; left > 0;) {
    const piece = noise.subarray(at, Math.min(noise.length, at + left));
    yield piece;
    left -= piece.length;
    at = 0;
  }
}

/** A WAV file's head, and room for a number behind it. */
function headOf(bytes: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES + 4);
  head.write('RIFF', 0);
  head.writeUInt32LE(bytes - 8, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE_HZ, 24);
  head.writeUInt32LE(BYTES_PER_SECOND, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes - HEAD_BYTES, 40);
  return head;
}

function noiseOf(bytes: number): Buffer {
  const noise = Buffer.alloc(bytes);
  let state = 0x2545f491;
  for (let i = 0; i < bytes; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise[i] = state & 0xff;
  }
  return noise;
}

/** The SHA-256 of each file of a set, in order. */
export function sumsOf(set: SetName): readonly string[] {
  const sound = createSounds();
  return Array.from({ length: SETS[set].count }, (_, index) => {
    const hash = createHash('sha256');
    for (const piece of sound(set, index).pieces()) hash.update(piece);
    return hash.digest('hex');
  });
}
