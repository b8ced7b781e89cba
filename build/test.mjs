/**
 * Runs all the tests, or some, and ends with their totals:
 *   node build/test.mjs [--only check|unit|e2e]...
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stopAll } from './test/run.mjs';
import { check, e2e, results, unit } from './test/suites.mjs';
import { brokenSuite, totals } from './test/totals.mjs';

const SUITES = { check, unit, e2e };

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const wanted = values.only ?? Object.keys(SUITES);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) throw new Error(`no such suite: ${unknown.join(', ')}`);

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    interrupted = true;
    stopAll();
  });

async function runSuite(name) {
  if (interrupted) return { ...brokenSuite(name, `${name}: interrupted`), seconds: 0 };
  const from = performance.now();
  console.log(`\n=== ${name} ===`);
  const suite = await SUITES[name]().catch((error) => {
    console.error(error);
    return brokenSuite(name, `the runner failed: ${error.message}`);
  });
  return { ...suite, seconds: Math.round((performance.now() - from) / 100) / 10 };
}

function print(suites) {
  console.log('\n=== summary ===');
  for (const { name, passed, failed, skipped, seconds } of suites) {
    console.log(`${name}: ${passed} ok, ${failed.length} not ok, ${skipped.length} skipped (${seconds} s)`);
    for (const test of failed) console.log(`  not ok: ${test}`);
    for (const test of skipped) console.log(`  skipped: ${test}`);
  }
}

const suites = [];
for (const name of Object.keys(SUITES).filter((suite) => wanted.includes(suite)))
  suites.push(await runSuite(name));
const { passed, failed } = totals(suites);
mkdirSync(results, { recursive: true });
writeFileSync(path.join(results, 'summary.json'), JSON.stringify({ passed, failed, suites }, null, 2));
print(suites);
console.log(`${passed} passed, ${failed} failed`);
// No test at all is no success.
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
