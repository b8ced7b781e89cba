/**
 * Decodes FLAC frames, to compare their samples with the MD5 that the encoder left in the stream: the only proof in an
 * audio file that nothing changed since it was encoded. Source: RFC 9639, 9.2.
 */
import { FrameBits } from './flac-bits';

export interface FrameLayout {
  readonly headerBytes: number;
  readonly blockSize: number;
  /** The channel assignment of the header: up to 7 one more independent channels, then left/side, side/right, mid/side. */
  readonly assignment: number;
  readonly bits: number;
}

/** More are rare, and their sums do not fit. */
export const MAX_DECODED_BITS = 24;
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;
const FOOTER_BYTES = 2;
const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/** Reused from frame to frame; holds one frame's samples. */
export class FrameDecoder {
  private readonly bits = new FrameBits();
  private channels: Int32Array[] = [];

  /**
   * The samples of each channel, valid until the next call; undefined when the bytes are no such frame. Takes time in
   * proportion to the block's size and the bytes, whatever they say.
   */
  decode(frame: Uint8Array, layout: FrameLayout): readonly Int32Array[] | undefined {
    const { assignment, blockSize, headerBytes } = layout;
    const count = assignment < LEFT_SIDE ? assignment + 1 : 2;
    this.bits.open(frame.subarray(headerBytes, frame.length - FOOTER_BYTES));
    const channels = this.room(count, blockSize);
    for (const [i, samples] of channels.entries())
      if (!this.readSubframe(samples, layout.bits + (isSide(assignment, i) ? 1 : 0))) return undefined;
    if (!this.bits.isAtEnd()) return undefined;
    if (assignment >= LEFT_SIDE) combine(assignment, channels[0] as Int32Array, channels[1] as Int32Array);
    return channels;
  }

  private room(count: number, blockSize: number): readonly Int32Array[] {
    while (this.channels.length < count) this.channels.push(new Int32Array(0));
    this.channels = this.channels.map((held) => (held.length < blockSize ? new Int32Array(blockSize) : held));
    return this.channels.slice(0, count).map((samples) => samples.subarray(0, blockSize));
  }

  private readSubframe(samples: Int32Array, depth: number): boolean {
    const { bits } = this;
    if (bits.read(1) !== 0) return false;
    const type = bits.read(6);
    const wasted = bits.read(1) === 0 ? 0 : bits.unary() + 1;
    const size = depth - wasted;
    if (size < 1) return false;
    if (type === 0) samples.fill(bits.signed(size));
    else if (type === 1) for (let i = 0; i < samples.length; i++) samples[i] = bits.signed(size);
    else if (type >= 8 && type <= 12) {
      if (!this.readFixed(samples, type - 8, size)) return false;
    } else if (type >= 32) {
      if (!this.readLinear(samples, type - 31, size)) return false;
    } else return false;
    if (wasted > 0) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) << wasted;
    return !bits.isBeyond();
  }

  private readFixed(samples: Int32Array, order: number, size: number): boolean {
    if (!this.readWarmUp(samples, order, size) || !this.readResidual(samples, order)) return false;
    predict(samples, Float64Array.from(FIXED[order] as readonly number[]), 0);
    return true;
  }

  private readLinear(samples: Int32Array, order: number, size: number): boolean {
    const { bits } = this;
    if (!this.readWarmUp(samples, order, size)) return false;
    const precision = bits.read(4) + 1;
    const shift = bits.signed(5);
    if (precision === 16 || shift < 0) return false;
    const coefficients = Float64Array.from({ length: order }, () => bits.signed(precision));
    if (!this.readResidual(samples, order)) return false;
    predict(samples, coefficients, shift);
    return true;
  }

  private readWarmUp(samples: Int32Array, order: number, size: number): boolean {
    if (order > samples.length) return false;
    for (let i = 0; i < order; i++) samples[i] = this.bits.signed(size);
    return true;
  }

  private readResidual(samples: Int32Array, order: number): boolean {
    const { bits } = this;
    const method = bits.read(2);
    if (method > 1) return false;
    const parameterBits = method === 0 ? 4 : 5;
    const escape = method === 0 ? 15 : 31;
    const partitions = 1 << bits.read(4);
    const length = samples.length / partitions;
    if (!Number.isInteger(length) || length < order) return false;
    for (let partition = 0; partition < partitions; partition++) {
      const from = partition === 0 ? order : partition * length;
      const to = (partition + 1) * length;
      const parameter = bits.read(parameterBits);
      if (parameter === escape) bits.plain(samples, from, to);
      else bits.rice(samples, from, to, parameter);
      if (bits.isBeyond()) return false;
    }
    return true;
  }
}

const isSide = (assignment: number, channel: number): boolean =>
  assignment === SIDE_RIGHT ? channel === 0 : assignment >= LEFT_SIDE && channel === 1;

/** Residuals become samples. Sums are exact: at most 25 + 15 + 5 bits. */
function predict(samples: Int32Array, coefficients: Float64Array, shift: number): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (samples[i - 1 - j] as number);
    samples[i] = (samples[i] as number) + Math.floor(sum * scale);
  }
}

function combine(assignment: number, first: Int32Array, second: Int32Array): void {
  for (let i = 0; i < first.length; i++) {
    const a = first[i] as number;
    const b = second[i] as number;
    if (assignment === LEFT_SIDE) second[i] = a - b;
    else if (assignment === SIDE_RIGHT) first[i] = a + b;
    else if (assignment === MID_SIDE) {
      const mid = (a << 1) | (b & 1);
      first[i] = (mid + b) >> 1;
      second[i] = (mid - b) >> 1;
    }
  }
}

/** Samples as MD5 takes them: channels in turn, little-endian, in whole bytes. */
export function packSamples(channels: readonly Int32Array[], bits: number): Uint8Array {
  const width = Math.ceil(bits / 8);
  const blockSize = channels[0]?.length ?? 0;
  const step = width * channels.length;
  const bytes = new Uint8Array(blockSize * step);
  for (const [c, samples] of channels.entries()) {
    let at = c * width;
    for (let i = 0; i < blockSize; i++, at += step) {
      const value = samples[i] as number;
      bytes[at] = value;
      if (width > 1) bytes[at + 1] = value >> 8;
      if (width > 2) bytes[at + 2] = value >> 16;
    }
  }
  return bytes;
}
