import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../electron/contract/result';
import { migrate, migrations, type Migration } from '../../electron/core/db/migrate';

const steps: readonly Migration[] = [
  { version: 1, sql: 'CREATE TABLE level (dB REAL) STRICT; INSERT INTO level VALUES (55.3)' },
  { version: 2, sql: 'CREATE TABLE copy AS SELECT dB + 1 AS dB FROM level' },
];
const versionOf = (db: Database.Database): unknown => db.pragma('user_version', { simple: true });
const tables = (db: Database.Database): unknown[] =>
  db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();

describe('migrations', () => {
  it('run in order, each once, from whatever version the archive has', () => {
    const db = new Database(':memory:');
    migrate(db, steps.slice(0, 1));
    db.exec('UPDATE level SET dB = 60');
    migrate(db, steps);
    migrate(db, steps);
    expect([versionOf(db), db.prepare('SELECT dB FROM copy').pluck().all()]).toEqual([2, [61]]);
  });

  it('that fail leave the archive at the step before', () => {
    const db = new Database(':memory:');
    const broken = { version: 2, sql: 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)' };
    expect(() => migrate(db, [...steps.slice(0, 1), broken])).toThrow('nowhere');
    expect([versionOf(db), tables(db)]).toEqual([1, ['level']]);
    migrate(db, steps);
    expect(versionOf(db)).toBe(2);
  });

  it('refuse an archive from the future', () => {
    const db = new Database(':memory:');
    db.pragma('user_version = 3');
    let thrown: unknown;
    try {
      migrate(db, steps);
    } catch (error) {
      thrown = error;
    }
    expect(isFailure(thrown, 'database-newer') && thrown.error).toEqual({
      kind: 'database-newer',
      found: 3,
      supported: 2,
    });
    expect(tables(db)).toEqual([]);
  });

  it('are numbered without gaps, and every table they make is strict', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    const db = new Database(':memory:');
    migrate(db);
    const loose = db.prepare(
      `SELECT name FROM pragma_table_list WHERE NOT strict AND name NOT LIKE 'sqlite%'`,
    );
    expect(loose.pluck().all()).toEqual([]);
    expect(tables(db).length).toBeGreaterThan(8);
  });
});
