/**
 * Samples to bytes and back, bit for bit. Decimal numbers become whole ones; whatever would not come back exactly as it
 * was is kept as floating point.
 */
import { bytesOf, own, shuffled, sized, unshuffled, type Deflater } from './bytes';
import { decodeDifferences, decodePlain, encodeDifferences, encodePlain, plainBytes } from './integer-codec';
import { standsFor, toIntegers, type Column, type Integers } from './integers';

/** How a block's bytes are to be read; these numbers are in archives and never change their meaning. */
export const Codec = {
  /** int16, hundredths of a dB; -32768 is missing. No longer written. */
  centi: 0,
  /** float64; NaN is missing. */
  float64: 1,
  /** As centi, but differences of neighbours, low bytes before high bytes, deflated. No longer written. */
  packed: 2,
  /** float32; NaN is missing. */
  float32: 3,
  /** Whole numbers with their decimals, in as few bits as the greatest needs. */
  integer: 4,
  /** As integer, but differences of neighbours, deflated. */
  packedInteger: 5,
  /** As float64 and float32, but all first bytes, then all second ones and so on, deflated. */
  packedFloat64: 6,
  packedFloat32: 7,
} as const;

export interface EncodedBlock {
  readonly codec: number;
  readonly bytes: Uint8Array;
}

/**
 * Encodes samples so that {@link decodeColumn} gives back the same bits; that is tried before it is believed.
 * @param deflater when given, and it makes the block smaller, the block is compressed
 * @returns the samples in the form in which they are kept, too
 * @throws Error when they would come back altered
 */
export function encodeBlock(
  values: Float64Array,
  deflater?: Deflater,
): EncodedBlock & { readonly column: Column } {
  const integers = toIntegers(values);
  const forms = integers === undefined ? floatForms(values) : integerForms(integers);
  const packed = deflater && forms.packed(deflater);
  const block =
    packed !== undefined && packed.length < forms.plainBytes
      ? { codec: forms.packedCodec, bytes: packed }
      : { codec: forms.codec, bytes: forms.plain() };
  const column = decodeColumn(block, values.length, deflater);
  if (!standsFor(column, values)) throw new Error('the samples would come back altered');
  return { ...block, column };
}

/** What can be made of the same samples. */
interface Forms {
  readonly codec: number;
  readonly plainBytes: number;
  plain(): Uint8Array;
  readonly packedCodec: number;
  packed(deflater: Deflater): Uint8Array;
}

const integerForms = (integers: Integers): Forms => ({
  codec: Codec.integer,
  plainBytes: plainBytes(integers),
  plain: () => encodePlain(integers),
  packedCodec: Codec.packedInteger,
  packed: (deflater) => encodeDifferences(integers, deflater),
});

function floatForms(values: Float64Array): Forms {
  const single = new Float32Array(values);
  const fits = sameBits(values, single);
  const bytes = bytesOf(fits ? single : values);
  return {
    codec: fits ? Codec.float32 : Codec.float64,
    plainBytes: bytes.length,
    plain: () => bytes,
    packedCodec: fits ? Codec.packedFloat32 : Codec.packedFloat64,
    packed: (deflater) => deflater.deflate(shuffled(bytes, fits ? 4 : 8)),
  };
}

/**
 * The samples of a block, in the form in which they are kept.
 * @param count how many samples it holds
 * @throws RangeError when the bytes cannot be `count` samples of that codec
 */
export function decodeColumn(
  { codec, bytes }: EncodedBlock,
  count: number,
  deflater: Deflater = none,
): Column {
  switch (codec) {
    case Codec.integer:
      return decodePlain(bytes, count);
    case Codec.packedInteger:
      return decodeDifferences(bytes, count, deflater);
    case Codec.float32:
      return new Float64Array(new Float32Array(own(sized(bytes, 4 * count)).buffer));
    case Codec.float64:
      return new Float64Array(own(sized(bytes, 8 * count)).buffer);
    case Codec.packedFloat32:
      return new Float64Array(new Float32Array(inflated(bytes, 4, count, deflater).buffer));
    case Codec.packedFloat64:
      return new Float64Array(inflated(bytes, 8, count, deflater).buffer);
    case Codec.centi:
      return fromCenti(new Int16Array(own(sized(bytes, 2 * count)).buffer));
    case Codec.packed:
      return fromCenti(undifferenced(sized(deflater.inflate(bytes, 2 * count), 2 * count)));
    default:
      throw new RangeError(`codec ${codec} is unknown`);
  }
}

const refuse = (): never => {
  throw new RangeError('a compressed block needs a deflater');
};
const none: Deflater = { deflate: refuse, inflate: refuse };

const inflated = (
  bytes: Uint8Array,
  width: number,
  count: number,
  deflater: Deflater,
): Uint8Array<ArrayBuffer> => unshuffled(sized(deflater.inflate(bytes, width * count), width * count), width);

const fromCenti = (centi: Int16Array): Integers => {
  const codes = Int32Array.from(centi, (code) => code + 32_768);
  const missing = codes.reduce((sum, code) => sum + (code === 0 ? 1 : 0), 0);
  return { decimals: 2, base: -32_768, largest: 65_535, missing, codes };
};

/** Differences (zigzag, modulo 2^16) as all low bytes, then all high bytes. */
function undifferenced(bytes: Uint8Array): Int16Array {
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

function sameBits(a: Float64Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}
