import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { explain } from '../../../../electron/core/queries/levels';

const row = (from: number, to: number, rest: Partial<CoverageRow> = {}): CoverageRow => ({
  dataset: 'timehistory',
  instrument: 'QT1',
  params: '',
  from,
  to,
  state: 'settled',
  askedAt: 0,
  asks: 1,
  why: undefined,
  ...rest,
});

test('each part of an empty stretch has the reason the ledger gives for it', () => {
  const ledger = [
    row(30, 40, { state: 'provisional', why: 'offline' }),
    row(10, 20),
    row(40, 50, { state: 'provisional', why: 'gap' }),
    row(50, 60, { state: 'provisional', why: 'young' }),
  ];
  expect(explain({ from: 5, to: 70 }, ledger)).toEqual([
    { from: 5, to: 10, reason: 'not-asked' },
    { from: 10, to: 20, reason: 'empty' },
    { from: 20, to: 30, reason: 'not-asked' },
    { from: 30, to: 40, reason: 'offline' },
    { from: 40, to: 60, reason: 'provisional' },
    { from: 60, to: 70, reason: 'not-asked' },
  ]);
});

test('the parts always tile the stretch, in order, and neighbours differ in reason', () => {
  const spans = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 10 }), fc.boolean()),
  );
  fc.assert(
    fc.property(
      spans,
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      (cuts, from, width) => {
        let at = 0;
        const ledger = cuts.map(([gap, length, settled]) => {
          const start = at + gap;
          at = start + length;
          return row(start, at, settled ? {} : { state: 'provisional', why: 'young' });
        });
        const gap = { from, to: from + width };
        const parts = explain(gap, ledger);
        expect(parts[0]?.from).toBe(gap.from);
        expect(parts.at(-1)?.to).toBe(gap.to);
        for (const [i, part] of parts.entries()) {
          const next = parts[i + 1];
          expect(part.from).toBeLessThan(part.to);
          if (next !== undefined)
            expect([next.from === part.to, next.reason === part.reason]).toEqual([true, false]);
          for (let t = part.from; t < part.to; t++) {
            const held = ledger.find((entry) => entry.from <= t && t < entry.to);
            const expected =
              held === undefined ? 'not-asked' : held.state === 'settled' ? 'empty' : 'provisional';
            expect(part.reason).toBe(expected);
          }
        }
      },
    ),
  );
});
