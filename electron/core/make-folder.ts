/** Makes a folder and those above it. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { diskFailure, errorCode } from './transfer/disk';

/**
 * Private to the person where the system knows such a thing, unless `mode` says otherwise. Throws Failure `not-writable`
 * or `disk-full`. Goes step by step, since Node's own recursive way never returns on a file system that answers "no such
 * folder" for its own root.
 */
export function makeFolder(folder: string, mode = 0o700): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw diskFailure(cause, folder);
  }
}
