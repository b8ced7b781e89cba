/** Puts a finished build in place so that no program ever finds a file missing or half written. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 50;

const filesIn = (folder) => {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
};

/** Windows refuses to replace a file that somebody is just reading. */
function replace(from, to) {
  for (let tries = 1; ; tries++) {
    try {
      return renameSync(from, to);
    } catch (error) {
      if (tries === RENAME_TRIES || !['EPERM', 'EBUSY', 'EACCES'].includes(error.code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_PAUSE_MS);
    }
  }
}

/**
 * Moves every file of `built` over its namesake in `dist`, then removes what the build no longer has.
 * The stamp goes first and comes back last: an interrupted move is built again.
 */
export function publish({ built, dist, sources }) {
  const stamp = path.join(dist, 'bundle.json');
  const fresh = filesIn(built);
  const before = filesIn(dist);
  rmSync(stamp, { force: true });
  // The page last: it names the scripts.
  for (const file of fresh.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')))) {
    mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    replace(path.join(built, file), path.join(dist, file));
  }
  for (const file of before) if (!fresh.includes(file)) rmSync(path.join(dist, file), { force: true });
  writeFileSync(stamp, JSON.stringify({ sources }));
}
