import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampSpan, CLOSEST_MS, newest, panBy, spanAfterKey, zoomAt } from '../../../../renderer/charts/zoom';

const T0 = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;
const limits = { from: T0, to: T0 + 240 * HOUR };
const moment = fc.integer({ min: T0 - 300 * HOUR, max: T0 + 600 * HOUR });
const span = fc
  .tuple(moment, fc.integer({ min: 1, max: 500 * HOUR }))
  .map(([from, length]) => ({ from, to: from + length }));

describe('moving through time', () => {
  it('never leaves the limits, never gets closer than can be seen, and stays in whole ms', () => {
    fc.assert(
      fc.property(
        span,
        moment,
        fc.double({ min: 0.001, max: 1_000, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        (at, centre, factor, share) => {
          const inside = clampSpan(at, limits);
          for (const next of [inside, zoomAt(inside, centre, factor, limits), panBy(inside, share, limits)]) {
            expect(next.from).toBeGreaterThanOrEqual(limits.from);
            expect(next.to).toBeLessThanOrEqual(limits.to + 1);
            expect(next.to - next.from).toBeGreaterThanOrEqual(CLOSEST_MS);
            expect([next.from, next.to].every(Number.isInteger)).toBe(true);
          }
        },
      ),
    );
  });
  it('zooms about the moment under the pointer', () => {
    const next = zoomAt({ from: T0 + 100 * HOUR, to: T0 + 120 * HOUR }, T0 + 105 * HOUR, 0.5, limits);
    expect(next).toEqual({ from: T0 + 102.5 * HOUR, to: T0 + 112.5 * HOUR });
  });
  it('keeps its length when it bumps into an end', () => {
    expect(panBy({ from: T0 + 2 * HOUR, to: T0 + 12 * HOUR }, -1, limits)).toEqual({
      from: T0,
      to: T0 + 10 * HOUR,
    });
  });
  it('counts presets back from the newest sample and gives all of it when asked for more', () => {
    expect(newest(limits, 24 * HOUR)).toEqual({ from: limits.to - 24 * HOUR, to: limits.to });
    expect(newest(limits, 900 * HOUR)).toEqual(limits);
    expect(newest(limits, undefined)).toEqual(limits);
  });
  it('follows the keys that the help names, and no other', () => {
    const here = { from: T0 + 100 * HOUR, to: T0 + 110 * HOUR };
    const moved = (key: string) => {
      const next = spanAfterKey(key, here, limits);
      return next && [(next.from - T0) / HOUR, (next.to - T0) / HOUR];
    };
    expect(
      Object.fromEntries(
        ['ArrowLeft', 'ArrowRight', '+', '-', 'Home', 'End', 'a'].map((key) => [key, moved(key)]),
      ),
    ).toEqual({
      ArrowLeft: [98, 108],
      ArrowRight: [102, 112],
      '+': [102.5, 107.5],
      '-': [95, 115],
      Home: [0, 10],
      End: [230, 240],
      a: undefined,
    });
  });
});
