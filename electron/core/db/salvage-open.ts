/** Opens a damaged database for reading, as far as SQLite can be persuaded. */
import Database from 'better-sqlite3';

/** Undefined when not even its list of tables can be read. */
export function openDamaged(file: string): Database.Database | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    db.unsafeMode(true);
    // Lets SQLite read a file that is shorter than its header says, and a schema of which a part is damaged.
    db.pragma('writable_schema = ON');
    const tables = db.prepare<[], number>(`SELECT count(*) FROM sqlite_schema WHERE type = 'table'`).pluck();
    if ((tables.get() ?? 0) > 0) return db;
    db.close();
    return undefined;
  } catch {
    db?.close();
    return undefined;
  }
}
