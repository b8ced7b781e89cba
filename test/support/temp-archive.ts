import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../electron/core/clock';
import type { Archive } from '../../electron/core/db/archive';
import { openArchive } from '../../electron/core/db/open';

/** A clock that stands still; what asks it to sleep has made a mistake. */
export const clockAt = (now: number): Clock => ({
  now: () => now,
  sleep: () => Promise.reject(new Error('nothing here should sleep')),
  random: () => 0.5,
});

/** Runs `work` in a folder of its own that is removed afterwards. */
export function inTempFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'leqbook-test-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `work` on a new archive; `now` decides which days are over. */
export function withArchive<T>(work: (archive: Archive, file: string) => T, now = 0): T {
  return inTempFolder((folder) => {
    const file = path.join(folder, 'archive.sqlite');
    const archive = openArchive(file, clockAt(now));
    try {
      return work(archive, file);
    } finally {
      archive.close();
    }
  });
}
