/** Makes the archive of so many instrument-years, or finds it made: `make-archive <years>`. */
import { findArchive, needArchive } from './made-archive';

const years = Number(process.argv[2]);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const found = findArchive(years);
const startedAt = performance.now();
const { file, bytes } = found ?? needArchive(years, say);
const took =
  found === undefined ? `made in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s` : 'already there';
say(`${file}: ${years} instrument-years, ${(bytes / 1e9).toFixed(2)} GB, ${took}`);
