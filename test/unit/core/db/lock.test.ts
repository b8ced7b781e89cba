import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { tryLock } from '../../../../electron/core/db/lock';
import { PATIENT } from '../../../support/patient';
import { tempFolder } from '../../../support/temp';

/** Holds the lock in a process of its own and says so. */
const HOLDER = `
const Database = require('better-sqlite3');
const db = new Database(process.argv[1]);
db.exec('BEGIN EXCLUSIVE');
process.stdout.write('held');
setInterval(() => {}, 1000);
`;

test('a lock is had once, and again after it was released', () => {
  const file = path.join(tempFolder('lock'), 'jobs.lock');
  const first = tryLock(file);
  expect(first).toBeDefined();
  expect(tryLock(file)).toBeUndefined();
  first?.release();
  const second = tryLock(file);
  expect(second).toBeDefined();
  second?.release();
});

test('a lock held by a process that is killed is free again', async () => {
  const file = path.join(tempFolder('lock'), 'jobs.lock');
  const holder = spawn(process.execPath, ['-e', HOLDER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  expect(tryLock(file)).toBeUndefined();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = await vi.waitUntil(() => tryLock(file), PATIENT);
  lock.release();
});
