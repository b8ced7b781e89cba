/** Opens a damaged database for reading, as far as SQLite can be persuaded. */
import Database from 'better-sqlite3';
import { removeFiles, withNewHead } from './salvage-head';
import { schemaOf } from './schema';

export interface Readable {
  readonly db: Database.Database;
  /** Its list of tables is its own, so that what SQLite says of them can be believed. */
  readonly hasOwnHead: boolean;
  close(): void;
}

/** Undefined when nothing can be read. `fresh` is a new archive. */
export function openDamaged(file: string, fresh: Database.Database): Readable | undefined {
  const own = opened(file);
  if (own !== undefined && hasSchemaOf(own, fresh))
    return { db: own, hasOwnHead: true, close: () => void own.close() };
  own?.close();
  const mended = `${file}.mended`;
  try {
    withNewHead(file, mended, fresh);
    const db = opened(mended);
    if (db !== undefined && hasSchemaOf(db, fresh))
      return {
        db,
        hasOwnHead: false,
        close() {
          db.close();
          removeFiles(mended);
        },
      };
    db?.close();
  } catch {
    // No room for a copy, or no file to speak of.
  }
  removeFiles(mended);
  return undefined;
}

function opened(file: string): Database.Database | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    db.unsafeMode(true);
    // Lets SQLite read a file that is shorter than its header says, and a schema of which a part is damaged.
    db.pragma('writable_schema = ON');
    return db;
  } catch {
    db?.close();
    return undefined;
  }
}

function hasSchemaOf(db: Database.Database, fresh: Database.Database): boolean {
  try {
    return schemaOf(db) === schemaOf(fresh);
  } catch {
    return false;
  }
}
