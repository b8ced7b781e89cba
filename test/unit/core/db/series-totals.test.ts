import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, noise } from '../../../support/levels';
import { plansOf } from '../../../../electron/core/db/series-totals';
import { LEVELS_MS } from '../../../../electron/core/series/pyramid';
import { withArchive } from '../../../support/temp-archive';

const SECOND = 1_000;

test('what a channel comes to over any span is what its samples give by a plain computation', () => {
  withArchive((archive) => {
    const values = noise(7, 2 * 86_400);
    values.fill(NaN, 30_000, 33_700);
    values.fill(NaN, 80_000, 80_007);
    archive.series.write('timehistory', 'QT1', [{ channel: 'LAeq', stepMs: SECOND, start: 0, values }]);
    const end = 2 * DAY_MS + 3_600_000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: end }), fc.integer({ min: 1, max: end }), (from, length) => {
        const span = { from, to: from + length };
        const held = values
          .subarray(Math.ceil(span.from / SECOND), Math.ceil(span.to / SECOND))
          .filter((value) => !Number.isNaN(value));
        const total = archive.series.total('timehistory', 'QT1', 'LAeq', span);
        const least = archive.series.heldAtLeast('timehistory', 'QT1', 'LAeq', span);
        expect(least).toBeLessThanOrEqual(held.length * SECOND);
        // Only days that the span cuts are in doubt.
        expect(held.length * SECOND - least).toBeLessThanOrEqual((3_700 + 7) * SECOND);
        if (held.length === 0) {
          expect(total).toBeUndefined();
          return;
        }
        const energy = held.reduce((sum, value) => sum + 10 ** (value / 10), 0) / held.length;
        expect(total).toEqual({
          mean: expect.closeTo(10 * Math.log10(energy), 4) as number,
          min: held.reduce((a, b) => Math.min(a, b)),
          max: held.reduce((a, b) => Math.max(a, b)),
          heldMs: held.length * SECOND,
        });
      }),
      { numRuns: 25 },
    );
  }, 3 * DAY_MS);
});

test('how much of whole days is held is told exactly from counts, and so is where the newest sample ends', () => {
  withArchive((archive) => {
    const values = noise(7, 2 * 86_400);
    values.fill(NaN, 30_000, 33_700);
    archive.series.write('timehistory', 'QT1', [{ channel: 'LAeq', stepMs: SECOND, start: 0, values }]);
    const held = (2 * 86_400 - 3_700) * SECOND;
    const whole = { from: -DAY_MS, to: 3 * DAY_MS };
    expect(archive.series.heldAtLeast('timehistory', 'QT1', 'LAeq', whole)).toBe(held);
    expect(archive.series.heldAtLeast('timehistory', 'QT1', 'LCPeak', whole)).toBe(0);
    expect(archive.series.newest('timehistory', 'QT1')).toBe(2 * DAY_MS);
    expect(archive.series.newest('timehistory', 'QT2')).toBeUndefined();
  }, 3 * DAY_MS);
});

test('tiles follow each other without hole or overlap, and each lies on the cells of its level', () => {
  const time = fc.integer({ min: 0, max: 40 * DAY_MS });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const span = { from: Math.min(a, b), to: Math.max(a, b) };
      let at = span.from;
      for (const { level, grid } of plansOf(span, [...LEVELS_MS].reverse())) {
        expect([grid.first, grid.count]).toEqual([at, 1]);
        at += grid.bucketMs;
        if (level !== 'samples') expect([grid.first % level, grid.bucketMs % level]).toEqual([0, 0]);
      }
      expect(at).toBe(span.to);
    }),
  );
});

test('finer samples win over coarser ones of the same time', () => {
  withArchive((archive) => {
    const levels = (level: number, count: number) => new Float64Array(count).fill(level);
    archive.series.write('timehistory', 'QT1', [
      { channel: 'LAeq', stepMs: SECOND, start: 0, values: levels(80, 7_200) },
      { channel: 'LAeq', stepMs: 100, start: 0, values: levels(60, 36_000) },
    ]);
    const total = (from: number, to: number) =>
      archive.series.total('timehistory', 'QT1', 'LAeq', { from, to });
    expect(total(0, 3_600_000)).toMatchObject({ min: 60, max: 60, heldMs: 3_600_000 });
    expect(total(0, 7_200_000)).toMatchObject({ min: 60, max: 80, heldMs: 7_200_000 });
  }, DAY_MS);
});
