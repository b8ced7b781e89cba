/** Makes the data folder of ten instrument-years, or finds it made, and copies it to a new folder: `make-ten-years [home]`. */
import { copyTenYears, needTenYears } from './ten-years';

const startedAt = performance.now();
const say = (text: string): void =>
  void process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s: ${text}\n`);
await needTenYears(say);
const [home] = process.argv.slice(2);
if (home !== undefined) copyTenYears(home);
say('ready');
