/** Opens an account's archive: one SQLite file, one connection, everything durable once a call has returned. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { DAY_MS } from '../datasets';
import { makeFolder } from '../make-folder';
import type { Archive } from './archive';
import { SqlAudioStore } from './audio';
import { SqlCoverageStore } from './coverage';
import { createSetAside } from './damaged';
import { deflater } from './deflater';
import { SqlInstrumentStore } from './instruments';
import { SqlJobStore } from './jobs';
import { SqlKeepStore } from './keep';
import { migrate, refuseNewer } from './migrate';
import { SqlRecordStore } from './records';
import { SqlSeriesStore } from './series';
import { guarded, translated } from './sqlite-failure';
import type { StoreDeps } from './store-deps';

const BUSY_TIMEOUT_MS = 5_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
const FULL = 2;

/**
 * Opens or creates the archive `file`, and its folder, readable by this user only.
 * @throws Failure `database-newer`, `corrupt`, `not-writable`, `disk-full`; every store method may throw the last three
 */
export function openArchive(file: string, clock: Clock): Archive {
  const db = translated(file, () => connect(file));
  const transaction = <T>(work: () => T): T => db.transaction(work).immediate();
  const setAside = createSetAside({ db, clock });
  const coverage = new SqlCoverageStore({ db, transaction, setAside });
  const deps: StoreDeps = {
    ...{ db, clock, deflater, transaction, setAside },
    onDamage: ({ dataset, instrument, day }) =>
      coverage.remove(dataset, instrument, { from: day, to: day + DAY_MS }),
  };
  return {
    instruments: guarded(file, new SqlInstrumentStore(deps)),
    records: guarded(file, new SqlRecordStore(deps)),
    series: guarded(file, new SqlSeriesStore(deps)),
    coverage: guarded(file, coverage),
    keep: guarded(file, new SqlKeepStore(deps)),
    jobs: guarded(file, new SqlJobStore(deps)),
    audio: guarded(file, new SqlAudioStore(deps)),
    transaction: (work) => translated(file, () => transaction(work)),
    check: () => Promise.reject(new Error('not yet')),
    backup: () => Promise.reject(new Error('not yet')),
    size: () => translated(file, () => sizeOf(file) + sizeOf(`${file}-wal`)),
    close: () => void db.close(),
  };
}

function connect(file: string): Database.Database {
  restrict(file);
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before anything is written: a newer archive is left exactly as it is.
    refuseNewer(db);
    prepare(db, file);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
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
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
}

/** SQLite gives its journal the permissions of the database, so one file decides. */
function restrict(file: string): void {
  makeFolder(path.dirname(file));
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform !== 'win32') chmodSync(file, 0o600);
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
