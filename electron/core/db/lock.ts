/** A lock between processes that the operating system lets go when its holder dies, however it dies. */
import Database from 'better-sqlite3';

export interface Lock {
  release(): void;
}

/** Takes the lock that `file` stands for; undefined while another process holds it. */
export function tryLock(file: string): Lock | undefined {
  const db = new Database(file, { timeout: 0 });
  try {
    // SQLite's own lock on the file; it is never written to.
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => void db.close() };
  } catch {
    db.close();
    return undefined;
  }
}
