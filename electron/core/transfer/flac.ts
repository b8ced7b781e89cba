/**
 * FLAC: STREAMINFO, then every frame by its header's CRC-8, its own CRC-16 and its number, and the sum of samples.
 * A frame does not say how long it is, so its end is where the CRC comes out and the next frame begins. Source: RFC 9639.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ascii, dataView, Window, type ByteSource } from './bytes';
import { crc8, crc16Step } from './crc';
import { FrameDecoder, MAX_DECODED_BITS, packSamples } from './flac-decode';
import { notWhole, type Verdict } from './verdict';

const STREAMINFO = 0;
const NO_MD5 = '0'.repeat(32);
/** More than most frames take. */
const FRAME_BYTES = 32 * 1024;
const SLICE_MS = 0.5;
const MAX_METADATA_BLOCKS = 1_024;
const MAX_HEADER_BYTES = 16;
/** One subframe of one bit and the CRC: nothing shorter is a frame. */
const MIN_BODY_BYTES = 3;
/** A CRC whose own bytes are zero stays zero for this long; longer means zeros that belong to no frame. */
const MAX_ZERO_RUN = 3;
const RATES = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
const BITS = [0, 8, 12, undefined, 16, 20, 24, 32];

interface StreamInfo {
  readonly maxBlock: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: number;
  /** 0: the encoder did not know. */
  readonly total: number;
  /** Of the samples; undefined: the encoder did not say. */
  readonly md5: string | undefined;
}
interface Frame {
  readonly headerBytes: number;
  readonly blockSize: number;
  readonly variable: boolean;
  /** Of the frame, or with variable blocks of its first sample. */
  readonly number: number;
  /** How channels are combined. */
  readonly assignment: number;
}

/**
 * Never throws for what the bytes say; only for a source that cannot be read. With `decode` also compares the samples
 * with the MD5 that the encoder left of them.
 */
export async function verifyFlac(source: ByteSource, start = 0, decode = false): Promise<Verdict> {
  const window = new Window(source);
  const metadata = await readMetadata(window, start);
  if (typeof metadata === 'string') return notWhole(metadata);
  const { info, frames } = metadata;
  const decoded =
    decode && info.md5 !== undefined && info.bits <= MAX_DECODED_BITS ? new Decoded(info) : undefined;
  const samples = await countSamples(window, frames, info, decoded);
  if (typeof samples === 'string') return notWhole(samples);
  if (samples === 0) return notWhole('holds no sound');
  if (info.total !== 0 && samples !== info.total) {
    return notWhole(`holds ${String(samples)} of ${String(info.total)} samples`);
  }
  if (decoded !== undefined && decoded.digest() !== info.md5)
    return notWhole('has other samples than those that were encoded');
  return {
    whole: true,
    format: 'FLAC',
    durationMs: (samples / info.sampleRate) * 1000,
    sampleRate: info.sampleRate,
    channels: info.channels,
    bitsPerSample: info.bits,
    declared: info.total !== 0,
    md5: decoded !== undefined ? 'verified' : info.md5 === undefined ? 'absent' : undefined,
  };
}

/** The samples so far, in the form that their MD5 is of. */
class Decoded {
  private readonly decoder = new FrameDecoder();
  private readonly hash = createHash('md5');
  private since = performance.now();

  constructor(private readonly info: StreamInfo) {}

  /** False when the bytes are no frame. */
  async take(bytes: Uint8Array, frame: Frame): Promise<boolean> {
    const channels = this.decoder.decode(bytes, { ...frame, bits: this.info.bits });
    if (channels === undefined) return false;
    this.hash.update(packSamples(channels, this.info.bits));
    // Many files may be decoded side by side, and each has its turn before anyone else has.
    if (performance.now() - this.since >= SLICE_MS) {
      await nextTurn();
      this.since = performance.now();
    }
    return true;
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

async function readMetadata(
  window: Window,
  start: number,
): Promise<string | { info: StreamInfo; frames: number }> {
  const magic = await window.view(start, 4);
  if (magic === undefined || ascii(magic) !== 'fLaC') return 'is not a FLAC file';
  let position = start + 4;
  let info: StreamInfo | undefined;
  for (let count = 0; count < MAX_METADATA_BLOCKS; count++) {
    const head = await window.view(position, 4);
    if (head === undefined) return 'ends inside its headers';
    const flags = head[0] as number;
    const size = dataView(head).getUint32(0) & 0xff_ffff;
    if (position + 4 + size > window.size) return 'ends inside its headers';
    if (count === 0) {
      const body =
        (flags & 0x7f) === STREAMINFO && size === 34 ? await window.view(position + 4, 34) : undefined;
      info = body === undefined ? undefined : readStreamInfo(body);
    }
    if (info === undefined) return 'has a damaged stream description';
    position += 4 + size;
    if (flags >= 0x80) return { info, frames: position };
  }
  return 'has more headers than any sound file';
}

function readStreamInfo(body: Uint8Array): StreamInfo | undefined {
  const view = dataView(body);
  const packed = view.getBigUint64(10);
  const md5 = Buffer.from(body.subarray(18)).toString('hex');
  const info = {
    maxBlock: view.getUint16(2),
    sampleRate: Number(packed >> 44n),
    channels: Number((packed >> 41n) & 7n) + 1,
    bits: Number((packed >> 36n) & 31n) + 1,
    total: Number(packed & 0xf_ffff_ffffn),
    md5: md5 === NO_MD5 ? undefined : md5,
  };
  return info.sampleRate > 0 && info.bits >= 4 && info.maxBlock >= 16 ? info : undefined;
}

async function countSamples(
  window: Window,
  start: number,
  info: StreamInfo,
  decoded: Decoded | undefined,
): Promise<number | string> {
  let position = start;
  let samples = 0;
  let variable: boolean | undefined;
  for (let index = 0; position < window.size; index++) {
    // So that a frame is held as a whole where it can be.
    if (decoded !== undefined) await window.view(position, Math.min(FRAME_BYTES, window.size - position));
    const frame = await readFrame(window, position, info);
    if (frame === undefined) return `is damaged or cut at byte ${String(position)}`;
    variable ??= frame.variable;
    if (frame.variable !== variable || frame.number !== (variable ? samples : index)) {
      return `lacks a stretch before byte ${String(position)}`;
    }
    samples += frame.blockSize;
    const next = { variable, number: variable ? samples : index + 1 };
    const end = await findEnd(window, position, frame.headerBytes, next, info);
    if (end === undefined) return `is damaged or cut after byte ${String(position)}`;
    if (decoded !== undefined) {
      const bytes = await window.view(position, end - position);
      if (bytes === undefined || !(await decoded.take(bytes, frame)))
        return `is damaged at byte ${String(position)}`;
    }
    position = end;
  }
  return samples;
}

/** Where the frame that starts at `start` ends: its CRC comes out, and there the file ends or the next frame begins. */
async function findEnd(
  window: Window,
  start: number,
  headerBytes: number,
  next: { readonly variable: boolean; readonly number: number },
  info: StreamInfo,
): Promise<number | undefined> {
  let crc = 0;
  let zeros = 0;
  let position = start;
  while (position < window.size) {
    const bytes = await window.run(position);
    if (bytes.length === 0) return undefined;
    for (let i = 0; i < bytes.length; i++) {
      crc = crc16Step(crc, bytes[i] as number);
      zeros = crc === 0 ? zeros + 1 : 0;
      if (crc !== 0 || zeros > MAX_ZERO_RUN) continue;
      const end = position + i + 1;
      if (end - start < headerBytes + MIN_BODY_BYTES) continue;
      if (end === window.size) return end;
      if (bytes[i + 1] !== undefined && bytes[i + 1] !== 0xff) continue;
      const frame = await readFrame(window, end, info);
      if (frame?.variable === next.variable && frame.number === next.number) return end;
    }
    position += bytes.length;
  }
  return undefined;
}

async function readFrame(window: Window, position: number, info: StreamInfo): Promise<Frame | undefined> {
  const bytes = await window.view(position, Math.min(MAX_HEADER_BYTES, window.size - position));
  return bytes === undefined ? undefined : parseFrameHeader(bytes, info);
}

function parseFrameHeader(bytes: Uint8Array, info: StreamInfo): Frame | undefined {
  const [sync, flags, sizes, layout] = bytes;
  if (sync !== 0xff || flags === undefined || sizes === undefined || layout === undefined) return undefined;
  if ((flags & 0xfe) !== 0xf8 || (layout & 1) !== 0) return undefined;
  const coded = readCodedNumber(bytes, 4);
  if (coded === undefined) return undefined;
  const block = readBlockSize(bytes, sizes >> 4, coded.end);
  if (block === undefined || block.size > info.maxBlock) return undefined;
  const rate = readRate(bytes, sizes & 15, block.end);
  if (rate === undefined || (rate.hz !== 0 && rate.hz !== info.sampleRate)) return undefined;
  const channels = layout >> 4;
  if ((channels < 8 ? channels + 1 : channels <= 10 ? 2 : 0) !== info.channels) return undefined;
  const bits = BITS[(layout >> 1) & 7];
  if (bits === undefined || (bits !== 0 && bits !== info.bits)) return undefined;
  if (rate.end >= bytes.length || crc8(bytes.subarray(0, rate.end)) !== bytes[rate.end]) return undefined;
  return {
    headerBytes: rate.end + 1,
    blockSize: block.size,
    variable: (flags & 1) === 1,
    number: coded.value,
    assignment: channels,
  };
}

/** UTF-8's scheme, stretched to 36 bits. */
function readCodedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, end: at + 1 };
  const length = Math.clz32(~(first << 24));
  if (length < 2 || length > 7) return undefined;
  let value = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return undefined;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, end: at + length };
}

function readBlockSize(
  bytes: Uint8Array,
  code: number,
  at: number,
): { size: number; end: number } | undefined {
  if (code === 0) return undefined;
  if (code === 1) return { size: 192, end: at };
  if (code <= 5) return { size: 576 << (code - 2), end: at };
  if (code >= 8) return { size: 256 << (code - 8), end: at };
  const high = bytes[at];
  const low = bytes[at + 1];
  if (high === undefined || low === undefined) return undefined;
  return code === 6 ? { size: high + 1, end: at + 1 } : { size: high * 256 + low + 1, end: at + 2 };
}

/** 0 Hz stands for "as the stream description says". */
function readRate(bytes: Uint8Array, code: number, at: number): { hz: number; end: number } | undefined {
  if (code < 12) return { hz: RATES[code] as number, end: at };
  const high = bytes[at];
  const low = bytes[at + 1];
  if (code === 15 || high === undefined || low === undefined) return undefined;
  if (code === 12) return { hz: high * 1000, end: at + 1 };
  return { hz: (high * 256 + low) * (code === 13 ? 1 : 10), end: at + 2 };
}
