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
import path from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import { asFailure } from './sqlite-failure';

/** One megabyte between two breaths. */
const PAGES_AT_ONCE = 256;

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
    const { totalPages: all } = await source.backup(part, {
      progress({ totalPages, remainingPages }) {
        if (signal.aborted) throw new Failure({ kind: 'cancelled' });
        progress(totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
    readBack(part, marks);
    settle(part, to);
    progress(all, all);
  } catch (error) {
    removePart(part);
    throw asFailure(error, to);
  } finally {
    source.close();
  }
}

/** What tells a whole copy from another: its version, and how much is in each table. */
function marksOf(db: Database.Database): string {
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  const counts = tables.map((table) => [table, db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()]);
  return JSON.stringify([db.pragma('user_version', { simple: true }), counts]);
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

function settle(part: string, to: string): void {
  if (process.platform !== 'win32') chmodSync(part, 0o600);
  syncFile(part, 'r+');
  refuseExisting(to);
  renameSync(part, to);
  // Windows neither can nor needs to flush a folder.
  if (process.platform !== 'win32') syncFile(path.dirname(to), 'r');
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
