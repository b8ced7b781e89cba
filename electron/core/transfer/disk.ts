/** Folders and files that stay where they belong and are there after a power cut; every refusal of the disk a Failure. */
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { foldName } from './name-parts';

// Absent on Windows, where links need a privilege to be made.
export const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;
const NON_BLOCK = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
  'EEXIST',
  'EIO',
  'ENXIO',
  'ENODEV',
  'ESTALE',
  'EBUSY',
  'ENAMETOOLONG',
  'EMFILE',
  'ENFILE',
]);

export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** The Failure that a disk error means; anything else comes back as it is. */
export function diskFailure(error: unknown, where: string): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof Failure) return error;
  if (FULL.has(code)) return new Failure({ kind: 'disk-full', where }, { cause: error });
  if (REFUSED.has(code)) return new Failure({ kind: 'not-writable', where }, { cause: error });
  return error;
}

/** Runs disk work; what the disk refuses becomes Failure `disk-full` or `not-writable`. */
export async function onDisk<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskFailure(error, where);
  }
}

/**
 * Makes `relative` below `root` and returns its real path. The root itself is never made: when it is gone, so is the
 * stick it was on. Links that lead elsewhere are refused.
 */
export async function ensureFolder(root: string, relative: string): Promise<string> {
  return onDisk(root, async () => {
    let folder = await realpath(root);
    for (const part of relative.split('/').filter((name) => name !== '' && name !== '.')) {
      folder = path.join(folder, part);
      const made = await mkdir(folder).then(
        () => true,
        (error: unknown) => {
          if (errorCode(error) !== 'EEXIST') throw error;
          return false;
        },
      );
      await assertRealFolder(folder);
      // What will lie in it is lost with it when the power goes.
      if (made) await syncFolder(path.dirname(folder));
    }
    return folder;
  });
}

/** Throws Failure `not-writable` unless `folder` is a folder and no part of its path is a link. */
export async function assertRealFolder(folder: string): Promise<void> {
  const facts = await lstat(folder);
  if (!facts.isDirectory() || foldName(await realpath(folder)) !== foldName(folder)) {
    throw new Failure({ kind: 'not-writable', where: folder });
  }
}

/** Makes what was renamed or made in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // there a folder cannot be opened, and a rename is journaled
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const RENAME_TRIES = 10;
const RENAME_PAUSE_MS = 500;
/** Renames; where a virus scanner or an indexer holds the file for a moment, tries again for a while. */
export async function renamePatiently(from: string, to: string, clock: Clock): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held =
        process.platform === 'win32' && ['EBUSY', 'EPERM', 'EACCES'].includes(errorCode(error) ?? '');
      if (!held || attempt === RENAME_TRIES) throw error;
      await clock.sleep(RENAME_PAUSE_MS);
    }
  }
}

/** What stands under a path, without following links; undefined: nothing. */
export async function factsOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Opens a regular file for reading, never through a link; undefined: nothing there, or something else than a file. */
export async function openRegular(file: string): Promise<FileHandle | undefined> {
  if ((await factsOf(file))?.isFile() !== true) return undefined;
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | NO_FOLLOW | NON_BLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}
