/** Cells to bytes and back: exact extremes and counts, and means as closely as a chart can show them. */
import type { Mean } from '../datasets';
import { decodeColumn, encodeBlock } from './block-codec';
import { sized } from './bytes';
import { toIntegers, valuesOf } from './integers';
import type { Cells } from './pyramid';

/** How a row of cells is to be read; this number is in archives and never changes its meaning. */
const CELLS = 2;

/** Columns one after another: counts, least, greatest, what the means are made of. */
export function encodeCells(cells: Cells): { readonly codec: number; readonly bytes: Uint8Array } {
  const { kind, part, second } = cells;
  const counts = Float64Array.from(cells.count);
  const means = kind === 'energy' ? [sharesToBytes(part)] : [part, second].filter(hasAny).map(bytesOfColumn);
  const pieces = [counts, cells.min, cells.max].map(bytesOfColumn).concat(means);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { codec: CELLS, bytes };
}

const hasAny = (array: Float64Array): boolean => array.length > 0;

/** Codec, length, bytes. What is no decimal number is kept as float32, which is what a chart gets of it. */
function bytesOfColumn(values: Float64Array): Uint8Array {
  const rounded = toIntegers(values) === undefined ? Float64Array.from(values, Math.fround) : values;
  const { codec, bytes } = encodeBlock(rounded);
  const framed = new Uint8Array(5 + bytes.length);
  const view = new DataView(framed.buffer);
  view.setUint8(0, codec);
  view.setUint32(1, bytes.length, true);
  framed.set(bytes, 5);
  return framed;
}

/** Takes columns off the front, one after another. */
class Columns {
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly count: number,
  ) {}

  next(): Float64Array {
    if (this.at + 5 > this.bytes.length) throw new RangeError('the cells are cut short');
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 5);
    const from = this.at + 5;
    this.at = from + view.getUint32(1, true);
    const bytes = this.bytes.subarray(from, this.at);
    return valuesOf(decodeColumn({ codec: view.getUint8(0), bytes }, this.count));
  }

  rest(size: number): Uint8Array {
    return sized(this.bytes.subarray(this.at), size);
  }
}

/** @throws RangeError when the bytes cannot be `count` cells of that codec */
export function decodeCells(
  row: { readonly codec: number; readonly bytes: Uint8Array },
  place: { readonly start: number; readonly cellMs: number; readonly count: number; readonly kind: Mean },
): Cells {
  const { start, cellMs, count, kind } = place;
  if (row.codec !== CELLS) throw new RangeError(`cell codec ${row.codec} is unknown`);
  const columns = new Columns(row.bytes, count);
  const counts = Uint16Array.from(columns.next());
  const [min, max] = [columns.next(), columns.next()];
  const none = new Float64Array();
  if (kind === 'energy') {
    const part = sharesFromBytes(columns.rest(3 * count), counts);
    return { start, cellMs, kind, min, max, count: counts, part, second: none };
  }
  const part = kind === 'greatest' ? none : columns.next();
  const second = kind === 'direction' ? columns.next() : none;
  columns.rest(0);
  return { start, cellMs, kind, min, max, count: counts, part, second };
}

/** The bits of 1 as float32. */
const ONE = 0x3f800000;

/**
 * Shares from 2^-32 to 1 in three bytes: how far their bits as float32 lie below those of 1, without the last four. That
 * is to a millionth, or 0.000004 dB.
 */
function sharesToBytes(shares: Float64Array): Uint8Array {
  const bits = new Uint32Array(Float32Array.from(shares).buffer);
  const bytes = new Uint8Array(3 * shares.length);
  for (let i = 0, at = 0; i < shares.length; i++, at += 3) {
    const code = Number.isNaN(shares[i]) ? 0 : Math.min(0xffffff, (ONE - (bits[i] as number) + 8) >>> 4);
    bytes[at] = code;
    bytes[at + 1] = code >> 8;
    bytes[at + 2] = code >> 16;
  }
  return bytes;
}

function sharesFromBytes(bytes: Uint8Array, counts: Uint16Array): Float64Array {
  const bits = new Uint32Array(counts.length);
  for (let i = 0, at = 0; i < counts.length; i++, at += 3) {
    const code = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    bits[i] = ONE - (code << 4);
  }
  const shares = Float64Array.from(new Float32Array(bits.buffer));
  for (let i = 0; i < shares.length; i++) if (counts[i] === 0) shares[i] = NaN;
  return shares;
}
