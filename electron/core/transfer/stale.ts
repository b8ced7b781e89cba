/** What downloads left unfinished long ago, and nobody will go on with. */
import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { assertRealFolder } from './disk';
import { isPart, remove } from './part';

const STALE_MS = 7 * 86_400_000;
/** As names are by default, whatever stands around the time. */
const USUAL = /_\d{8}T\d{6}(_\d{3})?(Z|[+-]\d{4})(_[^/]*)?\.(wav|flac|aac|ogg)$/;
const MANIFEST = /^manifest\.(json|csv|sha256)$/;

export interface StaleRequest {
  /** Paths below the root that a job is about, with `/` between parts; the folders they are in are looked at. */
  readonly paths: readonly string[];
  /** Nobody but Leqbook writes there, so that any unfinished file is its own. */
  readonly isOurs: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Removes unfinished downloads that nothing was written to for a week, of those that Leqbook itself names.
 * @returns how many
 */
export async function sweepStale(root: string, { paths, isOurs, now }: StaleRequest): Promise<number> {
  const real = await realpath(root);
  const planned = new Set(paths);
  const folders = new Set(['.', ...paths.map((file) => path.posix.dirname(file))]);
  let removed = 0;
  for (const folder of folders) {
    const full = path.join(real, ...folder.split('/'));
    const names = await assertRealFolder(full).then(
      () => readdir(full),
      () => [],
    );
    for (const name of names.filter(isPart)) {
      const base = name.replace(/(\.etag)?\.part$/, '');
      const isNamed = planned.has(path.posix.join(folder, base)) || USUAL.test(base) || MANIFEST.test(base);
      if ((isOurs || isNamed) && (await removeStale(path.join(full, name), now))) removed += 1;
    }
  }
  return removed;
}

async function removeStale(file: string, now: number): Promise<boolean> {
  const facts = await lstat(file).catch(() => undefined);
  if (facts?.isFile() !== true || now - facts.mtimeMs < STALE_MS) return false;
  await remove(file);
  return true;
}
