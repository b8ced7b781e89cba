import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt, type ChartLine } from '../../../../renderer/charts/lines';
import { mergeLines } from '../../../../renderer/charts/merge-lines';

const line = (values: ChartLine['values'], pointMs?: number): ChartLine => ({
  ...{ name: 'x', ink: 'thin', values },
  ...(pointMs !== undefined && { pointMs }),
});
const part = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 30 }),
    fc.array(fc.option(fc.integer({ min: 30, max: 90 }), { nil: null }), { minLength: 30, maxLength: 30 }),
  )
  .map(([times, values]) => {
    const time = times.sort((a, b) => a - b);
    return { time, lines: [line(values.slice(0, time.length))] };
  });

describe('lines of several series on one axis', () => {
  it('lose no point, make up none, and have a line through only between two values', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const merged = mergeLines(parts);
        expect([...merged.time]).toEqual([...merged.time].sort((a, b) => a - b));
        expect(new Set(merged.time).size).toBe(merged.time.length);
        parts.forEach(({ time, lines }, index) => {
          const before = lines[0]?.values ?? [];
          const after = merged.lines[index]?.values ?? [];
          const told = (values: ChartLine['values'], at: readonly number[]) =>
            at.flatMap((ms, i) => (typeof values[i] === 'number' ? [[ms, values[i]]] : []));
          expect(told(after, merged.time)).toEqual(told(before, time));
          after.forEach((value, i) => {
            if (value !== undefined) return;
            const ms = merged.time[i] ?? NaN;
            const next = time.findIndex((each) => each > ms);
            expect([typeof before[next - 1], typeof before[next]]).toEqual(['number', 'number']);
          });
        });
      }),
    );
  });
  it('keep what shares one axis as it is', () => {
    const time = Float64Array.of(0, 1, 2);
    const merged = mergeLines([
      { time, lines: [line([1, null, 2])] },
      { time: [0, 1, 2], lines: [line([3, 4, 5])] },
      { time: [7], lines: [] },
    ]);
    expect(merged.time).toEqual([0, 1, 2]);
    expect(merged.lines.map(({ values }) => values)).toEqual([
      [1, null, 2],
      [3, 4, 5],
    ]);
    expect(mergeLines([])).toEqual({ time: [], lines: [] });
  });
  it('are told at a moment by the point that lasts over it', () => {
    const { time, lines } = mergeLines([
      { time: [0, 10, 20], lines: [line([50, 51, 52], 10)] },
      { time: [0, 60], lines: [line([7, null], 15)] },
    ]);
    expect(time).toEqual([0, 10, 20, 60]);
    const slow = lines[1];
    expect(slow && [0, 1, 2, 3].map((index) => valueAt(slow, time, index))).toEqual([7, null, null, null]);
    const through = mergeLines([
      { time: [0, 10], lines: [line([50, 51])] },
      { time: [0, 60], lines: [line([7, 8], 60)] },
    ]);
    expect(through.lines[1] && valueAt(through.lines[1], through.time, 1)).toBe(7);
  });
});
