import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, sizeText } from '../../../../electron/core/transfer/limits';

describe('what a job may take', () => {
  it('starts no file that would pass the limit, and none after it', () => {
    const budget = createBudget({ bytes: 1_000 });
    const first = budget.admit(400, 0);
    first?.spend(300);
    expect(budget.admit(600, 0)).toBeDefined();
    expect(budget.stoppedAt()).toBeUndefined();
    expect(budget.admit(1, 0)).toBeUndefined();
    first?.end();
    expect(budget.admit(1, 0)).toBeUndefined();
    expect(budget.stoppedAt()).toBe('the limit of 1 kB');
  });

  it('gives back what a file did not take, and counts what it took beyond', () => {
    const budget = createBudget({ bytes: 1_000 });
    const small = budget.admit(900, 0);
    small?.spend(100);
    small?.end();
    small?.end();
    const large = budget.admit(100, 0);
    large?.spend(850);
    expect(budget.admit(50, 0)).toBeDefined();
    expect(budget.admit(1, 0)).toBeUndefined();
  });

  it('stops at a moment', () => {
    const until = Date.parse('2026-03-02T07:00:00Z');
    const budget = createBudget({ until });
    expect(budget.admit(1e12, until - 1)).toBeDefined();
    expect(budget.admit(1, until)).toBeUndefined();
    expect(budget.stoppedAt()).toBe('2026-03-02 07:00 UTC');
  });

  it('never passes the limit when files are as large as expected', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.boolean()), { maxLength: 100 }),
        (bytes, files) => {
          const budget = createBudget({ bytes });
          let spent = 0;
          for (const [size, isWhole] of files) {
            const share = budget.admit(size, 0);
            if (share === undefined) continue;
            const came = isWhole ? size : size >> 1;
            spent += came;
            share.spend(came);
            share.end();
          }
          expect(spent).toBeLessThanOrEqual(bytes);
        },
      ),
    );
  });

  it('writes sizes as people do', () => {
    expect([850_000, 50_000_000, 1_500_000_000, 12_340_000].map(sizeText)).toEqual([
      '850 kB',
      '50 MB',
      '1.5 GB',
      '12.3 MB',
    ]);
  });
});
