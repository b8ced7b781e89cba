/** What a suite came to, read from the reports that its runner writes; pure. */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {number} passed
 * @property {string[]} failed names of the tests that failed
 * @property {string[]} skipped names of the tests that did not run
 */

/** @returns {Suite} one that failed as a whole, before it could count its tests */
export const brokenSuite = (name, why) => ({ name, passed: 0, failed: [why], skipped: [] });

/** A runner that ends badly without naming a failed test still failed. */
function withExit(suite, { code, late, limitMs }) {
  if (late) suite.failed.push(`${suite.name}: stopped after ${Math.round(limitMs / 1_000)} s`);
  else if (code !== 0 && suite.failed.length === 0)
    suite.failed.push(`${suite.name}: ended with exit code ${String(code)}`);
  return suite;
}

/** From Vitest's `json` reporter. A file that fails to load has no tests, but it is a failure. */
export function fromVitest(report, exit) {
  const suite = { name: 'unit', passed: 0, failed: [], skipped: [] };
  for (const file of report.testResults ?? []) {
    const tests = file.assertionResults ?? [];
    for (const { status, fullName } of tests)
      if (status === 'passed') suite.passed++;
      else (status === 'failed' ? suite.failed : suite.skipped).push(fullName);
    const failedByItself = file.status === 'failed' && !tests.some((test) => test.status === 'failed');
    if (failedByItself) suite.failed.push(`${file.name}: ${String(file.message ?? '').split('\n')[0]}`);
  }
  return withExit(suite, exit);
}

/** From Playwright's `json` reporter. A test that only passed when tried again counts as failed. */
export function fromPlaywright(report, exit) {
  const suite = { name: 'e2e', passed: 0, failed: [], skipped: [] };
  const visit = (node, above) => {
    for (const spec of node.specs ?? [])
      for (const { status } of spec.tests) {
        const title = [...above, spec.title].join(' › ');
        if (status === 'expected') suite.passed++;
        else (status === 'skipped' ? suite.skipped : suite.failed).push(title);
      }
    for (const inner of node.suites ?? []) visit(inner, [...above, inner.title]);
  };
  visit(report, []);
  for (const error of report.errors ?? [])
    suite.failed.push(`outside of any test: ${String(error.message).split('\n')[0]}`);
  return withExit(suite, exit);
}

/** The sums over all suites. */
export const totals = (suites) => ({
  passed: suites.reduce((sum, suite) => sum + suite.passed, 0),
  failed: suites.reduce((sum, suite) => sum + suite.failed.length, 0),
});
