import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Archive } from '../../electron/core/db/archive';
import { openArchive } from '../../electron/core/db/open';

/** What a bench module is given. */
export interface BenchReport {
  /** Records one line; the harness prints median, least and greatest of `samples`. */
  row(label: string, unit: string, samples: number[]): void;
}

export const DAY_MS = 86_400_000;
export const SECOND_MS = 1_000;
/** A day long ago, 2023-11-15; days before `now` are over. */
export const FIRST_DAY = 19_676 * DAY_MS;

/** Runs `work` on an archive in a folder of its own that goes away afterwards. `now` decides which days are over. */
export async function withArchive(
  now: number,
  work: (archive: Archive, file: string) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leqbook-bench-'));
  const file = path.join(folder, 'archive.sqlite');
  const archive = openArchive(file, { now: () => now, sleep: () => Promise.resolve(), random: () => 0.5 });
  try {
    await work(archive, file);
  } finally {
    archive.close();
    rmSync(folder, { recursive: true });
  }
}

export const elapsedMs = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
