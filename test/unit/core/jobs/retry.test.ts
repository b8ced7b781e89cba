import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelayMs } from '../../../../electron/core/jobs/retry';

it('waits within an exponentially growing, capped range, never below the floor, until the tries are used up', () => {
  const policies = fc.record({
    tries: fc.integer({ min: 1, max: 50 }),
    baseMs: fc.integer({ min: 1, max: 5_000 }),
    capMs: fc.integer({ min: 1, max: 60_000 }),
    floorMs: fc.constantFrom(0, 1, 100),
  });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 60 }), random, (policy, failed, chance) => {
      const ms = retryDelayMs(policy, failed, chance);
      if (failed >= policy.tries) return ms === undefined;
      const ceiling = Math.max(policy.floorMs, Math.min(policy.capMs, policy.baseMs * 2 ** (failed - 1)));
      return ms !== undefined && ms >= policy.floorMs && ms <= ceiling;
    }),
  );
});

it('spreads over the whole range', () => {
  const policy = { tries: 9, baseMs: 1_000, capMs: 10_000 };
  expect([0, 0.5, 0.999].map((chance) => Math.round(retryDelayMs(policy, 3, chance) ?? -1))).toEqual([
    0, 2_000, 3_996,
  ]);
  expect(retryDelayMs(policy, 8, 0.5)).toBe(5_000);
});
