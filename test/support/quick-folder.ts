/** Folders in memory, for tests that write thousands of files and whose subject is not what a disk makes of them. */
import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from './temp';

/** Linux keeps it in memory; in containers it can be small. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 1024 ** 3;

export interface QuickFolder {
  readonly path: string;
  remove(): void;
}
/** In memory where there is room, otherwise among the temporary files. */
export function quickFolder(name: string): QuickFolder {
  const folder = hasRoom() ? mkdtempSync(path.join(MEMORY, `leqbook-${name}-`)) : tempFolder(name);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    return false;
  }
}
