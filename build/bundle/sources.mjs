/** Which sources dist/ was built from, so that building again can be skipped. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

const FOLDERS = ['electron', 'renderer', 'build/bundle'];
const FILES = ['package.json', 'package-lock.json', 'build/bundle.mjs', 'tsconfig.json'];
const stampFile = path.join(root, 'dist/bundle.json');

/** A hash over the names and the bytes of every source. */
export function sourcesHash() {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of [...inFolders, ...FILES.map((name) => path.join(root, name))].sort())
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** The hash dist/ was built from; undefined when there is none, or a build was interrupted. */
export function builtFrom() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')).sources;
  } catch {
    return undefined;
  }
}

export const isBundled = () => builtFrom() === sourcesHash();
