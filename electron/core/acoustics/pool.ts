/** Samples pooled for statistical levels: how often each value occurs, so that a year of seconds takes little room. */
import { valueOf, valuesOf, type Column, type Integers } from '../series/integers';

/** Values further apart than this many of their last decimal are kept one by one. */
const WIDEST = 2 ** 20;
const MOST_KEPT = 10_000_000;

/** How often `first`, `first + 1` … tenths, hundredths … occur. */
interface Counts {
  readonly first: number;
  readonly counts: Float64Array;
}

export class Pool {
  /** By decimals. */
  private readonly scales = new Map<number, Counts>();
  private readonly others: Float64Array[] = [];
  private kept = 0;

  /** Adds the samples of some indices, half-open; missing ones are left out. */
  add(column: Column, from: number, to: number): void {
    if (!(column instanceof Float64Array) && column.largest === 0) return;
    const scale = column instanceof Float64Array ? undefined : this.scaleFor(column);
    if (column instanceof Float64Array || scale === undefined) {
      this.keep(valuesOf(column).subarray(from, to));
      return;
    }
    const { codes, base } = column;
    const { counts, first } = scale;
    const shift = base - first;
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      if (code !== 0) counts[code + shift] = (counts[code + shift] as number) + 1;
    }
  }

  private keep(values: Float64Array): void {
    const held = values.filter((value) => !Number.isNaN(value));
    this.kept += held.length;
    if (this.kept > MOST_KEPT) this.others.length = 0;
    else this.others.push(held);
  }

  /** More values than can be kept one by one: nothing is known of the pool. */
  get isOverfull(): boolean {
    return this.kept > MOST_KEPT;
  }

  /** With room for all of a column's values; undefined where that would be too much. */
  private scaleFor({ decimals, base, largest }: Integers): Counts | undefined {
    const held = this.scales.get(decimals);
    const first = Math.min(base + 1, held?.first ?? Infinity);
    const end = Math.max(
      base + largest + 1,
      held === undefined ? -Infinity : held.first + held.counts.length,
    );
    if (held !== undefined && held.first === first && held.counts.length === end - first) return held;
    if (end - first > WIDEST) return undefined;
    const counts = new Float64Array(end - first);
    if (held !== undefined) counts.set(held.counts, held.first - first);
    this.scales.set(decimals, { first, counts });
    return { first, counts };
  }

  /** Each value once for each way in which it is kept, and how often; in no order. */
  *entries(): Generator<readonly [value: number, count: number]> {
    for (const [decimals, { first, counts }] of this.scales)
      for (let i = 0; i < counts.length; i++)
        if (counts[i] !== 0) yield [valueOf({ decimals, base: first - 1 }, i + 1), counts[i] as number];
    for (const values of this.others) for (const value of values) yield [value, 1];
  }
}

/**
 * As `statisticalLevels` of all samples of some pools.
 * @returns one level per percentage, dB; NaN when there is no sample
 */
export function pooledLevels(pools: readonly Pool[], percents: readonly number[]): number[] {
  const entries = pools.flatMap((pool) => [...pool.entries()]).sort(([a], [b]) => b - a);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return percents.map((percent) => {
    // Less a hair, so that 10 % of 30 samples is the third one and not, by a rounding error, the fourth.
    let left = Math.max(1, Math.ceil((percent / 100) * total - 1e-9));
    return entries.find(([, count]) => (left -= count) <= 0)?.[0] ?? NaN;
  });
}
