import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf, stretchAround, wantedPages } from '../../../../../renderer/views/sounds/pages';

describe('pages worth having', () => {
  it('always hold what is on screen and where one is, none beyond the end, and never more than a handful', () => {
    const place = fc.record({
      first: fc.integer({ min: -5, max: 1_000_000 }),
      height: fc.integer({ min: 0, max: 120 }),
      at: fc.integer({ min: 0, max: 1_000_000 }),
      total: fc.integer({ min: 1, max: 1_000_000 }),
      heading: fc.constantFrom(1 as const, -1 as const),
    });
    fc.assert(
      fc.property(place, ({ height, at, ...rest }) => {
        const inside = { ...rest, last: rest.first + height, at: Math.min(at, rest.total - 1) };
        const { shown, ahead } = wantedPages(inside);
        const row = Math.max(0, Math.min(inside.last, rest.total - 1));
        expect(shown).toContain(pageOf(row));
        expect(shown).toContain(pageOf(inside.at));
        const both = [...shown, ...ahead];
        expect(new Set(both).size).toBe(both.length);
        expect(both.length).toBeLessThanOrEqual(7);
        expect(both.every((page) => page >= 0 && page <= pageOf(rest.total - 1))).toBe(true);
      }),
    );
  });
});

describe('the stretch that is laid out', () => {
  const huge = 730_000;
  it('is the whole list wherever a browser can lay it out', () => {
    const usual = { rowPx: 33, dpr: 1, before: undefined };
    expect(stretchAround(700_000, huge, usual)).toEqual({ start: 0, length: huge });
    expect(stretchAround(0, huge, { ...usual, rowPx: 41 })).toEqual({ start: 0, length: huge });
  });
  it('holds the row, stays below what a browser can lay out, and stays put while one is well inside', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000_000 - 1 }),
        fc.integer({ min: 0, max: 3_000_000 - 1 }),
        fc.constantFrom(1, 1.25, 1.5, 2, 3),
        (one, other, dpr) => {
          const first = stretchAround(one, 3_000_000, { rowPx: 33, dpr, before: undefined });
          const second = stretchAround(other, 3_000_000, { rowPx: 33, dpr, before: first });
          for (const [row, { start, length }] of [
            [one, first],
            [other, second],
          ] as const) {
            expect(row).toBeGreaterThanOrEqual(start);
            expect(row).toBeLessThan(start + length);
            expect(length * 33 * dpr).toBeLessThan(2 ** 31 / 64);
            expect(start + length).toBeLessThanOrEqual(3_000_000);
          }
          expect(stretchAround(other, 3_000_000, { rowPx: 33, dpr, before: second })).toBe(second);
        },
      ),
    );
  });
});
