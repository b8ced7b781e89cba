/** AAC in ADTS: a chain of frames, each saying how long it is, to the last byte. Source: ISO/IEC 13818-7, 6.2. */
import { Window, type ByteSource } from './bytes';
import { notWhole, type Verdict } from './verdict';

const HEAD_BYTES = 7;
const SAMPLES_PER_BLOCK = 1_024;
export const AAC_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

export const isAdts = (bytes: Uint8Array): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0;

/**
 * Cannot see a cut between two frames, so the verdict is never `declared`.
 * Never throws for what the bytes say; only for a source that cannot be read.
 */
export async function verifyAdts(source: ByteSource, start = 0): Promise<Verdict> {
  const window = new Window(source);
  let position = start;
  let blocks = 0;
  let kind: number | undefined;
  while (position < window.size) {
    const head = await window.view(position, HEAD_BYTES);
    if (head === undefined) return notWhole('ends inside a frame');
    const frame = readHead(head);
    if (frame === undefined || (kind !== undefined && frame.kind !== kind)) {
      return notWhole(`is damaged at byte ${String(position)}`);
    }
    kind = frame.kind;
    if (position + frame.bytes > window.size) return notWhole('ends inside a frame');
    blocks += frame.blocks;
    position += frame.bytes;
  }
  const sampleRate = kind === undefined ? undefined : AAC_RATES[(kind >> 3) & 15];
  if (kind === undefined || sampleRate === undefined) return notWhole('holds no sound');
  return {
    whole: true,
    format: 'AAC',
    durationMs: ((blocks * SAMPLES_PER_BLOCK) / sampleRate) * 1000,
    sampleRate,
    channels: (kind & 7) === 0 ? undefined : (kind & 7) === 7 ? 8 : kind & 7,
    bitsPerSample: undefined,
    declared: false,
  };
}

/** `kind` packs what stays the same in every frame: version, protection, profile, rate and channels. */
function readHead(head: Uint8Array): { kind: number; bytes: number; blocks: number } | undefined {
  const [, b1, b2, b3, b4, b5, b6] = head as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isAdts(head)) return undefined;
  const rate = (b2 >> 2) & 15;
  const bytes = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5);
  if (rate >= AAC_RATES.length || bytes <= ((b1 & 1) === 1 ? HEAD_BYTES : HEAD_BYTES + 2)) return undefined;
  const channels = ((b2 & 1) << 2) | (b3 >> 6);
  return {
    kind: ((b1 & 9) << 9) | ((b2 >> 6) << 7) | (rate << 3) | channels,
    bytes,
    blocks: (b6 & 3) + 1,
  };
}
