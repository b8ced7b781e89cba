/** The folders of a job: looked at once for many files, and flushed once for files that finish together. */
import { assertRealFolder, ensureFolder, syncFolder } from './disk';

export interface Folders {
  /** As `ensureFolder`; one that was there before is only looked at again. */
  ensure(root: string, relative: string): Promise<string>;
  readonly sync: FolderSync;
}

export function createFolders(): Folders {
  const known = new Map<string, string>();
  return {
    sync: createFolderSync(),
    async ensure(root, relative) {
      const before = known.get(relative);
      if (before !== undefined && (await isReal(before))) return before;
      const folder = await ensureFolder(root, relative);
      known.set(relative, folder);
      return folder;
    },
  };
}

const isReal = (folder: string): Promise<boolean> =>
  assertRealFolder(folder).then(
    () => true,
    () => false,
  );

/** Resolves once a flush of that folder that began after the call has ended. */
export type FolderSync = (folder: string) => Promise<void>;

export function createFolderSync(sync: (folder: string) => Promise<void> = syncFolder): FolderSync {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();
  const start = (folder: string): Promise<void> => {
    next.delete(folder);
    const own = sync(folder).finally(() => {
      if (running.get(folder) === own) running.delete(folder);
    });
    running.set(folder, own);
    return own;
  };
  return (folder) => {
    const waiting = next.get(folder);
    if (waiting !== undefined) return waiting;
    const now = running.get(folder);
    if (now === undefined) return start(folder);
    const mine = now.catch(() => undefined).then(() => start(folder));
    next.set(folder, mine);
    return mine;
  };
}
