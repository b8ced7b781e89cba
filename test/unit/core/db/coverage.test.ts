import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { withArchive } from '../../../support/temp-archive';

const row = (from: number, to: number, more: Partial<CoverageRow> = {}): CoverageRow => ({
  dataset: 'measurements',
  instrument: 'QT1',
  params: '',
  from,
  to,
  state: 'settled',
  askedAt: 1,
  asks: 1,
  why: undefined,
  ...more,
});

const WIDEST = 40;
const stretch = fc
  .record({
    from: fc.integer({ min: 0, max: WIDEST - 1 }),
    length: fc.integer({ min: 1, max: WIDEST }),
    state: fc.constantFrom('settled' as const, 'provisional' as const),
    askedAt: fc.integer({ min: 1, max: 2 }),
    why: fc.constantFrom(undefined, 'young' as const, 'gap' as const),
    params: fc.constantFrom('', 'LAeq 1000'),
  })
  .map(({ length, ...each }) => row(each.from, Math.min(WIDEST, each.from + length), each));

/** One entry per unit of time: what was said last about it. */
function naive(rows: readonly CoverageRow[], params: string): (string | undefined)[] {
  const units = Array.from<string | undefined>({ length: WIDEST });
  for (const each of rows.filter((one) => one.params === params))
    units.fill(JSON.stringify([each.state, each.askedAt, each.why]), each.from, each.to);
  return units;
}

/** In order, none over another, and none that could have been one with the row before. */
function expectFewest(rows: readonly CoverageRow[]): void {
  for (const [i, each] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined) continue;
    expect(before.to).toBeLessThanOrEqual(each.from);
    const touching = { ...before, from: each.from, to: each.to };
    if (before.to === each.from) expect(touching).not.toEqual(each);
  }
}

describe('the ledger', () => {
  it('says of every moment what was said last, in as few rows as that takes', () => {
    withArchive(({ coverage }) => {
      let runs = 0;
      fc.assert(
        fc.property(fc.array(stretch, { maxLength: 25 }), (rows) => {
          const instrument = `QT${(runs += 1)}`;
          for (const each of rows) coverage.put({ ...each, instrument });
          for (const params of ['', 'LAeq 1000']) {
            const held = coverage
              .list({ instruments: [instrument] })
              .filter((each) => each.params === params);
            expect(naive(held, params)).toEqual(naive(rows, params));
            expectFewest(held);
          }
        }),
      );
    });
  });

  it('splits what was there around what is new', () => {
    withArchive(({ coverage }) => {
      coverage.put(row(0, 100));
      coverage.put(row(40, 60, { state: 'provisional', why: 'offline', asks: 3 }));
      expect(coverage.list()).toEqual([
        row(0, 40),
        row(40, 60, { state: 'provisional', why: 'offline', asks: 3 }),
        row(60, 100),
      ]);
      coverage.put(row(40, 60));
      expect(coverage.list()).toEqual([row(0, 100)]);
    });
  });

  it('keeps instruments, datasets and parameters apart, and lists those asked for', () => {
    withArchive(({ coverage }) => {
      const others = [
        row(0, 9, { instrument: 'QT2' }),
        row(0, 9, { dataset: 'sic' }),
        row(0, 9, { params: 'x' }),
      ];
      for (const each of [row(0, 9), ...others]) coverage.put(each);
      coverage.put(row(3, 4, { askedAt: 2 }));
      expect(coverage.list()).toHaveLength(6);
      expect(coverage.list({ instruments: ['QT2', 'QT3'] })).toEqual([others[0]]);
      expect(coverage.list({ datasets: ['sic'], instruments: ['QT1'] })).toEqual([others[1]]);
      expect(coverage.list({ datasets: [] })).toEqual([]);
    });
  });

  it('refuses a stretch that does not begin before it ends', () => {
    withArchive(({ coverage }) => {
      for (const [from, to] of [
        [5, 5],
        [6, 5],
        [0, Infinity],
      ] as const) {
        let thrown: unknown;
        try {
          coverage.put(row(from, to));
        } catch (error) {
          thrown = error;
        }
        expect(isFailure(thrown, 'invalid')).toBe(true);
      }
      expect(coverage.list()).toEqual([]);
    });
  });
});
