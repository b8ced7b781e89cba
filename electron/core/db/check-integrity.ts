/** SQLite's own check of a whole database, in a thread of its own: it reads every page and cannot be interrupted. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import { tablesOf } from './schema';

/** Sentences that SQLite finds to say; more than this tell nothing new. */
const MOST = 50;

// As text, because a program is one file. Through the read-only connection nothing can be changed.
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  let found;
  try {
    const db = new Database(workerData.file, { readonly: true, fileMustExist: true, timeout: 5000 });
    found = db.pragma('integrity_check(${MOST})').map((row) => row.integrity_check);
    db.close();
  } catch (error) {
    found = [String(error.message)];
  }
  parentPort.postMessage(found);
`;

/**
 * What SQLite says is wrong; empty when it finds nothing. Also finds indexes that say other than their tables.
 * Rejects with Failure `cancelled` once the signal fires.
 */
export async function checkIntegrity(db: Database.Database, signal: AbortSignal): Promise<readonly string[]> {
  const found = await inThread(db.name, signal).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    // Where no thread can load SQLite it is done here, table by table.
    return undefined;
  });
  return (found ?? integrityHere(db, signal)).filter((line) => line !== 'ok');
}

function inThread(file: string, signal: AbortSignal): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3');
    const worker = new Worker(PROGRAM, { eval: true, workerData: { driver, file } });
    const stop = () => {
      reject(new Failure({ kind: 'cancelled' }));
      void worker.terminate();
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      reject(new Error(`the check ended with ${code}`));
    });
  });
}

export function integrityHere(db: Database.Database, signal?: AbortSignal): readonly string[] {
  let tables: readonly string[];
  try {
    tables = tablesOf(db);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return tables.flatMap((table) => {
    if (signal?.aborted === true) throw new Failure({ kind: 'cancelled' });
    return integrityOf(db, table);
  });
}

/** What SQLite says of one table and its indexes; empty when it finds nothing. */
export function integrityOf(db: Database.Database, table: string): readonly string[] {
  try {
    const lines = db.prepare<[], string>(`PRAGMA integrity_check('${table}')`).pluck().all();
    return lines.filter((line) => line !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
