/** A lock between processes that the operating system lets go when its holder dies, however it dies. */
import Database from 'better-sqlite3';

export interface Lock {
  release(): void;
}

/** Takes a share of the lock that `file` stands for, which others may share; undefined while another process holds it all. */
export function tryShare(file: string): Lock | undefined {
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec('BEGIN');
    // Reading takes SQLite's shared lock, and the transaction keeps it.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { release: () => void db.close() };
  } catch {
    db.close();
    return undefined;
  }
}

/** Takes the lock that `file` stands for; undefined while another process holds it, and goes on to for `waitMs`. */
export function tryLock(file: string, waitMs = 0): Lock | undefined {
  const db = new Database(file, { timeout: waitMs });
  try {
    // SQLite's own lock on the file; it is never written to.
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => void db.close() };
  } catch {
    db.close();
    return undefined;
  }
}
