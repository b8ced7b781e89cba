/** Reads the entries of JSON lists of numbers and nulls, each exactly as JSON.parse reads it. */

export interface Scanned {
  /** Undefined for a list that holds anything else, or that is not as JSON wants it. */
  readonly values: Float64Array | undefined;
  /** Behind the list, or where it was given up; no list begins between. */
  readonly end: number;
}

const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const CLOSE = 0x5d;
const LETTER_N = 0x6e;
const SPACE = 0x20;
/** What an entry consists of. */
const PARTS = new Uint8Array(256);
for (const part of '0123456789+-.eEnul') PARTS[part.charCodeAt(0)] = 1;

/** Integers of so many digits, and these powers of ten, are exact: their quotient is the nearest number there is. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, digits) => 10 ** digits);
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

export const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;

const FIRST_ROOM = 16_384;
/** 32 MB. */
const MOST_KEPT = 4 * 1024 * 1024;

/** Memory for the lists of one answer after the other: they are good until those of the next are read. */
export class Room {
  values = new Float64Array(FIRST_ROOM);

  /** An answer larger than others must not be paid for ever after. */
  reuse(): void {
    if (this.values.length > MOST_KEPT) this.values = new Float64Array(FIRST_ROOM);
  }

  grow(): void {
    const larger = new Float64Array(2 * this.values.length);
    larger.set(this.values);
    this.values = larger;
  }
}

export class NumberScan {
  private at = 0;
  private used = 0;
  private out: Float64Array;

  constructor(
    private readonly body: Buffer,
    private readonly room: Room,
  ) {
    room.reuse();
    this.out = room.values;
  }

  /** The list whose first entry is at `start`. */
  read(start: number): Scanned {
    this.at = start;
    for (let index = this.used; ; index += 1) {
      if (index === this.out.length) {
        this.room.grow();
        this.out = this.room.values;
      }
      if (!this.entry(index)) return { values: undefined, end: this.at };
      const next = this.skipSpace();
      if (next === CLOSE) {
        const values = this.out.subarray(this.used, index + 1);
        this.used = index + 1;
        return { values, end: this.at + 1 };
      }
      if (next !== COMMA) return { values: undefined, end: this.at };
      this.at += 1;
    }
  }

  /** Reads what most entries are: up to fifteen digits, perhaps with a point. False for what is no entry. */
  private entry(index: number): boolean {
    const { body } = this;
    const isNegative = this.skipSpace() === MINUS;
    const first = isNegative ? this.at + 1 : this.at;
    let at = first;
    let integer = 0;
    let digit = (body[at] as number) - ZERO;
    for (; digit >= 0 && digit <= 9; digit = (body[++at] as number) - ZERO) integer = integer * 10 + digit;
    const whole = at - first;
    let decimals = 0;
    if (body[at] === POINT) {
      const point = at;
      digit = (body[++at] as number) - ZERO;
      for (; digit >= 0 && digit <= 9; digit = (body[++at] as number) - ZERO) integer = integer * 10 + digit;
      decimals = at - point - 1;
      if (decimals === 0) return this.unusual(index);
    }
    const isPlain = whole > 0 && (whole === 1 || body[first] !== ZERO) && whole + decimals <= EXACT_DIGITS;
    if (!isPlain || PARTS[body[at] as number] === 1) return this.unusual(index);
    const value = decimals === 0 ? integer : integer / (POWERS[decimals] as number);
    this.out[index] = isNegative ? -value : value;
    this.at = at;
    return true;
  }

  private unusual(index: number): boolean {
    const start = this.at;
    while (PARTS[this.body[this.at] as number] === 1) this.at += 1;
    const isNull = this.at - start === 4 && this.body[start] === LETTER_N;
    const text = this.body.toString('latin1', start, this.at);
    this.out[index] = isNull ? NaN : Number(text);
    return isNull ? text === 'null' : JSON_NUMBER.test(text);
  }

  /** The byte behind the space. */
  private skipSpace(): number | undefined {
    let byte = this.body[this.at];
    while (byte !== undefined && byte <= SPACE && isSpace(byte)) byte = this.body[++this.at];
    return byte;
  }
}
