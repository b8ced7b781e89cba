/**
 * One audio file from the service to the disk. A file under its final name is whole, verified and durable; anything
 * else ends in `.part`.
 */
import type { Stats } from 'node:fs';
import { realpath, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { AudioFormat } from '../../contract/model';
import { Failure, isFailure } from '../../contract/result';
import type { AudioAnswer } from '../api/api';
import type { Clock } from '../clock';
import { accept, WrongBytes } from './accept';
import { BODY_LIMITS, readBody, type BodyLimits } from './body';
import {
  assertRealFolder,
  diskFailure,
  ensureFolder,
  factsOf,
  onDisk,
  renamePatiently,
  syncFolder,
} from './disk';
import type { Folders } from './folder-sync';
import { inspectFile, inspectWritten } from './inspect';
import {
  isStillThere,
  NO_MARK,
  openPart,
  partFiles,
  readMark,
  remove,
  removePart,
  syncPart,
  writeMark,
  type PartFiles,
} from './part';
import type { Whole } from './verdict';
import { createWriters, type Writers, type Writing } from './writers';

export interface DownloadDeps {
  readonly clock: Clock;
  readonly limits?: BodyLimits;
  /** Shared by the files of a job; absent: each sees to its folder by itself. */
  readonly folders?: Folders;
  /** Absent: files are written in this thread. */
  readonly writers?: Writers;
}
export interface DownloadRequest {
  /** An existing folder; never made here. */
  readonly root: string;
  /** Below it, with `/` between parts. */
  readonly path: string;
  /** In the same folder: where to go when a different file stands under `path` and must not be replaced. */
  readonly otherwise?: string;
  readonly format: AudioFormat;
  /** What is being fetched; only a part of the very same is ever continued. */
  readonly source: string;
  /** How long the sound should be; decides where the container cannot. */
  readonly expectedMs: number | undefined;
  /** Whether a file under that path may be replaced. */
  readonly replaces: boolean;
  open(
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<AudioAnswer>;
  /** What the whole will be long, once the answer tells. */
  onLength?(bytes: number): void;
  /** Bytes as they come, after `keptBytes` of {@link Downloaded}; the next are taken once this resolves. */
  onBytes?(count: number): Promise<void> | undefined;
  /** The body has ended; what follows is between the file and the disk. */
  onBody?(): void;
  /** The file is whole and durable, and gets that name once this resolves. */
  onWhole?(file: Pick<Downloaded, 'path' | 'sizeBytes' | 'sha256'>): Promise<void>;
}
export interface Downloaded {
  /** Where it is now: `path` or `otherwise`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly audio: Whole;
  /** Bytes that were there from before and not fetched again. */
  readonly keptBytes: number;
}

const SYNC_EVERY_BYTES = 4 * 1024 * 1024;
/** Smaller ones find out by being written. */
const ROOM_BYTES = 8 * 1024 * 1024;

/**
 * Fetches, verifies and keeps one file. After a kill at any moment there is either the whole file under its final
 * name, or only `.part`.
 *
 * Throws Failure: `disk-full`, `not-writable` (the folder is gone, read-only or leads elsewhere, or another file
 * stands there), `cancelled`, `server` (cut, stalled, damaged), `offline` (a web page came), or what `open` throws. A
 * part stays only where the service can continue it.
 */
export async function downloadTo(
  deps: DownloadDeps,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<Downloaded> {
  if (isAborted(signal)) throw new Failure({ kind: 'cancelled' });
  const ensure = deps.folders?.ensure ?? ensureFolder;
  const folder = await ensure(request.root, path.posix.dirname(request.path));
  const part = partFiles(folder, path.posix.basename(request.path));
  const mark =
    deps.folders?.mayHoldParts(folder) === false
      ? NO_MARK
      : await onDisk(folder, () => readMark(part, request.source));
  const { answer, offset } = await openAnswer(request, mark.resume, signal);
  const hasMark = mark.isThere || answer.etag !== undefined;
  const place: Place = { folder, part, offset, answer, hasMark };
  try {
    await assertRoom(place);
    if (answer.lengthBytes !== undefined) request.onLength?.(offset + answer.lengthBytes);
    const filled = await fill(deps, request, place, signal);
    const { sizeBytes, sha256, audio } = filled;
    const named = await settle(deps, request, place, filled);
    return { path: named, sizeBytes, sha256, audio, keptBytes: offset };
  } catch (error) {
    answer.body.cancel();
    const failure = isAborted(signal) ? new Failure({ kind: 'cancelled' }) : diskFailure(error, folder);
    if (await leave(request, place, failure)) deps.folders?.partLeft(folder);
    throw failure;
  }
}

/** Removes what an interrupted download left beside a file that is there by now. */
export async function clearPart(root: string, file: string): Promise<void> {
  const folder = path.join(await realpath(root), ...path.posix.dirname(file).split('/'));
  await assertRealFolder(folder);
  await removePart(partFiles(folder, path.posix.basename(file)));
}

// A function, because the compiler believes that a signal never changes.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

interface Place {
  readonly folder: string;
  readonly part: PartFiles;
  readonly offset: number;
  readonly answer: AudioAnswer;
  /** There is a note beside the unfinished file, or there may be. */
  readonly hasMark: boolean;
}
type Filled = Pick<Downloaded, 'sizeBytes' | 'sha256' | 'audio'> & {
  /** Which file it is, whatever its name. */
  readonly made: Pick<Stats, 'ino' | 'dev'>;
};

/** Asks to continue; where that is refused or another version comes, asks for the whole. */
async function openAnswer(
  request: DownloadRequest,
  resume: { readonly offset: number; readonly etag: string } | undefined,
  signal: AbortSignal,
): Promise<{ answer: AudioAnswer; offset: number }> {
  if (resume !== undefined) {
    const answer = await request.open(resume, signal).catch((error: unknown) => {
      if (isFailure(error, 'server') || isFailure(error, 'invalid')) return undefined;
      throw error;
    });
    const same = answer?.etag === undefined || answer.etag === resume.etag;
    if (answer?.status === 206 && same) return { answer, offset: resume.offset };
    if (answer?.status === 200) return { answer, offset: 0 };
    answer?.body.cancel();
  }
  const answer = await request.open(undefined, signal);
  if (answer.status === 200) return { answer, offset: 0 };
  answer.body.cancel();
  throw new Failure({ kind: 'server', reason: 'a part came where the whole was asked for' });
}

async function assertRoom({ folder, answer }: Place): Promise<void> {
  const neededBytes = answer.lengthBytes;
  if (neededBytes === undefined || neededBytes < ROOM_BYTES) return;
  const { bavail, bsize } = await statfs(folder);
  if (neededBytes > bavail * bsize) throw new Failure({ kind: 'disk-full', where: folder, neededBytes });
}

async function fill(
  deps: DownloadDeps,
  request: DownloadRequest,
  place: Place,
  signal: AbortSignal,
): Promise<Filled> {
  const { part, offset, answer, hasMark } = place;
  const { lengthBytes } = answer;
  const file = await openPart(part, offset, hasMark);
  const writing = (deps.writers ?? createWriters()).begin(file, offset);
  try {
    const count = await write(deps, request, place, { file, writing }, signal);
    if (lengthBytes !== undefined && count !== lengthBytes) {
      const reason = `the sound was cut off after ${String(count)} of ${String(lengthBytes)} bytes`;
      throw new Failure({ kind: 'server', reason });
    }
    request.onBody?.();
    const written = await writing.finish(request.format);
    const { sizeBytes, sha256, verdict } = await inspectWritten(file, written, request.format, signal);
    const audio = accept(verdict, lengthBytes !== undefined, request.expectedMs);
    if (!written.isDurable) await file.datasync();
    return { sizeBytes, sha256, audio, made: written.made };
  } finally {
    await writing.drop();
    await file.close();
  }
}

async function write(
  deps: DownloadDeps,
  request: DownloadRequest,
  { part, offset, answer }: Place,
  { file, writing }: { readonly file: FileHandle; readonly writing: Writing },
  signal: AbortSignal,
): Promise<number> {
  const { etag } = answer;
  let position = offset;
  let synced = offset;
  const body = { clock: deps.clock, limits: deps.limits ?? BODY_LIMITS };
  const note = async (): Promise<void> => {
    synced = await writing.end();
    await file.datasync();
    if (etag !== undefined) await writeMark(part, { source: request.source, etag, bytes: synced });
  };
  const count = await readBody(answer.body, body, signal, (piece) => {
    // Whoever writes it takes its bytes away, and with them its length.
    const { length } = piece;
    position += length;
    const written = writing.add(piece);
    const paced = request.onBytes?.(length);
    const noted = etag !== undefined && position - synced >= SYNC_EVERY_BYTES;
    if (noted) return Promise.all([written, paced]).then(note);
    return written === undefined || paced === undefined
      ? (written ?? paced)
      : Promise.all([written, paced]).then(() => undefined);
  }).catch(async (error: unknown) => {
    // What came can be gone on from.
    if (etag !== undefined) await writing.end().catch(() => undefined);
    throw error;
  });
  return count;
}

/** Gives the file its name, or finds that it already has it, and returns the path it ended under. */
async function settle(
  deps: DownloadDeps,
  request: DownloadRequest,
  { folder, part, hasMark }: Place,
  { sizeBytes, sha256, made }: Filled,
): Promise<string> {
  const assertSame = deps.folders?.assertSame ?? assertRealFolder;
  await assertSame(folder);
  const choices = request.replaces ? [request.path] : [request.path, request.otherwise ?? request.path];
  const sync = deps.folders?.sync ?? syncFolder;
  for (const choice of choices) {
    const final = path.join(folder, path.posix.basename(choice));
    if (!request.replaces && (await factsOf(final)) !== undefined) {
      if ((await inspectFile(final, request.format))?.sha256 !== sha256) continue;
      await sync(folder);
      await removePart(part);
      return choice;
    }
    await request.onWhole?.({ path: choice, sizeBytes, sha256 });
    if (!(await isStillThere(part, made))) {
      // Or the whole folder has gone meanwhile, which is no fault of this file.
      await assertSame(folder);
      throw new Failure({ kind: 'server', reason: TAKEN });
    }
    await renamePatiently(part.file, final, deps.clock);
    await sync(folder);
    if (hasMark) await remove(part.mark);
    return choice;
  }
  throw new Failure({ kind: 'invalid', path: request.path, reason: 'another file is already there' });
}
const TAKEN = 'something else wrote to the same unfinished file';

/** Leaves a part only where it can be continued, and tells whether; whatever goes wrong here must not hide why. */
async function leave(request: DownloadRequest, { part, answer }: Place, failure: unknown): Promise<boolean> {
  try {
    const bytes = (await factsOf(part.file))?.size ?? 0;
    const isUseless = failure instanceof WrongBytes || isFailure(failure, 'disk-full');
    if (answer.etag === undefined || bytes === 0 || isUseless) {
      await removePart(part);
      return false;
    }
    await syncPart(part);
    await writeMark(part, { source: request.source, etag: answer.etag, bytes });
  } catch {
    // The disk that just failed may fail again; the next run starts from what it finds.
  }
  return true;
}
