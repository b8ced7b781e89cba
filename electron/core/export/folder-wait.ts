/** An export's folder may be on a stick: it can go and come back, and another export may be at work in it. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import type { JobContext } from '../jobs/job';

export interface FolderDeps {
  readonly clock: Clock;
  readonly whenOffline: 'wait' | 'stop';
  /** Takes a folder, by its real path, for one job of this computer; undefined while another has it. Absent: nobody else is there. */
  lockFolder?(folder: string): { release(): void } | undefined;
}
/** The folder as it was when work on it began. */
export interface Place {
  /** Throws Failure `not-writable` when another folder stands under the path, as where a stick was. */
  assertSame(): Promise<void>;
  /** A file of this job is there: by it the folder is known again. */
  saved(file: string): void;
}
type Context = Pick<JobContext, 'waiting' | 'progress' | 'signal'>;

const LOOK_AGAIN_MS = 3_000;
const LOCKED_MS = 1_000;

/**
 * Runs `work` while nobody else is at work in the folder. Where jobs wait, one whose folder has gone waits until it is
 * back and then runs `work` again; otherwise it ends with Failure `not-writable`.
 */
export async function whileFolderIsThere<T>(
  deps: FolderDeps,
  context: Context,
  root: string,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const place = new WatchedPlace(root);
  for (;;) {
    try {
      return await whileAlone(deps, context, root, async () => {
        await place.begin();
        return work(place);
      });
    } catch (error) {
      const isGone = isFailure(error, 'not-writable') && !(await place.isBack());
      if (!isGone || deps.whenOffline === 'stop' || context.signal.aborted) throw error;
      await untilBack(deps, context, place);
    }
  }
}

/** A folder's list tells of what was done, however the job ended; the job's own failure comes first. */
export async function thenTold<T>(list: { flush(): Promise<void> }, work: Promise<T>): Promise<T> {
  const done = await work.catch(async (error: unknown) => {
    await list.flush().catch(() => undefined);
    throw error;
  });
  await list.flush();
  return done;
}

async function untilBack({ clock }: FolderDeps, context: Context, place: WatchedPlace): Promise<void> {
  context.waiting(`The folder ${place.root} is not there`, undefined);
  do await clock.sleep(LOOK_AGAIN_MS, context.signal);
  while (!(await place.isBack()));
  context.progress({ activity: 'The folder is back' });
}

/** Runs `work` while nobody else is at work in the folder. */
export async function whileAlone<T>(
  { clock, lockFolder }: Pick<FolderDeps, 'clock' | 'lockFolder'>,
  context: Pick<Context, 'waiting' | 'signal'>,
  root: string,
  work: () => Promise<T>,
): Promise<T> {
  const real = await realpath(root).catch(() => undefined);
  if (lockFolder === undefined || real === undefined) return work();
  let lock = lockFolder(real);
  for (; lock === undefined; lock = lockFolder(real)) {
    context.waiting('Another job is at work in this folder', undefined);
    await clock.sleep(LOCKED_MS, context.signal);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

class WatchedPlace implements Place {
  private identity: Identity | undefined;
  private witness: string | undefined;

  constructor(readonly root: string) {}

  async begin(): Promise<void> {
    this.identity = await identityOf(this.root);
  }

  async assertSame(): Promise<void> {
    const now = await identityOf(this.root);
    if (now === undefined || !(await this.isStill(now)))
      throw new Failure({ kind: 'not-writable', where: this.root });
    this.identity = now;
  }

  saved(file: string): void {
    this.witness = path.join(this.root, ...file.split('/'));
  }

  /** A stick that comes back may be another device to the system, but what was saved to it is there. */
  async isBack(): Promise<boolean> {
    const now = await identityOf(this.root);
    return now !== undefined && (this.witness === undefined || (await this.isStill(now)));
  }

  /** FAT gives a folder a new number whenever it likes, so that another number alone says little. */
  private async isStill({ device, number }: Identity): Promise<boolean> {
    const isSameDevice = device === this.identity?.device;
    if (isSameDevice && number === this.identity?.number) return true;
    if (this.witness === undefined) return isSameDevice;
    return (await identityOf(this.witness)) !== undefined;
  }
}

interface Identity {
  readonly device: number;
  readonly number: number;
}

async function identityOf(file: string): Promise<Identity | undefined> {
  const facts = await stat(file).catch(() => undefined);
  return facts && { device: facts.dev, number: facts.ino };
}
