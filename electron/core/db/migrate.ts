/** Brings an archive's tables up to date, one numbered step after another. */
import type Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import { first } from './migrations/0001-first';
import { audioSize } from './migrations/0002-audio-size';
import { people } from './migrations/0003-people';
import { heldRows } from './migrations/0004-held-rows';

/** Never edited once released: an archive that ran it will not run it again. */
export interface Migration {
  /** Counts from 1 without gaps; what `user_version` says afterwards. */
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [first, audioSize, people, heldRows];

const versionOf = (db: Database.Database): number => db.pragma('user_version', { simple: true }) as number;

/** @throws Failure `database-newer` when the archive was written by a later Leqbook; nothing is touched then */
export function refuseNewer(db: Database.Database, steps: readonly Migration[] = migrations): void {
  const found = versionOf(db);
  if (found > steps.length) throw new Failure({ kind: 'database-newer', found, supported: steps.length });
}

/**
 * Runs the steps that are missing, each in a transaction with its version number: an interrupted one never happened.
 * The version is read again inside, because another process may be opening the same file.
 */
export function migrate(db: Database.Database, steps: readonly Migration[] = migrations): void {
  if (versionOf(db) === steps.length) return;
  for (const [index, step] of steps.entries()) {
    if (step.version !== index + 1) throw new Error(`migration ${step.version} stands at place ${index + 1}`);
    db.transaction(() => {
      if (versionOf(db) >= step.version) return;
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    }).immediate();
  }
  refuseNewer(db, steps);
}
