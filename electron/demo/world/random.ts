/** Counter-based randomness: any number of the world can be drawn without drawing the ones before it. */

/** A well-mixed unsigned 32-bit number for a key and up to two counters. */
export function hash(key: number, a: number, b = 0): number {
  let h = Math.imul(key ^ (a | 0), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h + (b | 0) + 0x7f4a7c15, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x27d4eb2f);
  h ^= h >>> 15;
  return h >>> 0;
}

/** Evenly distributed in [0, 1). */
export function unit(key: number, a: number, b = 0): number {
  return hash(key, a, b) / 0x1_0000_0000;
}

/** A key for a purpose; different words give unrelated streams. */
export function keyOf(seed: number, ...words: readonly string[]): number {
  let h = hash(0x51ed270b, seed);
  for (const word of words) {
    for (let i = 0; i < word.length; i++) h = hash(h, word.charCodeAt(i), i);
    h = hash(h, word.length);
  }
  return h | 0;
}

/** A smooth random curve in [-1, 1] through one drawn value per whole x. */
export function drift(key: number, x: number): number {
  const whole = Math.floor(x);
  const part = x - whole;
  const left = unit(key, whole);
  const right = unit(key, whole + 1);
  return 2 * (left + (right - left) * part * part * (3 - 2 * part)) - 1;
}

/** How many of a rare thing happened, for an even draw `u` and a mean below about 50. */
export function poisson(u: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  let count = 0;
  while (u > sum && count < 120) {
    count += 1;
    term *= mean / count;
    sum += term;
  }
  return count;
}

/** 4096 values of a standard normal spread cut at ±2.5, to be indexed by 12 random bits. */
export const bell: Float64Array = (() => {
  const values = new Float64Array(4096);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    // Twelve even draws less six are close to normal (Irwin-Hall).
    for (let j = 0; j < 12; j++) sum += unit(0x2545f491, i, j);
    values[i] = Math.max(-2.5, Math.min(2.5, sum - 6));
  }
  return values;
})();

/** The bell's value for the low 12 bits of a drawn number. */
export function normal(bits: number): number {
  return bell[bits & 4095] as number;
}
