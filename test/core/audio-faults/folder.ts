/** What an export left in a folder, read without any of the code that wrote it. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const MANIFEST = /^manifest\.[a-z0-9]+$/;

/** Every sound under a final name, by its path with `/` between parts; links are none. */
export async function filesUnder(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const inner = path.relative(folder, file).split(path.sep).join('/');
    if (!entry.isFile() || inner.endsWith('.part') || MANIFEST.test(inner)) continue;
    found.set(inner, await readFile(file));
  }
  return found;
}

const Entry = z.looseObject({
  file: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  instrument: z.string(),
});
export type Entry = z.infer<typeof Entry>;

/** The entries of `manifest.json`; none where there is no such file. */
export async function manifestOf(folder: string): Promise<readonly Entry[]> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  return z.object({ files: z.array(Entry) }).parse(JSON.parse(text)).files;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
