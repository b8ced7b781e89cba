/** Makes folders durable; files that finish together share one flush of the disk. */
import { syncFolder } from './disk';

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
