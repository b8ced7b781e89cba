/** Whether the three files of a manifest still vouch for each other. */
import path from 'node:path';
import { factsOf, onDisk } from '../transfer/disk';
import { hashManifest, MANIFEST_CSV, MANIFEST_SUMS, readSums } from './manifest-files';
import type { ManifestFacts } from './manifest-read';

/** The first kind of manifest, whose sums are of the sounds only. */
const UNSEALED = 1;

export interface SumsReport {
  readonly altered: readonly { readonly file: string; readonly reason: string }[];
  readonly missing: readonly string[];
}

/**
 * Compares `manifest.sha256` with the other two and with each other. An export that was killed between giving the three
 * their names has left the draft of the sums beside them, which then vouches as well.
 */
export async function checkSums(folder: string, { schema, entries }: ManifestFacts): Promise<SumsReport> {
  const all = [await readSums(folder), await readSums(folder, `${MANIFEST_SUMS}.part`)];
  const sums = all.filter((each) => each !== undefined);
  const missing: string[] = [];
  for (const name of [MANIFEST_CSV, MANIFEST_SUMS]) {
    const isThere = async (file: string) =>
      (await onDisk(folder, () => factsOf(path.join(folder, file)))) !== undefined;
    if (!(await isThere(name)) && !(await isThere(`${name}.part`))) missing.push(name);
  }
  const altered: { file: string; reason: string }[] = [];
  if (sums.length === 0) return { altered, missing };
  if (schema > UNSEALED)
    for (const [file, hash] of await hashManifest(folder))
      if (hash !== undefined && !sums.some((each) => each.get(file) === hash))
        altered.push({ file, reason: `has other contents than ${MANIFEST_SUMS} says` });
  if (!sums.some((each) => entries.every(({ file, sha256 }) => each.get(file) === sha256)))
    altered.push({ file: MANIFEST_SUMS, reason: 'names other files or hashes than manifest.json' });
  return { altered, missing };
}
