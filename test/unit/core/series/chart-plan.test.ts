import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planChart } from '../../../../electron/core/series/chart-plan';
import { hasLevel } from '../../../../electron/core/series/pyramid';

const DAY_MS = 86_400_000;

describe('the plan of a chart', () => {
  it('covers the span in at most the points asked for, on multiples of its own bucket', () => {
    const from = fc.integer({ min: -1e12, max: 4e12 });
    const length = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 400 * DAY_MS }));
    const points = fc.integer({ min: 10, max: 20_000 });
    const step = fc.constantFrom(100, 1_000, 7_000, 60_000);
    fc.assert(
      fc.property(from, length, points, step, (start, ms, maxPoints, stepMs) => {
        const span = { from: start, to: start + ms };
        const { level, grid } = planChart(span, maxPoints, [stepMs]);
        const unitMs = level === 'samples' ? stepMs : level;
        if (level !== 'samples') expect(hasLevel(level, stepMs)).toBe(true);
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

  it('reads the coarsest level of which a point is two cells or more', () => {
    const levelFor = (days: number, ...steps: number[]): unknown =>
      planChart({ from: 0, to: days * DAY_MS }, 2_001, steps).level;
    expect([1, 2.77, 2.78, 27, 28, 166, 167, 365].map((days) => levelFor(days, 1_000))).toEqual([
      ...['samples', 'samples', 60_000, 60_000, 600_000, 600_000, 3_600_000, 3_600_000],
    ]);
    expect([0.46, 0.47, 2.77, 2.78].map((days) => levelFor(days, 100, 1_000))).toEqual([
      ...['samples', 10_000, 10_000, 60_000],
    ]);
    expect([1, 2.78, 28, 167].map((days) => levelFor(days, 60_000))).toEqual([
      ...['samples', 'samples', 600_000, 3_600_000],
    ]);
  });

  it('makes buckets of whole samples of every length shown', () => {
    const plan = planChart({ from: 0, to: DAY_MS }, 2_001, [100, 60_000]);
    expect([plan.level, plan.grid.bucketMs]).toEqual([10_000, 60_000]);
  });

  it('keeps its buckets in place while the chart is panned', () => {
    const plan = (from: number) => planChart({ from, to: from + 7 * DAY_MS }, 500, [1_000]).grid;
    const [here, there] = [plan(0), plan(12_345)];
    expect(there.bucketMs).toBe(here.bucketMs);
    expect((there.first - here.first) % here.bucketMs).toBe(0);
  });
});
