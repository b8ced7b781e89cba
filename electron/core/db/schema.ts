/** Whether a database is an archive at all. */
import Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import { migrate } from './migrate';

/**
 * Compares the tables with those that the migrations make, and looks into each: a damaged page may have hidden a table, or
 * changed what it is called.
 * @throws Failure `corrupt`
 */
export function refuseForeign(db: Database.Database): void {
  if (schemaOf(db) !== schemaOf(model()))
    throw new Failure({ kind: 'corrupt', what: `The archive ${db.name}` });
  for (const table of tablesOf(db)) db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get();
}

/** Tables, but no version: the first page was damaged. */
export function refuseHeadless(db: Database.Database): void {
  if (db.pragma('user_version', { simple: true }) === 0 && tablesOf(db).length > 0)
    throw new Failure({ kind: 'corrupt', what: `The archive ${db.name}` });
}

function model(): Database.Database {
  const db = new Database(':memory:');
  migrate(db);
  return db;
}

/** SQLite's own tables may come and go. */
const OWN = `name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

export const schemaOf = (db: Database.Database): string =>
  JSON.stringify(
    db.prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE ${OWN} ORDER BY name`).all(),
  );

export const tablesOf = (db: Database.Database): readonly string[] =>
  db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${OWN}`).pluck().all();
