/** Gives a database whose list of tables is lost that of a new archive, in which every table begins at the same page. */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type Database from 'better-sqlite3';

const PAGE_BYTES = 4_096;
/** Where the first page says how many pages there are, and where the free ones begin. */
const SIZE_AT = 28;
const FREE_AT = 32;
const FREE_COUNT_AT = 36;

const TAILS = ['-wal', '-shm', '-journal', ''];

/**
 * Writes a copy of the damaged file `from` to `to`, with the head of `model`, a new archive. What is read from it is to be
 * doubted: its tables may have begun elsewhere. The damaged file stays as it is.
 */
export function withNewHead(from: string, to: string, model: Database.Database): void {
  removeFiles(to);
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
  // All of it in the file itself, where its pages are read.
  model.pragma('wal_checkpoint(TRUNCATE)');
  const pages = model
    .prepare<[], number>(`SELECT pageno FROM dbstat WHERE name IN ('sqlite_schema', 'sqlite_master')`)
    .pluck()
    .all();
  const source = openSync(model.name, 'r');
  const target = openSync(to, 'r+');
  try {
    const sizePages = Math.floor(fstatSync(target).size / PAGE_BYTES);
    for (const page of pages) {
      const bytes = Buffer.alloc(PAGE_BYTES);
      readSync(source, bytes, 0, PAGE_BYTES, (page - 1) * PAGE_BYTES);
      if (page === 1) {
        bytes.writeUInt32BE(sizePages, SIZE_AT);
        bytes.writeUInt32BE(0, FREE_AT);
        bytes.writeUInt32BE(0, FREE_COUNT_AT);
      }
      writeSync(target, bytes, 0, PAGE_BYTES, (page - 1) * PAGE_BYTES);
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

export function removeFiles(file: string): void {
  for (const tail of TAILS) rmSync(file + tail, { force: true });
}
