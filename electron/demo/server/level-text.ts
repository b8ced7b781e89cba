/**
 * Long lists of levels as JSON. A level is a whole number of tenths, so there are few different ones: their texts are
 * kept and copied, which takes a small part of the time that writing each number anew would.
 */
import { Buffer } from 'node:buffer';

/** Marks a level that is missing among tenths of a decibel, as null and as an ellipsis. */
export const NULL = -32_768;
export const ELLIPSIS = -32_767;

/** Tenths of a decibel; no level lies outside, nor does any band of one. */
const LOWEST = -1_500;
const HIGHEST = 2_500;
/** The widest text with its comma fits into two words of 32 bits. */
const SLOT_BYTES = 8;
const [OPENING, CLOSING] = [0x5b, 0x5d];

const texts: readonly Buffer[] = [
  ...Array.from({ length: HIGHEST - LOWEST + 1 }, (_, i) => String((i + LOWEST) / 10)),
  'null',
  '"..."',
].map((text) => Buffer.from(`${text},`));
const widths = Uint8Array.from(texts, ({ length }) => length);
const WIDEST = Math.max(...widths);
const slots = new DataView(Buffer.concat(texts.map((text) => Buffer.concat([text], SLOT_BYTES))).buffer);
const [firstWords, secondWords] = [0, 4].map((offset) =>
  Uint32Array.from(texts, (_, i) => slots.getUint32(i * SLOT_BYTES + offset)),
) as [Uint32Array, Uint32Array];

function slotOf(tenths: number): number {
  if (tenths >= LOWEST && tenths <= HIGHEST) return tenths - LOWEST;
  if (tenths === NULL) return texts.length - 2;
  if (tenths === ELLIPSIS) return texts.length - 1;
  throw new RangeError(`no level is ${tenths / 10} dB`);
}

/** Levels that become a JSON list of decibels: tenths, {@link NULL} or {@link ELLIPSIS}. */
export class LevelList {
  constructor(private readonly tenths: Int16Array) {}

  /** Room that is enough for {@link write}. */
  get roomBytes(): number {
    return 2 + this.tenths.length * WIDEST + SLOT_BYTES;
  }

  /**
   * Writes the text, and up to a slot of rubbish behind it.
   * @returns where the text ends
   * @throws RangeError for a level that no instrument could hear
   */
  write(view: DataView, from: number): number {
    const { tenths } = this;
    view.setUint8(from, OPENING);
    let at = from + 1;
    for (let i = 0; i < tenths.length; i++) {
      const slot = slotOf(tenths[i] as number);
      view.setUint32(at, firstWords[slot] as number);
      view.setUint32(at + 4, secondWords[slot] as number);
      at += widths[slot] as number;
    }
    const end = Math.max(at, from + 2);
    view.setUint8(end - 1, CLOSING);
    return end;
  }
}

/** Stands for a list while the rest becomes text; nothing that is sent looks like this. */
const STAND_IN = '\u0000list\u0000';

/** JSON of a value that may have level lists in it. */
export function jsonWithLevels(value: object): Uint8Array {
  const lists: LevelList[] = [];
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (!(part instanceof LevelList)) return part;
    lists.push(part);
    return STAND_IN;
  });
  const parts = text.split(JSON.stringify(STAND_IN)).map((part) => Buffer.from(part));
  const room = [...parts.map(({ length }) => length), ...lists.map(({ roomBytes }) => roomBytes)];
  const bytes = new Uint8Array(room.reduce((sum, each) => sum + each));
  const view = new DataView(bytes.buffer);
  let at = 0;
  parts.forEach((part, i) => {
    bytes.set(part, at);
    at += part.length;
    at = lists[i]?.write(view, at) ?? at;
  });
  return bytes.subarray(0, at);
}
