/** Cells to bytes and back: exact extremes and counts, and means as closely as a chart can show them. */
import type { Mean } from '../datasets';
import { energyOf } from './buckets';
import { Codec, decodeColumn, encodeBlock } from './block-codec';
import { sized } from './bytes';
import { tableOf, valuesOf, type Column } from './integers';
import type { Cells } from './pyramid';

/** How a row of cells is to be read; this number is in archives and never changes its meaning. */
const CELLS = 2;

/** Columns one after another: counts, least, greatest, what the means are made of. */
export function encodeCells(cells: Cells): { readonly codec: number; readonly bytes: Uint8Array } {
  const { kind, part, second } = cells;
  const max = frame(cells.max);
  const means =
    kind === 'energy'
      ? [sharesToBytes(part, powersOf(max.column))]
      : [part, second].filter(({ length }) => length > 0).map((each) => frame(each).bytes);
  const pieces = [frame(new Float64Array(cells.count)).bytes, frame(cells.min).bytes, max.bytes, ...means];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { codec: CELLS, bytes };
}

/** Codec, length, bytes. What is no decimal number is kept as float32, which is what a chart gets of it. */
function frame(values: Float64Array): { readonly bytes: Uint8Array; readonly column: Column } {
  let block = encodeBlock(values);
  if (block.codec === Codec.float64) block = encodeBlock(Float64Array.from(values, Math.fround));
  const framed = new Uint8Array(5 + block.bytes.length);
  const view = new DataView(framed.buffer);
  view.setUint8(0, block.codec);
  view.setUint32(1, block.bytes.length, true);
  framed.set(block.bytes, 5);
  return { bytes: framed, column: block.column };
}

/** Takes columns off the front, one after another. */
class Columns {
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly count: number,
  ) {}

  next(): Column {
    if (this.at + 5 > this.bytes.length) throw new RangeError('the cells are cut short');
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 5);
    const from = this.at + 5;
    this.at = from + view.getUint32(1, true);
    const bytes = this.bytes.subarray(from, this.at);
    return decodeColumn({ codec: view.getUint8(0), bytes }, this.count);
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
  const counts = new Uint16Array(valuesOf(columns.next()));
  const min = valuesOf(columns.next());
  const greatest = columns.next();
  const max = valuesOf(greatest);
  const none = new Float64Array();
  if (kind === 'energy') {
    const part = sharesFromBytes(columns.rest(3 * count), powersOf(greatest));
    return { start, cellMs, kind, min, max, count: counts, part, second: none };
  }
  const part = kind === 'greatest' ? none : valuesOf(columns.next());
  const second = kind === 'direction' ? valuesOf(columns.next()) : none;
  columns.rest(0);
  return { start, cellMs, kind, min, max, count: counts, part, second };
}

/** The energies of levels, 1 at 0 dB; NaN where missing. */
function powersOf(column: Column): Float64Array {
  if (column instanceof Float64Array || column.largest > column.codes.length)
    return valuesOf(column).map(energyOf);
  const { codes } = column;
  const table = tableOf(column, energyOf);
  const powers = new Float64Array(codes.length);
  for (let i = 0; i < powers.length; i++) powers[i] = table[codes[i] as number] as number;
  return powers;
}

/** The bits of 1 as float32. */
const ONE = 0x3f800000;

/**
 * Mean energies as shares of the greatest, from 2^-32 to 1, in three bytes: how far their bits as float32 lie below those
 * of 1, without the last four. That is to a millionth, or 0.000004 dB. Beyond what a number can tell the share is 1.
 */
function sharesToBytes(energies: Float64Array, powers: Float64Array): Uint8Array {
  const shares = new Float32Array(energies.length);
  for (let i = 0; i < shares.length; i++) {
    const share = (energies[i] as number) / (powers[i] as number);
    shares[i] = share > 0 && share < 1 ? share : 1;
  }
  const bits = new Uint32Array(shares.buffer);
  const bytes = new Uint8Array(3 * shares.length);
  for (let i = 0, at = 0; i < shares.length; i++, at += 3) {
    const code = Math.min(0xffffff, (ONE - (bits[i] as number) + 8) >>> 4);
    bytes[at] = code;
    bytes[at + 1] = code >> 8;
    bytes[at + 2] = code >> 16;
  }
  return bytes;
}

function sharesFromBytes(bytes: Uint8Array, powers: Float64Array): Float64Array {
  const bits = new Uint32Array(powers.length);
  const shares = new Float32Array(bits.buffer);
  const energies = new Float64Array(powers.length);
  for (let i = 0, at = 0; i < bits.length; i++, at += 3) {
    const code = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    bits[i] = ONE - (code << 4);
    energies[i] = (powers[i] as number) * (shares[i] as number);
  }
  return energies;
}
