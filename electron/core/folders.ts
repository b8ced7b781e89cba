/** The folders a person chose, by handle: the page never names a path. */
import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { FolderHandle } from '../contract/jobs';
import { Failure } from '../contract/result';

export interface Folders {
  /** Gives a chosen path its handle. */
  add(path: string): Promise<FolderHandle>;
  /** Throws Failure `not-found` for a handle that was never given. */
  path(handle: string): string;
}

export function createFolders(): Folders {
  const paths = new Map<string, string>();
  return {
    async add(path) {
      const handle = randomUUID();
      paths.set(handle, path);
      return { handle, path, freeBytes: await freeBytes(path) };
    },
    path(handle) {
      const path = paths.get(handle);
      if (path === undefined) throw new Failure({ kind: 'not-found', what: 'That folder' });
      return path;
    },
  };
}

async function freeBytes(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
