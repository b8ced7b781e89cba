import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Archive } from '../../electron/core/db/archive';
import { openArchive } from '../../electron/core/db/open';
import { clockAt } from './temp-archive';

/** As `withArchive`, for work that takes its time. */
export async function withArchiveDuring<T>(work: (archive: Archive) => Promise<T>, now = 0): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leqbook-test-'));
  const archive = openArchive(path.join(folder, 'archive.sqlite'), clockAt(now));
  try {
    return await work(archive);
  } finally {
    archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
