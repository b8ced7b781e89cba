import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planChart } from '../../../../electron/core/series/chart-plan';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the plan of a chart', () => {
  it('covers the span in at most the points asked for, on multiples of its own bucket', () => {
    const from = fc.integer({ min: -1e12, max: 4e12 });
    const length = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 400 * DAY_MS }));
    const points = fc.integer({ min: 10, max: 20_000 });
    const step = fc.constantFrom(100, 1_000, 7_000, 60_000);
    fc.assert(
      fc.property(from, length, points, step, (start, ms, maxPoints, stepMs) => {
        const span = { from: start, to: start + ms };
        const { level, grid } = planChart(span, maxPoints, stepMs);
        const unitMs = level === 'samples' ? stepMs : level;
        expect(grid.count).toBeLessThanOrEqual(maxPoints);
        expect(grid.first).toBeLessThanOrEqual(span.from);
        expect(grid.first + grid.bucketMs).toBeGreaterThan(span.from);
        expect(grid.first + grid.count * grid.bucketMs).toBeGreaterThanOrEqual(span.to);
        expect(grid.first + (grid.count - 1) * grid.bucketMs).toBeLessThan(span.to);
        expect([Math.abs(grid.first % grid.bucketMs), grid.bucketMs % unitMs]).toEqual([0, 0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads samples below two minutes a point, minutes below two hours, then hours', () => {
    const levelFor = (days: number): unknown => planChart({ from: 0, to: days * DAY_MS }, 2_001, 1_000).level;
    expect([1, 2.77, 2.78, 166, 167, 365].map(levelFor)).toEqual([
      'samples',
      'samples',
      60_000,
      60_000,
      3_600_000,
      3_600_000,
    ]);
  });

  it('keeps its buckets in place while the chart is panned', () => {
    const plan = (from: number) => planChart({ from, to: from + 7 * DAY_MS }, 500, 1_000).grid;
    const [here, there] = [plan(0), plan(12_345)];
    expect(there.bucketMs).toBe(here.bucketMs);
    expect((there.first - here.first) % here.bucketMs).toBe(0);
  });
});
