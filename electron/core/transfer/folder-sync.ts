/** The folders of a job: looked at once for many files, and flushed once for files that finish together. */
import { readdir, stat } from 'node:fs/promises';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { Failure } from '../../contract/result';
import { ensureFolder, syncFolder } from './disk';
import { isPart } from './part';

export interface Folders {
  /** As `ensureFolder`; one that was there before is only looked at again. */
  ensure(root: string, relative: string): Promise<string>;
  /** Throws Failure `not-writable` unless the path of a folder, as `ensure` gave it, still leads to that folder. */
  assertSame(folder: string): Promise<void>;
  /** Whether something unfinished may lie in a folder that `ensure` gave: it did at first, or was left since. */
  mayHoldParts(folder: string): boolean;
  partLeft(folder: string): void;
  readonly sync: FolderSync;
}

/** @param assertRoot throws unless the root is still the one it was; asked before a folder is made */
export function createFolders(assertRoot?: () => Promise<void>): Folders {
  const known = new Map<string, Promise<string>>();
  const identities = new Map<string, string | undefined>();
  const withParts = new Set<string>();
  const assertSame = async (folder: string): Promise<void> => {
    const identity = await identityOf(folder);
    if (identity === undefined || identity !== identities.get(folder))
      throw new Failure({ kind: 'not-writable', where: folder });
  };
  const make = async (root: string, relative: string): Promise<string> => {
    await assertRoot?.();
    const folder = await ensureFolder(root, relative);
    identities.set(folder, await identityOf(folder));
    if ((await readdir(folder)).some(isPart)) withParts.add(folder);
    return folder;
  };
  return {
    sync: createFolderSync(),
    async ensure(root, relative) {
      // Asked without waiting: those that come together share one.
      const before = known.get(relative);
      if (before !== undefined) {
        const folder = await before;
        if (await assertSame(folder).then(yes, no)) return folder;
      }
      const making = make(root, relative);
      known.set(relative, making);
      making.catch(() => known.delete(relative));
      return making;
    },
    assertSame,
    mayHoldParts: (folder) => withParts.has(folder),
    partLeft: (folder) => void withParts.add(folder),
  };
}
const yes = (): boolean => true;
const no = (): boolean => false;

async function identityOf(folder: string): Promise<string | undefined> {
  const facts = await stat(folder).catch(() => undefined);
  return facts?.isDirectory() === true ? `${String(facts.dev)} ${String(facts.ino)}` : undefined;
}

/** Resolves once a flush of that folder that began after the call has ended. */
export type FolderSync = (folder: string) => Promise<void>;

export function createFolderSync(sync: (folder: string) => Promise<void> = syncFolder): FolderSync {
  const running = new Map<string, Promise<unknown>>();
  /** Begin once the running one has ended: whoever comes meanwhile comes along. */
  const next = new Map<string, Promise<void>>();
  const flush = (folder: string): Promise<void> => {
    next.delete(folder);
    const flushing = sync(folder);
    running.set(
      folder,
      flushing.catch(() => undefined).then(() => running.delete(folder)),
    );
    return flushing;
  };
  return (folder) => {
    const joined = next.get(folder) ?? (running.get(folder) ?? letOthersRun()).then(() => flush(folder));
    next.set(folder, joined);
    return joined;
  };
}
