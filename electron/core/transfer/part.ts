/**
 * An unfinished download: `name.part` beside where the file will be, and, when the service gave a strong validator,
 * `name.etag.part` that says which version it is and how much of it is surely on disk.
 */
import { constants, type Stats } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { errorCode, factsOf, NO_FOLLOW, openRegular } from './disk';
import { parseJson } from '../parse-json';

const MarkFile = z.object({
  source: z.string(),
  etag: z.string().min(1).max(1_024),
  bytes: z.number().int().min(1),
});
const MAX_MARK_BYTES = 16_384;
const FILE_MODE = 0o644;

export interface PartFiles {
  readonly file: string;
  readonly mark: string;
}
export const partFiles = (folder: string, name: string): PartFiles => ({
  file: path.join(folder, `${name}.part`),
  mark: path.join(folder, `${name}.etag.part`),
});

/** Whether a file in an export folder is an unfinished download, or belongs to one. */
export const isPart = (name: string): boolean => name.endsWith('.part');

export interface Mark {
  /** Whether there is a note at all, of whatever. */
  readonly isThere: boolean;
  /** Where the download may go on; undefined: from the start. */
  readonly resume: { readonly offset: number; readonly etag: string } | undefined;
}

export const NO_MARK: Mark = { isThere: false, resume: undefined };

/** What the note says about a download of `source`. */
export async function readMark(part: PartFiles, source: string): Promise<Mark> {
  if ((await factsOf(part.mark)) === undefined) return NO_MARK;
  const handle = await openRegular(part.mark);
  if (handle === undefined) return { isThere: true, resume: undefined };
  try {
    const buffer = Buffer.alloc(MAX_MARK_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, MAX_MARK_BYTES, 0);
    const mark = MarkFile.safeParse(parseJson(buffer.toString('utf8', 0, bytesRead)));
    if (!mark.success || mark.data.source !== source) return { isThere: true, resume: undefined };
    const facts = await factsOf(part.file);
    const usable = facts?.isFile() === true && facts.nlink === 1 && facts.size >= mark.data.bytes;
    const resume = usable ? { offset: mark.data.bytes, etag: mark.data.etag } : undefined;
    return { isThere: true, resume };
  } finally {
    await handle.close();
  }
}

/** Notes how much is surely on disk; a crash in between leaves a note that cannot be read, which means none. */
export async function writeMark(
  part: PartFiles,
  mark: { readonly source: string; readonly etag: string; readonly bytes: number },
): Promise<void> {
  await remove(part.mark);
  const handle = await open(part.mark, EXCLUSIVE, FILE_MODE);
  try {
    await handle.writeFile(JSON.stringify(mark));
  } finally {
    await handle.close();
  }
}

const EXCLUSIVE = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | NO_FOLLOW;

/** The unfinished file, empty, or as long as `offset` when going on. */
export async function openPart(part: PartFiles, offset: number, hasMark = true): Promise<FileHandle> {
  if (offset > 0) {
    const handle = await open(part.file, constants.O_RDWR | NO_FOLLOW);
    await handle.truncate(offset);
    return handle;
  }
  if (hasMark) await remove(part.mark);
  try {
    return await open(part.file, EXCLUSIVE, FILE_MODE);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    await remove(part.file);
    return open(part.file, EXCLUSIVE, FILE_MODE);
  }
}

/** Whether an unfinished file still is the one that `made` tells of: another program may have put its own in its place. */
export async function isStillThere(part: PartFiles, made: Pick<Stats, 'ino' | 'dev'>): Promise<boolean> {
  const named = await factsOf(part.file);
  return named !== undefined && named.ino === made.ino && named.dev === made.dev;
}

/** Makes what an unfinished file holds durable. */
export async function syncPart(part: PartFiles): Promise<void> {
  const handle = await open(part.file, constants.O_RDWR | NO_FOLLOW);
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

export async function removePart(part: PartFiles): Promise<void> {
  await remove(part.mark);
  await remove(part.file);
}

export async function remove(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}
