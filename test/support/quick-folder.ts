/** Folders in memory, for tests that write thousands of files and whose subject is not what a disk makes of them. */
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from './temp';

/** Linux keeps it in memory; in containers it can be small. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 1024 ** 3;
const NAME = /^leqbook-quick-(\d+)-/;

export interface QuickFolder {
  readonly path: string;
  remove(): void;
}
/** In memory where there is room, otherwise among the temporary files. */
export function quickFolder(name: string): QuickFolder {
  const folder = makeInMemory(name) ?? tempFolder(name);
  return { path: folder, remove: () => remove(folder) };
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

function makeInMemory(name: string): string | undefined {
  try {
    accessSync(MEMORY, constants.W_OK);
    removeLeftovers();
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ROOM_BYTES) return undefined;
    return mkdtempSync(path.join(MEMORY, `leqbook-quick-${String(process.pid)}-${name}-`));
  } catch {
    return undefined;
  }
}

/** What processes left that were killed; nobody else clears memory. */
function removeLeftovers(): void {
  for (const entry of readdirSync(MEMORY)) {
    const owner = NAME.exec(entry)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) remove(path.join(MEMORY, entry));
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
