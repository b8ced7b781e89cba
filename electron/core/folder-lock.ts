/** Keeps two jobs of this computer, of whatever process and account, from writing to one place at the same time. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryLock, type Lock } from './db/lock';
import type { Log } from './log';
import { makeFolder } from './make-folder';

/**
 * Takes a folder or a file by its real path; undefined while another process or job has it, and goes on to for `waitMs`.
 * The lock lies among temporary files, so that the folder itself, which may be handed over, holds nothing but what was
 * exported.
 */
export function lockFolder(folder: string, log: Log, waitMs = 0): Lock | undefined {
  const at = path.join(tmpdir(), `leqbook-locks-${String(process.getuid?.() ?? '')}`);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  try {
    makeFolder(at);
    return tryLock(path.join(at, `${name}.lock`), waitMs);
  } catch (error) {
    // Files are still never mixed up; at worst one of the two jobs fetches some again.
    log.warn({ error: String(error) }, 'a folder could not be locked');
    return { release: () => undefined };
  }
}
