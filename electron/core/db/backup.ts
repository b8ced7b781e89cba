/** A consistent copy of an archive, while others go on writing to it. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import { tablesOf } from './schema';
import { asFailure, isCorruption } from './sqlite-failure';

/** Half a megabyte between two breaths. */
const PAGES_AT_ONCE = 128;
/** How many of those until what was written is flushed, so that little is left for the end, which the thread waits for. */
const STEPS_PER_FLUSH = 64;

/**
 * Copies the archive `from` to `to`, which must not exist and appears whole or not at all.
 *
 * SQLite begins a backup anew whenever another connection has written, so that one beside a sync might never end. Here a
 * connection of its own holds one moment of the archive open for as long as the copying takes: nothing begins anew, and
 * the copy is what was committed at that moment. Meanwhile the write-ahead log grows by what others write.
 * @throws Failure `invalid` when there is such a file, `disk-full`, `not-writable`, `corrupt`, `cancelled`
 */
export async function backupArchive(
  { from, to }: { readonly from: string; readonly to: string },
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  refuseExisting(to);
  const part = `${to}.part`;
  const source = opened(from, { readonly: true, fileMustExist: true });
  try {
    removePart(part);
    source.exec('BEGIN');
    const marks = marksOf(source);
    refuseTooLarge(to, source);
    const flush = createFlush(part);
    const { totalPages: all } = await source.backup(part, {
      progress({ totalPages, remainingPages }) {
        if (signal.aborted) throw new Failure({ kind: 'cancelled' });
        progress(totalPages - remainingPages, totalPages);
        flush.step();
        return PAGES_AT_ONCE;
      },
    });
    await flush.ended();
    readBack(part, marks);
    await settle(part, to);
    progress(all, all);
  } catch (error) {
    removePart(part);
    throw asFailure(error, isCorruption(error) ? from : to);
  } finally {
    source.close();
  }
}

/** Flushes in the background, one at a time. */
function createFlush(file: string) {
  let steps = 0;
  let running: Promise<void> | undefined;
  const flush = async () => {
    await syncFileAside(file, 'r+').catch(() => undefined);
    running = undefined;
  };
  return {
    step() {
      if (++steps % STEPS_PER_FLUSH === 0) running ??= flush();
    },
    ended: () => running ?? Promise.resolve(),
  };
}

/** What tells a whole copy from another: its version, its size, and how far each table goes. */
function marksOf(db: Database.Database): string {
  const ends = tablesOf(db).map((table) => {
    // A table with row numbers knows its last one at once; the others are small.
    const isNumbered = (db.pragma(`table_info(${table})`) as { name: string }[]).some(
      ({ name }) => name === 'id',
    );
    return db
      .prepare(`SELECT ${isNumbered ? 'max(id)' : 'count(*)'} FROM ${table}`)
      .pluck()
      .get();
  });
  return JSON.stringify([db.pragma('user_version', { simple: true }), db.pragma('page_count'), ends]);
}

function readBack(part: string, marks: string): void {
  const copy = new Database(part, { fileMustExist: true });
  try {
    // One file: a copy with a write-ahead log beside it would be easy to take apart.
    copy.pragma('journal_mode = DELETE');
    if (marksOf(copy) !== marks) throw new Failure({ kind: 'corrupt', what: `The copy ${part}` });
  } finally {
    copy.close();
  }
}

async function settle(part: string, to: string): Promise<void> {
  if (process.platform !== 'win32') chmodSync(part, 0o600);
  await syncFileAside(part, 'r+');
  refuseExisting(to);
  renameSync(part, to);
  // Windows neither can nor needs to flush a folder.
  if (process.platform !== 'win32') await syncFileAside(path.dirname(to), 'r');
}

async function syncFileAside(file: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(file, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function syncFile(file: string, flags: 'r' | 'r+'): void {
  const handle = openSync(file, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removePart(part: string): void {
  for (const tail of ['', '-journal', '-wal', '-shm']) rmSync(part + tail, { force: true });
}

function refuseExisting(to: string): void {
  if (existsSync(to))
    throw new Failure({ kind: 'invalid', path: to, reason: 'there is such a file already' });
}

function refuseTooLarge(to: string, db: Database.Database): void {
  const pages = Number(db.pragma('page_count', { simple: true }));
  const neededBytes = pages * Number(db.pragma('page_size', { simple: true }));
  const { bavail, bsize } = statfsSync(path.dirname(to));
  if (bavail * bsize < neededBytes) throw new Failure({ kind: 'disk-full', where: to, neededBytes });
}

function opened(file: string, options: Database.Options): Database.Database {
  try {
    return new Database(file, options);
  } catch (error) {
    throw asFailure(error, file);
  }
}
