import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attention } from '../../../../electron/contract/attention';
import { usualRules } from '../../../../electron/contract/people';
import type { Facts, Known } from '../../../../electron/core/attention/facts';
import { judge } from '../../../../electron/core/attention/judge';
import { UTC } from '../../../../electron/core/export/table-time';
import { compareReasons, sortReasons } from '../../../../electron/core/attention/order';
import { goodFacts, NOW } from './made-facts';

const reason: fc.Arbitrary<Attention> = fc.record({
  kind: fc.constantFrom('not-measuring', 'silent', 'drift', 'sim', 'coverage'),
  severity: fc.constantFrom('now', 'soon', 'look'),
  instrument: fc.constantFrom('QT1', 'QT2', undefined),
  text: fc.constantFrom('a', 'b'),
  asOf: fc.integer({ min: 0, max: 3 }),
  since: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  evidence: fc.constant(undefined),
});
const shown = (each: Attention) => JSON.stringify(each);

test('the order is total: whatever order reasons come in, they are listed alike', () => {
  fc.assert(
    fc.property(fc.array(reason, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (reasons, dice) => {
      const shuffled = [...reasons].sort(() => ((dice.next().value as number) % 2) - 0.5);
      const ranks = (list: readonly Attention[]) =>
        sortReasons(list).map((each) => [
          each.severity,
          each.kind,
          each.since ?? each.asOf,
          each.instrument,
          each.text,
          each.asOf,
        ]);
      expect(ranks(shuffled)).toEqual(ranks(reasons));
    }),
  );
});

test('the order is consistent: antisymmetric and transitive', () => {
  fc.assert(
    fc.property(reason, reason, reason, (a, b, c) => {
      expect(Math.sign(compareReasons(a, b)) + Math.sign(compareReasons(b, a))).toBe(0);
      if (compareReasons(a, b) <= 0 && compareReasons(b, c) <= 0)
        expect(compareReasons(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('what costs data now comes before all else, and equal reasons keep their order', () => {
  fc.assert(
    fc.property(fc.array(reason), (reasons) => {
      const severities = sortReasons(reasons).map(({ severity }) =>
        ['now', 'soon', 'look'].indexOf(severity),
      );
      expect(severities).toEqual([...severities].sort());
      expect(sortReasons(sortReasons(reasons)).map(shown)).toEqual(sortReasons(reasons).map(shown));
    }),
  );
});

const missing = fc.constantFrom<Known<never>['state']>('not-had', 'not-asked', 'denied', 'off');
test('nothing is said of what is not known: whatever is taken away, no reason speaks of it', () => {
  const parts = ['calibrations', 'sic', 'reach', 'held', 'sim', 'supply'] as const;
  const words = {
    calibrations: /drift|calibration/i,
    sic: /SIC/,
    reach: /No data/i,
    held: /held/,
    sim: /SIM/,
    supply: /Supply/,
  };
  fc.assert(
    fc.property(fc.constantFrom(...parts), missing, fc.boolean(), (part, state, isOnline) => {
      const status = goodFacts.status && { ...goodFacts.status, online: isOnline };
      const facts = { ...goodFacts, status, [part]: { state } } as Facts;
      const { reasons, unknown } = judge(facts, usualRules, { now: NOW, zone: UTC });
      expect(reasons.filter(({ text }) => words[part].test(text))).toEqual([]);
      // Unknown is never fine: unless there is no such thing, it is said to be unknown.
      expect(unknown.length > (isOnline ? 0 : 1)).toBe(state !== 'not-had');
    }),
  );
});
