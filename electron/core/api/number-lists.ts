/**
 * Reads long lists of numbers straight from the bytes of an answer, many times faster than JSON.parse and without its
 * garbage. What is left is JSON in which a placeholder stands for each list.
 *
 * A list is the value of a key `values` and holds nothing but numbers, nulls and whitespace. Putting a string in its
 * place neither makes nor mends an error: an unescaped quote either opens the key, and then both are a value where a
 * value must be, or it ends another string, and then the text after it is wrong in both.
 */
import { randomUUID } from 'node:crypto';
import { isSpace, NumberScan, Room } from './number-scan';

/** Samples of a list; null is NaN where they were read as numbers. */
export type List = readonly unknown[] | Float64Array;

export interface NumberLists {
  /** The list that an array is or that a placeholder stands for; undefined for anything else. */
  take(value: unknown): List | undefined;
}
/** For JSON that has all its lists. */
export const NO_LISTS: NumberLists = {
  take: (value) => (Array.isArray(value) ? (value as unknown[]) : undefined),
};

export interface Lifted extends NumberLists {
  /** The JSON with the placeholders. */
  readonly text: string;
  /** False while a placeholder is somewhere where nobody took it for a list. */
  areAllTaken(): boolean;
}

/** Shorter ones are not worth it. */
const LEAST = 256;

/** Undefined when there are no such lists of `least` entries or more. */
export function liftNumbers(bytes: Uint8Array, least = LEAST, room = new Room()): Lifted | undefined {
  // Of this answer only, so that nothing in it can pass for one.
  const mark = `${randomUUID()} `;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lists: Float64Array[] = [];
  const pieces: Uint8Array[] = [];
  let copied = 0;
  const scan = new NumberScan(body, room);
  for (let at = body.indexOf(OPEN); at >= 0; at = body.indexOf(OPEN, at)) {
    const { values, end } = isValueOfValues(body, at)
      ? scan.read(at + 1)
      : { values: undefined, end: at + 1 };
    if (values !== undefined && values.length >= least) {
      pieces.push(body.subarray(copied, at), Buffer.from(`"${mark}${lists.length}"`));
      lists.push(values);
      copied = end;
    }
    at = end;
  }
  if (lists.length === 0) return undefined;
  const text = new TextDecoder().decode(Buffer.concat([...pieces, body.subarray(copied)]));
  return { text, ...takerOf(mark, lists) };
}

function takerOf(mark: string, lists: readonly Float64Array[]): Omit<Lifted, 'text'> {
  const taken = new Set<number>();
  return {
    take(value) {
      if (typeof value !== 'string' || !value.startsWith(mark)) return NO_LISTS.take(value);
      const index = Number(value.slice(mark.length));
      taken.add(index);
      return lists[index];
    },
    areAllTaken: () => taken.size === lists.length,
  };
}

const OPEN = 0x5b;
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const TO_LOWER_CASE = 0x20;
const KEY = Buffer.from('values');
/** True when `"values":` stands before `at`, in any case. */
function isValueOfValues(body: Buffer, at: number): boolean {
  const colon = beforeSpace(body, at);
  if (body[colon] !== COLON) return false;
  const end = beforeSpace(body, colon);
  const start = end - KEY.length;
  if (start < 2 || body[end] !== QUOTE || body[start - 1] !== QUOTE || body[start - 2] === BACKSLASH)
    return false;
  return KEY.every((letter, i) => ((body[start + i] ?? 0) | TO_LOWER_CASE) === letter);
}

function beforeSpace(body: Buffer, at: number): number {
  let before = at - 1;
  while (isSpace(body[before])) before -= 1;
  return before;
}
