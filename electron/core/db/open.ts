/** Opens an account's archive: one SQLite file, one connection, everything durable once a call has returned. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import { makeFolder } from '../make-folder';
import type { Archive, ArchiveSalvage } from './archive';
import { backupArchive } from './backup';
import { checkArchive } from './check';
import { tryLock, tryShare, type Lock } from './lock';
import { migrate, refuseNewer } from './migrate';
import { isMarked, markDamaged, salvage } from './salvage';
import { refuseMisnamed } from './salvage-series';
import { refuseForeign, refuseHeadless } from './schema';
import { guarded, translated, type Place } from './sqlite-failure';
import { createStores } from './stores';

const BUSY_TIMEOUT_MS = 5_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
/** Pages kept beside those that the system keeps; with eight times as many a chart takes 1.9 ms instead of 2.4. */
const CACHE_KIB = 2_000;
const FULL = 2;

export interface OpenOptions {
  /** Told before what can be read of a damaged archive is taken over, which may take minutes, and where it is kept. */
  readonly onSalvage?: (movedTo: string) => void;
}

/**
 * Opens or creates the archive `file`, and its folder, readable by this user only. A damaged one is moved aside, and what
 * can be read of it is taken over; see `salvaged`.
 * @throws Failure `database-newer`, `not-writable`, `disk-full`, or `corrupt` when another process has the damaged file
 * open; every store method may throw the last three
 */
export function openArchive(file: string, clock: Clock, { onSalvage }: OpenOptions = {}): Archive {
  const place: Place = { file, onCorrupt: () => markDamaged(file) };
  const { db, share, salvaged } = translated({ file, onCorrupt: () => undefined }, () =>
    connectOrSalvage({ file, clock, onSalvage: onSalvage ?? (() => undefined) }),
  );
  const transaction = transactionOf(db);
  const { onCorrupt } = place;
  const stores = createStores({ db, clock, transaction, onCorrupt });
  return {
    instruments: guarded(place, stores.instruments),
    records: guarded(place, stores.records),
    series: guarded(place, stores.series),
    coverage: guarded(place, stores.coverage),
    keep: guarded(place, stores.keep),
    jobs: guarded(place, stores.jobs),
    audio: guarded(place, stores.audio),
    sounds: guarded(place, stores.sounds),
    people: guarded(place, stores.people),
    salvaged,
    transaction: (work) => translated(place, () => transaction(work)),
    check: (progress, signal) => checkArchive({ db, stores, onCorrupt }, progress, signal),
    backup: (to, progress, signal) => backupArchive({ from: file, to }, progress, signal),
    size: () => translated(place, () => sizeOf(file) + sizeOf(`${file}-wal`)),
    otherWrites: () => translated(place, () => Number(db.pragma('data_version', { simple: true }))),
    close() {
      db.close();
      share.release();
    },
  };
}

interface Connecting {
  readonly file: string;
  readonly clock: Clock;
  readonly onSalvage: (movedTo: string) => void;
}
interface Connected {
  readonly db: Database.Database;
  /** Held by everyone who has the archive open, so that nobody takes it from under them. */
  readonly share: Lock;
  readonly salvaged: ArchiveSalvage | undefined;
}

function connectOrSalvage(connecting: Connecting): Connected {
  const { file } = connecting;
  makeFolder(path.dirname(file));
  const share = shareOf(file);
  try {
    if (!isMarked(file)) return { db: connect(file), share, salvaged: undefined };
  } catch (error) {
    if (!isFailure(error, 'corrupt')) {
      share.release();
      throw error;
    }
  }
  share.release();
  const salvaged = salvageAlone(connecting);
  const shareAgain = shareOf(file);
  try {
    return { db: connect(file), share: shareAgain, salvaged };
  } catch (error) {
    shareAgain.release();
    throw error;
  }
}

function salvageAlone({ file, clock, onSalvage }: Connecting): ArchiveSalvage | undefined {
  const lock = tryLock(lockOf(file));
  // What the other process still writes would be lost with the file moved from under it.
  if (lock === undefined)
    throw new Failure({
      kind: 'corrupt',
      what: `The archive ${file}, which is repaired once every other Leqbook is closed,`,
    });
  try {
    const create = (fresh: string) => {
      const db = connect(fresh);
      const stores = createStores({ db, clock, transaction: transactionOf(db), onCorrupt: () => undefined });
      return { db, stores };
    };
    return salvage({ file, now: clock.now(), create, onSalvage });
  } finally {
    lock.release();
  }
}

const lockOf = (file: string): string => `${file}.lock`;

function shareOf(file: string): Lock {
  const share = tryShare(lockOf(file));
  if (share === undefined)
    throw new Failure({ kind: 'not-writable', where: `${file}: another Leqbook is repairing it` });
  return share;
}

const transactionOf =
  (db: Database.Database) =>
  <T>(work: () => T): T =>
    db.transaction(work).immediate();

/** @throws Failure `corrupt` for all that says the file is no archive, and those of {@link openArchive} */
function connect(file: string): Database.Database {
  return translated({ file, onCorrupt: () => undefined }, () => {
    restrict(file);
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      // Before anything is written: a newer archive is left exactly as it is.
      refuseNewer(db);
      refuseHeadless(db);
      prepare(db, file);
      migrate(db);
      refuseForeign(db);
      refuseMisnamed(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepare(db: Database.Database, file: string): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  // Some network folders cannot share the memory that a write-ahead log needs.
  if (mode !== 'wal')
    throw new Failure({ kind: 'not-writable', where: `${file}: no write-ahead log is possible there` });
  db.pragma('synchronous = FULL');
  const synchronous = db.pragma('synchronous', { simple: true });
  if (synchronous !== FULL) throw new Error(`synchronous is ${String(synchronous)}, not FULL`);
  db.pragma('foreign_keys = ON');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
}

/** SQLite gives its journal the permissions of the database, so one file decides. */
function restrict(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform !== 'win32') chmodSync(file, 0o600);
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
