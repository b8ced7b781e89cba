import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statisticalLevels } from '../../../../electron/core/acoustics/statistics';
import { golden } from '../../../support/golden';

const spread = (parts: readonly (readonly [level: number, count: number])[]): number[] =>
  parts.flatMap(([level, count]) => Array.from({ length: count }, () => level));
const l90 = (levels: readonly number[]): number | undefined =>
  statisticalLevels(Float64Array.from(levels), [90])[0];

describe('statistical levels', () => {
  it('of pooled samples are not what the parts suggest', () => {
    const [a, b] = [spread(golden.pooled.a), spread(golden.pooled.b)];
    expect({ a: l90(a), b: l90(b), pooled: l90([...a, ...b]) }).toEqual(golden.pooled.l90);
  });

  it('are the highest level that is reached for that share of the time', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 100 }), (levels, percent) => {
        const [level = NaN] = statisticalLevels(Float64Array.from(levels), [percent]);
        const reached = (limit: number): number => levels.filter((each) => each >= limit).length * 100;
        expect(levels).toContain(level);
        expect(reached(level)).toBeGreaterThanOrEqual(percent * levels.length);
        for (const higher of levels.filter((each) => each > level))
          expect(reached(higher)).toBeLessThan(percent * levels.length);
      }),
    );
  });

  it('leave missing samples out, and the samples as they were', () => {
    const samples = Float64Array.from([70, NaN, 50, 60, NaN]);
    expect(statisticalLevels(samples, [100, 50, 1])).toEqual([50, 60, 70]);
    expect([...samples]).toEqual([70, NaN, 50, 60, NaN]);
    expect(statisticalLevels(Float64Array.of(NaN), [10, 90])).toEqual([NaN, NaN]);
  });
});
