/** Runs one bench module and writes what it reports: `node child.mjs <module> <result file>`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { LEAST_SAMPLES, summary } from './report.mjs';

const [module, result] = process.argv.slice(2);
const rows = [];
const report = {
  row(label, unit, samples) {
    if (samples.length < LEAST_SAMPLES)
      throw new Error(`${label}: ${samples.length} samples; at least ${LEAST_SAMPLES} are needed`);
    if (!samples.every(Number.isFinite)) throw new Error(`${label}: a sample is not a number`);
    rows.push({ label, unit, ...summary(samples), samples: [...samples] });
  },
};
const { run } = await import(pathToFileURL(module).href);
await run(report);
if (rows.length === 0) throw new Error('the bench reported nothing');
writeFileSync(result, JSON.stringify({ rows }));
