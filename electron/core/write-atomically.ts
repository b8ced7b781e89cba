/** Small files that are always whole. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diskFailure } from './transfer/disk';

/** Readers see what it held or what it holds now, also after a power cut. Throws Failure `not-writable` or `disk-full`. */
export function writeAtomically(file: string, content: string | Uint8Array, mode = 0o600): void {
  // Another process, the window or a command line, may be writing the same file.
  const part = `${file}.${String(process.pid)}.part`;
  try {
    const handle = openSync(part, 'w', mode);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, file);
    if (process.platform !== 'win32') syncFolder(path.dirname(file));
  } catch (error) {
    throw diskFailure(error, file);
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
