/**
 * A small FLAC encoder: mono, 16 bits, fixed predictors and partitioned Rice coding, after RFC 9639. The libraries at hand
 * are a megabyte of compiled code around a heap of their own and do not go into one bundled file.
 */
import { createHash } from 'node:crypto';
import type { Pcm } from '../world/world';
import { type BitWriter, createBitWriter } from './bit-writer';

const BLOCK = 4_096;
const HIGHEST_ORDER = 4;
const HIGHEST_PARTITION_ORDER = 5;
const HIGHEST_RICE = 14;

/** A whole FLAC file; STREAMINFO carries the number of samples and the MD5 of the sound. */
export function encodeFlac(pcm: Pcm): Uint8Array {
  const { samples } = pcm;
  const frames: Uint8Array[] = [];
  for (let at = 0, number = 0; at < samples.length; at += BLOCK, number++)
    frames.push(frameOf(samples.subarray(at, at + BLOCK), number, pcm.sampleRate));
  const head = headOf(pcm, frames);
  const file = new Uint8Array(head.length + frames.reduce((sum, frame) => sum + frame.length, 0));
  file.set(head);
  let at = head.length;
  for (const frame of frames) {
    file.set(frame, at);
    at += frame.length;
  }
  return file;
}

function headOf({ samples, sampleRate }: Pcm, frames: readonly Uint8Array[]): Uint8Array {
  const bits = createBitWriter(64);
  for (const letter of 'fLaC') bits.write(letter.charCodeAt(0), 8);
  bits.write(0x80, 8);
  bits.write(34, 24);
  bits.write(BLOCK, 16);
  bits.write(BLOCK, 16);
  const sizes = frames.map((frame) => frame.length);
  bits.write(sizes.length > 0 ? Math.min(...sizes) : 0, 24);
  bits.write(sizes.length > 0 ? Math.max(...sizes) : 0, 24);
  bits.write(sampleRate, 20);
  bits.write(0, 3);
  bits.write(15, 5);
  bits.write(0, 4);
  bits.write(samples.length, 32);
  for (const byte of createHash('md5').update(littleEndian(samples)).digest()) bits.write(byte, 8);
  return bits.bytes().slice();
}

/** The samples as the bytes of a little-endian stream, whatever the machine. */
export function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, i) => view.setInt16(2 * i, sample, true));
  return bytes;
}

function frameOf(block: Int16Array, number: number, sampleRate: number): Uint8Array {
  const bits = createBitWriter(block.length * 2 + 64);
  bits.write(0xfff8, 16);
  // Block size as 16 bits at the end of the header, sample rate in hertz likewise.
  bits.write(0b0111_1101, 8);
  bits.write(0b0000_1000, 8);
  writeNumber(bits, number);
  bits.write(block.length - 1, 16);
  bits.write(sampleRate, 16);
  bits.write(crc8(bits.bytes()), 8);
  writeSubframe(bits, block);
  bits.align();
  bits.write(crc16(bits.bytes()), 16);
  return bits.bytes().slice();
}

/** A frame's number, in the way of UTF-8. */
function writeNumber(bits: BitWriter, number: number): void {
  if (number < 0x80) {
    bits.write(number, 8);
  } else if (number < 0x800) {
    bits.write(0xc0 | (number >> 6), 8);
    bits.write(0x80 | (number & 63), 8);
  } else {
    bits.write(0xe0 | (number >> 12), 8);
    bits.write(0x80 | ((number >> 6) & 63), 8);
    bits.write(0x80 | (number & 63), 8);
  }
}

function writeSubframe(bits: BitWriter, block: Int16Array): void {
  if (block.every((sample) => sample === block[0])) {
    bits.write(0, 8);
    bits.write(block[0] as number, 16);
    return;
  }
  const { order, residual } = bestPrediction(block);
  const coding = bestPartition(residual, order, block.length);
  if (coding.bits + 16 * order >= 16 * block.length) {
    bits.write(0b0000_0010, 8);
    for (const sample of block) bits.write(sample, 16);
    return;
  }
  bits.write((0b001000 | order) << 1, 8);
  for (let i = 0; i < order; i++) bits.write(block[i] as number, 16);
  writeResidual(bits, residual, order, coding);
}

/** The differences of the order whose absolute sum is least; the first `order` of them are not used. */
function bestPrediction(block: Int16Array): { readonly order: number; readonly residual: Int32Array } {
  let best = { order: 0, residual: Int32Array.from(block) };
  let least = sumOf(best.residual, 0);
  let before = best.residual;
  for (let order = 1; order <= Math.min(HIGHEST_ORDER, block.length - 1); order++) {
    const residual = new Int32Array(block.length);
    for (let i = order; i < block.length; i++)
      residual[i] = (before[i] as number) - (before[i - 1] as number);
    const sum = sumOf(residual, order);
    if (sum < least) {
      least = sum;
      best = { order, residual };
    }
    before = residual;
  }
  return best;
}

function sumOf(residual: Int32Array, from: number): number {
  let sum = 0;
  for (let i = from; i < residual.length; i++) sum += Math.abs(residual[i] as number);
  return sum;
}

interface Coding {
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

function bestPartition(residual: Int32Array, order: number, length: number): Coding {
  let best: Coding | undefined;
  for (let partitionOrder = 0; partitionOrder <= HIGHEST_PARTITION_ORDER; partitionOrder++) {
    const size = length >> partitionOrder;
    if (size << partitionOrder !== length || size <= order) break;
    const coding = partitioned(residual, order, partitionOrder);
    if (best === undefined || coding.bits < best.bits) best = coding;
  }
  return best ?? partitioned(residual, order, 0);
}

function partitioned(residual: Int32Array, order: number, partitionOrder: number): Coding {
  const size = residual.length >> partitionOrder;
  const parameters: number[] = [];
  let bits = 6;
  for (let part = 0; part < 1 << partitionOrder; part++) {
    const from = part === 0 ? order : part * size;
    const to = (part + 1) * size;
    const mean = folded(residual, from, to) / Math.max(1, to - from);
    const parameter = Math.max(0, Math.min(HIGHEST_RICE, Math.round(Math.log2(Math.max(1, mean * 0.7)))));
    parameters.push(parameter);
    bits += 4 + riceBits(residual, from, to, parameter);
  }
  return { partitionOrder, parameters, bits };
}

/** Signed numbers in the order 0, -1, 1, -2, 2 … */
const fold = (value: number): number => (value << 1) ^ (value >> 31);

function folded(residual: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += fold(residual[i] as number);
  return sum;
}

function riceBits(residual: Int32Array, from: number, to: number, parameter: number): number {
  let bits = (to - from) * (1 + parameter);
  for (let i = from; i < to; i++) bits += fold(residual[i] as number) >>> parameter;
  return bits;
}

function writeResidual(bits: BitWriter, residual: Int32Array, order: number, coding: Coding): void {
  const size = residual.length >> coding.partitionOrder;
  bits.write(0, 2);
  bits.write(coding.partitionOrder, 4);
  coding.parameters.forEach((parameter, part) => {
    bits.write(parameter, 4);
    for (let i = part === 0 ? order : part * size; i < (part + 1) * size; i++) {
      const value = fold(residual[i] as number);
      bits.unary(value >>> parameter);
      bits.write(value, parameter);
    }
  });
}

function crcTable(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let i = 0; i < 8; i++) crc = (crc & top) !== 0 ? (crc << 1) ^ polynomial : crc << 1;
    return crc & (bits === 8 ? 0xff : 0xffff);
  });
}
const table8 = crcTable(8, 0x07);
const table16 = crcTable(16, 0x8005);

const crc8 = (bytes: Uint8Array): number => bytes.reduce((crc, byte) => table8[crc ^ byte] as number, 0);
const crc16 = (bytes: Uint8Array): number =>
  bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ (table16[(crc >> 8) ^ byte] as number), 0);
