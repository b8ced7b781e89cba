/**
 * Decimal numbers as whole ones, exactly: instruments tell tenths of a dB or ten-thousandths of a bar, and whole numbers
 * are smaller, and quicker to compare, than floating point.
 */

/** Values as (base + code) / 10^decimals; the code 0 is a missing one. */
export interface Integers {
  readonly decimals: number;
  /** One less than the least value, scaled. */
  readonly base: number;
  /** The greatest code. */
  readonly largest: number;
  /** How many are missing. */
  readonly missing: number;
  readonly codes: Int32Array;
}
/** Samples as they are kept: whole numbers where that is exact, otherwise as they are. */
export type Column = Integers | Float64Array;

const POWERS = Array.from({ length: 10 }, (_, i) => Number(`1e${i}`));
/** Differences of codes, folded, still fit 32 bits. */
const FARTHEST = 2 ** 29;
const MISSING = -(2 ** 31);

/**
 * The codes with the fewest decimals that give every value back with the same bits, NaN as missing; undefined where
 * there are none. Minus zero has no such form: it would come back as zero.
 */
export function toIntegers(values: Float64Array): Integers | undefined {
  const scaled = new Int32Array(values.length);
  let decimals = 0;
  let begun = 0;
  for (let at = scale(values, scaled, 0, 1); at < values.length;) {
    if (++decimals === POWERS.length) return undefined;
    begun = at;
    at = scale(values, scaled, at, POWERS[decimals] as number);
  }
  // Those before were scaled by less.
  const early = values.subarray(0, begun);
  if (scale(early, scaled, 0, POWERS[decimals] as number) < begun) return undefined;
  return coded(scaled, decimals);
}

/** Turns scaled numbers into codes, in place. */
function coded(scaled: Int32Array, decimals: number): Integers | undefined {
  let least = FARTHEST;
  let greatest = -FARTHEST;
  let missing = 0;
  for (let i = 0; i < scaled.length; i++) {
    const each = scaled[i] as number;
    if (each > greatest) greatest = each;
    if (each >= least) continue;
    if (each === MISSING) missing++;
    else least = each;
  }
  if (least <= -FARTHEST || greatest >= FARTHEST) return undefined;
  if (least > greatest) return { decimals: 0, base: 0, largest: 0, missing, codes: scaled.fill(0) };
  const base = least - 1;
  if (missing === 0) for (let i = 0; i < scaled.length; i++) scaled[i] = (scaled[i] as number) - base;
  else
    for (let i = 0; i < scaled.length; i++) {
      const each = scaled[i] as number;
      scaled[i] = each === MISSING ? 0 : each - base;
    }
  return { decimals, base, largest: greatest - base, missing, codes: scaled };
}

/** Scales the values from `from` on until one does not come out whole. @returns where it stopped */
function scale(values: Float64Array, scaled: Int32Array, from: number, power: number): number {
  for (let i = from; i < values.length; i++) {
    const value = values[i] as number;
    // What does not fit 32 bits wraps, and then stands for another value.
    const code = (value * power + (value < 0 ? -0.5 : 0.5)) | 0;
    if (code / power === value && code !== MISSING && (code !== 0 || !Object.is(value, -0))) scaled[i] = code;
    else if (Number.isNaN(value)) scaled[i] = MISSING;
    else return i;
  }
  return values.length;
}

type Scale = Pick<Integers, 'decimals' | 'base'>;

/** The value of a code. */
export const valueOf = ({ decimals, base }: Scale, code: number): number =>
  code === 0 ? NaN : (base + code) / (POWERS[decimals] as number);

export function valuesOf(column: Column): Float64Array {
  if (column instanceof Float64Array) return column;
  const { codes, largest } = column;
  const values = new Float64Array(codes.length);
  if (largest > codes.length) {
    for (let i = 0; i < codes.length; i++) values[i] = valueOf(column, codes[i] as number);
    return values;
  }
  const table = tableOf(column, (value) => value);
  for (let i = 0; i < codes.length; i++) values[i] = table[codes[i] as number] as number;
  return values;
}

/** What something is for every code, NaN for the missing one; worth making where there are more samples than codes. */
export function tableOf(
  column: Scale & Pick<Integers, 'largest'>,
  of: (value: number) => number,
): Float64Array {
  const table = new Float64Array(column.largest + 1).fill(NaN);
  for (let code = 1; code < table.length; code++) table[code] = of(valueOf(column, code));
  return table;
}

export const lengthOf = (column: Column): number =>
  column instanceof Float64Array ? column.length : column.codes.length;

/** How many samples are missing. */
export function countMissing(column: Column): number {
  if (!(column instanceof Float64Array)) return column.missing;
  let missing = 0;
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i])) missing++;
  return missing;
}

/** Whether a column stands for these very bits, any NaN for any other. */
export function standsFor(column: Column, values: Float64Array): boolean {
  if (lengthOf(column) !== values.length) return false;
  if (column instanceof Float64Array || column.largest > column.codes.length) {
    const others = valuesOf(column);
    for (let i = 0; i < values.length; i++) if (!Object.is(values[i], others[i])) return false;
    return true;
  }
  const { codes } = column;
  const table = tableOf(column, (value) => value);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const other = table[codes[i] as number] as number;
    if (value === other ? value === 0 && Object.is(value, -0) : !Number.isNaN(value) || !Number.isNaN(other))
      return false;
  }
  return true;
}
