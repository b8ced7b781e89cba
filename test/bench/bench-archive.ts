/** Archives for benches: where they lie, and what a clock says about which days are over. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Archive } from '../../electron/core/db/archive';
import { openArchive } from '../../electron/core/db/open';

export const DAY_MS = 86_400_000;
export const SECOND_MS = 1_000;
export const SAMPLES_PER_DAY = 86_400;
export const DAYS_PER_YEAR = 365;
/** A day long ago, 2023-11-15; days before `now` are over. */
export const FIRST_DAY = 19_676 * DAY_MS;
/** When every day of a year from the first is over. */
export const LATER = FIRST_DAY + (DAYS_PER_YEAR + 35) * DAY_MS;

/** Where everything is written: a real disk, not the system's temporary folder, which may be memory. */
export function benchFolder(): string {
  const folder = process.env['LEQBOOK_BENCH_DIR'];
  if (folder === undefined) throw new Error('benches are started by `npm run bench`');
  mkdirSync(folder, { recursive: true });
  return folder;
}
export const tempFolder = (): string => mkdtempSync(path.join(benchFolder(), 'run-'));

/** Opens an archive whose clock stands at `now`. */
export const openAt = (file: string, now: number): Archive =>
  openArchive(file, { now: () => now, sleep: () => Promise.resolve(), random: () => 0.5 });

/** Runs `work` on an archive in a folder of its own that goes away afterwards. `now` decides which days are over. */
export async function withArchive(
  now: number,
  work: (archive: Archive, file: string) => void | Promise<void>,
): Promise<void> {
  await inTempFolder(async (folder) => {
    const file = path.join(folder, 'archive.sqlite');
    const archive = openAt(file, now);
    try {
      await work(archive, file);
    } finally {
      archive.close();
    }
  });
}

/** Runs `work` in a folder of its own that goes away afterwards. */
export async function inTempFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = tempFolder();
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const elapsedMs = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

export const repeat = (times: number, measure: () => number): number[] =>
  Array.from({ length: times }, () => measure());
