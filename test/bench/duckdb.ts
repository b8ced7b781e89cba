/** DuckDB as a peer: fetched when it is first wanted, into a cache of its own, never a part of the project. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGE = '@duckdb/node-api';
const VERSION = '1.5.6-r.1';
const FOLDER = path.resolve('node_modules/.cache/bench-peers');
const FETCH_MS = 180_000;

/** The part of its interface that is used. */
export interface DuckConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getColumns(): readonly (readonly unknown[])[] }>;
  closeSync(): void;
}
export interface DuckInstance {
  connect(): Promise<DuckConnection>;
  closeSync(): void;
}
export interface DuckDb {
  readonly version: string;
  open(file: string): Promise<DuckInstance>;
}

/** @returns DuckDB, or why it cannot be had */
export async function loadDuckDb(): Promise<DuckDb | string> {
  const manifest = path.join(FOLDER, 'package.json');
  try {
    if (!existsSync(path.join(FOLDER, 'node_modules', PACKAGE))) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(manifest, JSON.stringify({ private: true }));
      const args = ['install', '--no-save', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`];
      const done = spawnSync('npm', args, { cwd: FOLDER, encoding: 'utf8', timeout: FETCH_MS });
      if (done.status !== 0) return `npm: ${done.stderr.trim().split('\n').at(-1) ?? 'it failed'}`;
    }
    const entry = createRequire(manifest).resolve(PACKAGE);
    const { DuckDBInstance } = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as {
      readonly DuckDBInstance: { create(file: string): Promise<DuckInstance> };
    };
    return { version: VERSION, open: (file) => DuckDBInstance.create(file) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
