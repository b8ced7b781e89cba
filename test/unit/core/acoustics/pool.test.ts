import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pool, pooledLevels } from '../../../../electron/core/acoustics/pool';
import { statisticalLevels } from '../../../../electron/core/acoustics/statistics';
import { toIntegers } from '../../../../electron/core/series/integers';
import { golden } from '../../../support/golden';

const level = fc.oneof(
  fc.integer({ min: -500, max: 1_500 }).map((tenths) => tenths / 10),
  fc.integer({ min: -5_000, max: 15_000 }).map((cents) => cents / 100),
  fc.integer({ min: -1e9, max: 1e9 }).map((tiny) => tiny / 1e6),
  fc.double({ min: -50, max: 150, noNaN: true }).filter((value) => !Object.is(value, -0)),
  fc.constant(NaN),
);
const column = fc.array(level, { maxLength: 60 });

test('levels of pooled columns are those of all their samples at once, however they are kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(column, fc.boolean(), fc.boolean(), fc.nat(), fc.nat()), { maxLength: 6 }),
      fc.array(
        fc.integer({ min: 1, max: 1_000 }).map((mille) => mille / 10),
        { minLength: 1, maxLength: 5 },
      ),
      (columns, percents) => {
        const pools = [new Pool(), new Pool()] as const;
        const all: number[] = [];
        for (const [values, isPlain, isSecond, a, b] of columns) {
          const plain = Float64Array.from(values);
          const [from, to] = [a % (values.length + 1), b % (values.length + 1)].sort((x, y) => x - y);
          const kept = isPlain ? plain : (toIntegers(plain) ?? plain);
          pools[isSecond ? 1 : 0].add(kept, from ?? 0, to ?? 0);
          all.push(...values.slice(from, to));
        }
        expect(pooledLevels(pools, percents)).toEqual(statisticalLevels(Float64Array.from(all), percents));
      },
    ),
    { numRuns: 500 },
  );
});

test('the L90 of two quarter hours is neither of theirs, nor a mean of them', () => {
  const pool = (parts: readonly (readonly [level: number, count: number])[]): Pool => {
    const made = new Pool();
    for (const [dB, count] of parts) made.add(new Float64Array(count).fill(dB), 0, count);
    return made;
  };
  const [a, b] = [pool(golden.pooled.a), pool(golden.pooled.b)];
  const l90 = (...pools: readonly Pool[]) => pooledLevels(pools, [90])[0];
  expect({ a: l90(a), b: l90(b), pooled: l90(a, b) }).toEqual(golden.pooled.l90);
});

test('more different values than can be kept are said to be too many', () => {
  const pool = new Pool();
  const values = Float64Array.from({ length: 1_000_000 }, (_, i) => i + Math.PI);
  for (let i = 0; i < 10; i++) pool.add(values, 0, values.length);
  expect(pool.isOverfull).toBe(false);
  pool.add(values, 0, 1);
  expect(pool.isOverfull).toBe(true);
});
