/** One at a time, across processes of this clone: a file that names the process holding it. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './runtime.mjs';

const POLL_MS = 100;

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The holder's process id, or undefined when it is gone and left the file behind. */
function holder(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 0 : undefined;
  }
}

/** Runs `work` while no other process of this clone runs work under the same name. */
export async function withLock(name, work) {
  // Outside node_modules, which the set-up replaces.
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const file = path.join(os.tmpdir(), `leqbook-${clone}-${name}.lock`);
  let told = false;
  while (!take(file)) {
    const pid = holder(file);
    if (pid === undefined) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) console.error(`waiting for another ${name} to finish (process ${pid})`);
    told = true;
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
