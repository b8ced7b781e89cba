/**
 * Whole numbers to bytes and back: as few bits each as the greatest needs, or as differences of neighbours, deflated.
 * Little-endian, as every supported platform is.
 */
import { bytesOf, own, sized, type Deflater } from './bytes';
import type { Integers } from './integers';

/** Decimals and width; base; greatest code; how many differences did not fit. */
const HEADER_WORDS = 4;
const HEADER_BYTES = 4 * HEADER_WORDS;
/** Of the codes, bits. With none there is one value throughout. */
const WIDTHS = [8, 12, 16, 32] as const;

type Scale = Pick<Integers, 'decimals' | 'base' | 'largest'>;
interface Header extends Scale {
  /** Bits of a code, or bytes of a difference. */
  readonly width: number;
  readonly strays: number;
}

const widthOf = ({ largest, missing }: Integers): number =>
  largest === 1 && missing === 0 ? 0 : (WIDTHS.find((bits) => largest < 2 ** bits) ?? 32);

/** How long {@link encodePlain} makes them. */
export const plainBytes = (integers: Integers): number =>
  HEADER_BYTES + Math.ceil((integers.codes.length * widthOf(integers)) / 8);

export function encodePlain(integers: Integers): Uint8Array {
  const width = widthOf(integers);
  return joined({ ...integers, width, strays: 0 }, pack(integers.codes, width));
}

/** @throws RangeError when the bytes cannot be `count` codes */
export function decodePlain(bytes: Uint8Array, count: number): Integers {
  const header = headerOf(bytes);
  const { width, decimals, base, largest } = header;
  if (width !== 0 && !WIDTHS.some((bits) => bits === width))
    throw new RangeError(`codes of ${width} bits are unknown`);
  const body = sized(bytes.subarray(HEADER_BYTES), Math.ceil((count * width) / 8));
  return checked({ decimals, base, largest }, unpack(body, count, width));
}

function pack(codes: Int32Array, width: number): Uint8Array {
  if (width === 0) return new Uint8Array();
  if (width === 8) return new Uint8Array(codes);
  if (width === 16) return bytesOf(new Uint16Array(codes));
  if (width === 32) return bytesOf(codes);
  const bytes = new Uint8Array(Math.ceil(codes.length * 1.5));
  for (let i = 0, at = 0; i < codes.length; i += 2, at += 3) {
    const two = (codes[i] as number) | (((codes[i + 1] ?? 0) & 0xfff) << 12);
    bytes[at] = two;
    bytes[at + 1] = two >> 8;
    bytes[at + 2] = two >> 16;
  }
  return bytes;
}

function unpack(bytes: Uint8Array, count: number, width: number): Int32Array {
  if (width === 0) return new Int32Array(count).fill(1);
  if (width === 8) return new Int32Array(bytes);
  if (width === 16) return new Int32Array(new Uint16Array(own(bytes).buffer, 0, count));
  if (width === 32) return new Int32Array(own(bytes).buffer, 0, count);
  const codes = new Int32Array(count);
  for (let i = 0, at = 0; i < count; i += 2, at += 3) {
    const middle = bytes[at + 1] as number;
    codes[i] = (bytes[at] as number) | ((middle & 0xf) << 8);
    // Beyond the end nothing is written.
    codes[i + 1] = (middle >> 4) | ((bytes[at + 2] as number) << 4);
  }
  return codes;
}

/**
 * Differences of neighbours, folded to be positive and one more, 0 for a missing one; as one plane of bytes where nearly
 * all fit, otherwise as planes of low and high ones. Those that do not fit stand apart.
 */
export function encodeDifferences(integers: Integers, deflater: Deflater): Uint8Array {
  const { codes } = integers;
  const few = Math.max(1, codes.length >> 4);
  const folded = foldInto(1, codes, few) ?? foldInto(2, codes, few) ?? foldInto(4, codes, few);
  if (folded === undefined) throw new Error('four bytes hold every difference');
  const { width, planes, strays } = folded;
  const body = deflater.deflate(planes);
  const bytes = new Uint8Array(4 * strays.length + body.length);
  bytes.set(bytesOf(new Uint32Array(strays)));
  bytes.set(body, 4 * strays.length);
  return joined({ ...integers, width, strays: strays.length }, bytes);
}
interface Folded {
  readonly width: number;
  readonly planes: Uint8Array;
  readonly strays: readonly number[];
}

/** Undefined when more than `few` do not fit. */
function foldInto(width: number, codes: Int32Array, few: number): Folded | undefined {
  const count = codes.length;
  const planes = new Uint8Array(width * count);
  const limit = width === 4 ? Infinity : 256 ** width - 1;
  const strays: number[] = [];
  for (let i = 0, before = 0; i < count; i++) {
    const code = codes[i] as number;
    if (code === 0) continue;
    const difference = code - before;
    before = code;
    let each = (((difference << 1) ^ (difference >> 31)) >>> 0) + 1;
    if (each >= limit) {
      if (strays.length === few) return undefined;
      strays.push(each);
      each = limit;
    }
    planes[i] = each;
    if (width === 1) continue;
    for (let plane = 1; plane < width; plane++) planes[plane * count + i] = each >>> (8 * plane);
  }
  return { width, planes, strays };
}

/** @throws RangeError when the bytes cannot be `count` codes */
export function decodeDifferences(bytes: Uint8Array, count: number, deflater: Deflater): Integers {
  const { width, strays, ...scale } = headerOf(bytes);
  if (width !== 1 && width !== 2 && width !== 4)
    throw new RangeError(`differences of ${width} bytes are unknown`);
  const at = HEADER_BYTES + 4 * strays;
  if (strays < 0 || at > bytes.length) throw new RangeError('the differences are cut short');
  const apart = new Uint32Array(own(bytes.subarray(HEADER_BYTES, at)).buffer, 0, strays);
  const planes = sized(deflater.inflate(bytes.subarray(at), width * count), width * count);
  return width === 1 ? unfoldOne(scale, planes, apart) : checked(scale, unfold(planes, width, apart));
}

/** The usual case by itself and in one pass, because years are read this way. */
function unfoldOne(scale: Scale, plane: Uint8Array, apart: Uint32Array): Integers {
  const { decimals, base, largest } = scale;
  const codes = new Int32Array(plane.length);
  let [before, stray, beyond, held] = [0, 0, 0, 0];
  for (let i = 0; i < plane.length; i++) {
    let each = plane[i] as number;
    if (each === 0) continue;
    if (each === 0xff) each = apart[stray++] ?? 0;
    each = (each - 1) | 0;
    before = (before + ((each >>> 1) ^ -(each & 1))) | 0;
    codes[i] = before;
    beyond |= (before - 1) | (largest - before);
    held++;
  }
  refuseBeyond(beyond, decimals);
  return { decimals, base, largest, missing: plane.length - held, codes };
}

function unfold(planes: Uint8Array, width: number, apart: Uint32Array): Int32Array {
  const count = planes.length / width;
  const codes = new Int32Array(count);
  const limit = width === 2 ? 0xffff : Infinity;
  let [before, stray] = [0, 0];
  for (let i = 0; i < count; i++) {
    let each = (planes[i] as number) | ((planes[count + i] as number) << 8);
    if (width > 2)
      each += (planes[2 * count + i] as number) * 0x10000 + (planes[3 * count + i] as number) * 0x1000000;
    if (each === 0) continue;
    if (each === limit) each = apart[stray++] ?? 0;
    each = (each - 1) | 0;
    before = (before + ((each >>> 1) ^ -(each & 1))) | 0;
    codes[i] = before;
  }
  return codes;
}

function joined({ decimals, width, base, largest, strays }: Header, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  new Int32Array(bytes.buffer, 0, HEADER_WORDS).set([decimals | (width << 8), base, largest, strays]);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

function headerOf(bytes: Uint8Array): Header {
  if (bytes.length < HEADER_BYTES) throw new RangeError('the numbers have no beginning');
  const words = new Int32Array(own(bytes.subarray(0, HEADER_BYTES)).buffer, 0, HEADER_WORDS);
  const [first = 0, base = 0, largest = 0, strays = 0] = words;
  return { decimals: first & 0xff, width: first >> 8, base, largest, strays };
}

function checked({ decimals, base, largest }: Scale, codes: Int32Array): Integers {
  let [beyond, missing] = [0, 0];
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    beyond |= code | (largest - code);
    if (code === 0) missing++;
  }
  refuseBeyond(beyond, decimals);
  return { decimals, base, largest, missing, codes };
}

/** Tables are made as long as the greatest code, so nothing may lie beyond it. */
function refuseBeyond(beyond: number, decimals: number): void {
  if (beyond < 0 || decimals > 9) throw new RangeError('a number lies outside its bounds');
}
