/**
 * Samples to bytes and back, bit for bit. Levels with at most two decimals take two bytes each; whatever would not come
 * back exactly as it was is kept as floating point. Little-endian, as every supported platform is.
 */

/** Lossless compression, passed in because this folder is pure. */
export interface Deflater {
  deflate(bytes: Uint8Array): Uint8Array;
  /** Throws unless exactly `size` bytes come out. */
  inflate(bytes: Uint8Array, size: number): Uint8Array;
}

/** How a block's bytes are to be read; these numbers are in archives and never change their meaning. */
export const Codec = {
  /** int16, hundredths of a dB; -32768 is missing. */
  centi: 0,
  /** float64; NaN is missing. */
  float64: 1,
  /** As centi, but differences of neighbours, low bytes before high bytes, deflated. */
  packed: 2,
  /** float32; NaN is missing. */
  float32: 3,
} as const;

export interface EncodedBlock {
  readonly codec: number;
  readonly bytes: Uint8Array;
}

const MISSING = -32_768;
/** The level of every code, the missing one first. */
const LEVELS = Float64Array.from({ length: 65_536 }, (_, i) => (i === 0 ? NaN : (i + MISSING) / 100));

/**
 * Hundredths of a dB when every value is one exactly, otherwise undefined. NaN becomes -32768.
 * Minus zero has no such form: it would come back as zero.
 */
export function toCenti(values: Float64Array): Int16Array | undefined {
  const codes = new Int16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      codes[i] = MISSING;
      continue;
    }
    const code = (value * 100 + (value < 0 ? -0.5 : 0.5)) | 0;
    // Beyond the table there is no level, and undefined is unequal to any.
    if (LEVELS[code - MISSING] !== value) return undefined;
    if (code === 0 && Object.is(value, -0)) return undefined;
    codes[i] = code;
  }
  return codes;
}

export function fromCenti(codes: Int16Array): Float64Array {
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = LEVELS[(codes[i] as number) - MISSING] as number;
  return values;
}

/**
 * Encodes samples so that {@link decodeBlock} gives back the same bits; each form is read back before it is believed.
 * @param deflater when given, and it makes the block smaller, the block is compressed
 */
export function encodeBlock(values: Float64Array, deflater?: Deflater): EncodedBlock {
  const codes = toCenti(values);
  if (codes !== undefined) return encodeCodes(codes, deflater);
  const single = Float32Array.from(values);
  if (sameBits(values, single)) return { codec: Codec.float32, bytes: bytesOf(single) };
  return { codec: Codec.float64, bytes: bytesOf(values) };
}

/** That each code stands for its value was tried when it was made; here it is that the bytes give the codes. */
function encodeCodes(codes: Int16Array, deflater: Deflater | undefined): EncodedBlock {
  const bytes = bytesOf(codes);
  if (deflater === undefined) return { codec: Codec.centi, bytes };
  const packed = deflater.deflate(shuffle(codes));
  if (packed.length >= bytes.length) return { codec: Codec.centi, bytes };
  if (!sameCodes(codes, unpack(packed, codes.length, deflater)))
    throw new Error('compression altered the samples');
  return { codec: Codec.packed, bytes: packed };
}

const unpack = (bytes: Uint8Array, count: number, deflater: Deflater): Int16Array =>
  unshuffle(sized(deflater.inflate(bytes, 2 * count), 2 * count));

/**
 * The samples of a block.
 * @param count how many samples it holds
 * @throws RangeError when the bytes cannot be `count` samples of that codec
 */
export function decodeBlock(block: EncodedBlock, count: number, deflater?: Deflater): Float64Array {
  switch (block.codec) {
    case Codec.centi:
      return fromCenti(new Int16Array(aligned(block.bytes, 2 * count).buffer, 0, count));
    case Codec.float32:
      return Float64Array.from(new Float32Array(aligned(block.bytes, 4 * count).buffer, 0, count));
    case Codec.float64:
      return new Float64Array(aligned(block.bytes, 8 * count).buffer, 0, count);
    case Codec.packed:
      if (deflater === undefined) throw new RangeError('a compressed block needs a deflater');
      return fromCenti(unpack(block.bytes, count, deflater));
    default:
      throw new RangeError(`codec ${block.codec} is unknown`);
  }
}

/** How many samples are NaN. */
export function countMissing(values: Float64Array): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing++;
  return missing;
}

/** A typed array's own bytes, without copying. */
export const bytesOf = (array: Float64Array | Float32Array | Int16Array | Uint16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The bytes at the start of a buffer of their own: a view into a larger one may begin at any offset. */
export function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return new Uint8Array(sized(bytes, size));
}

function sized(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new RangeError(`${bytes.length} bytes where ${size} belong`);
  return bytes;
}

/** Differences (zigzag, modulo 2^16) as all low bytes, then all high bytes: neighbours differ little. */
function shuffle(codes: Int16Array): Uint8Array {
  const bytes = new Uint8Array(2 * codes.length);
  let before = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    const difference = ((code - before) << 16) >> 16;
    const folded = (difference << 1) ^ (difference >> 15);
    before = code;
    bytes[i] = folded;
    bytes[codes.length + i] = folded >> 8;
  }
  return bytes;
}

function unshuffle(bytes: Uint8Array): Int16Array {
  const count = bytes.length / 2;
  const codes = new Int16Array(count);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const folded = (bytes[i] as number) | ((bytes[count + i] as number) << 8);
    before = ((before + ((folded >>> 1) ^ -(folded & 1))) << 16) >> 16;
    codes[i] = before;
  }
  return codes;
}

function sameCodes(a: Int16Array, b: Int16Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

function sameBits(a: Float64Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}
