/**
 * Runs one bench module and writes what it reports: `node child.mjs <module> <result file> [--full]`. What was measured
 * before a failure is written too.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { LEAST_SAMPLES, summary } from './report.mjs';

const [module, result, ...flags] = process.argv.slice(2);
const rows = [];
const notes = [];
const report = {
  full: flags.includes('--full'),
  row(label, unit, samples, target) {
    if (samples.length < LEAST_SAMPLES)
      throw new Error(`${label}: ${samples.length} samples; at least ${LEAST_SAMPLES} are needed`);
    if (!samples.every(Number.isFinite)) throw new Error(`${label}: a sample is not a number`);
    rows.push({ label, unit, ...summary(samples), samples: [...samples], ...(target && { target }) });
  },
  note: (text) => void notes.push(text),
  say: (text) => void process.stderr.write(`  ${text}\n`),
};
const { run } = await import(pathToFileURL(module).href);
let failure;
try {
  await run(report);
  if (rows.length === 0) throw new Error('the bench reported nothing');
} catch (error) {
  failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
}
writeFileSync(result, JSON.stringify({ rows, notes, ...(failure !== undefined && { failure }) }));
// Whatever the bench left running must not keep it from ending.
process.exit(failure === undefined ? 0 : 1);
