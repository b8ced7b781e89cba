import { describe, expect, it } from 'vitest';
import { brokenSuite, fromPlaywright, fromVitest, totals } from '../../../build/test/totals.mjs';

const fine = { code: 0, late: false, limitMs: 60_000 };
const bad = { ...fine, code: 1 };
const assertion = (fullName: string, status: string) => ({ fullName, status });
const vitest = (...assertionResults: object[]) => ({
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults }],
});

describe('the totals of a Vitest run', () => {
  it('count what passed and name what failed or was skipped', () => {
    const report = vitest(
      assertion('adds', 'passed'),
      assertion('divides', 'failed'),
      assertion('rounds', 'skipped'),
      assertion('waits', 'todo'),
    );
    expect(fromVitest(report, bad)).toEqual({
      name: 'unit',
      passed: 1,
      failed: ['divides'],
      skipped: ['rounds', 'waits'],
    });
  });

  it('count a file that does not load as a failure', () => {
    const report = {
      testResults: [
        { name: 'b.test.ts', status: 'failed', message: 'Cannot find x\nat', assertionResults: [] },
      ],
    };
    expect(fromVitest(report, bad).failed).toEqual(['b.test.ts: Cannot find x']);
  });

  it('count a bad end without a failed test, or one that came too late, as a failure', () => {
    const report = vitest(assertion('adds', 'passed'));
    expect(fromVitest(report, bad).failed).toEqual(['unit: ended with exit code 1']);
    expect(fromVitest(report, { ...fine, code: undefined, late: true }).failed).toEqual([
      'unit: stopped after 60 s',
    ]);
  });
});

describe('the totals of a Playwright run', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });

  it('count what passed in nested suites, and what only passed at a second try as failed', () => {
    const report = {
      suites: [
        {
          title: 'app.spec.ts',
          specs: [spec('opens', 'expected'), spec('blinks', 'flaky')],
          suites: [{ title: 'offline', specs: [spec('reads', 'unexpected'), spec('plays', 'skipped')] }],
        },
      ],
      errors: [],
    };
    expect(fromPlaywright(report, bad)).toEqual({
      name: 'e2e',
      passed: 1,
      failed: ['app.spec.ts › blinks', 'app.spec.ts › offline › reads'],
      skipped: ['app.spec.ts › offline › plays'],
    });
  });

  it('count an error outside of any test as a failure', () => {
    const report = { suites: [], errors: [{ message: 'no tests found\nhere' }] };
    expect(fromPlaywright(report, bad).failed).toEqual(['outside of any test: no tests found']);
  });
});

it('the totals are the sums over all suites, with a broken one as one failure', () => {
  const suite = fromVitest(vitest(assertion('adds', 'passed')), fine);
  expect(totals([suite, brokenSuite('e2e', 'no report')])).toEqual({ passed: 1, failed: 1 });
});
