/** What the set-up steps share: running a program, saying what happens, stopping with advice instead of a stack. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

/** A reason to stop that the reader can act on; its message is the advice. */
export class Stop extends Error {}

export const say = (text) => console.log(`setup: ${text}`);
export const secondsSince = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
}

/** @returns the result, when the program ended well; otherwise throws Stop with the end of what it said. */
export function must(what, result) {
  if (result.status === 0) return result;
  const reason =
    result.error?.message ?? (result.signal ? `killed by ${result.signal}` : `exit ${String(result.status)}`);
  throw new Stop(`${what} failed (${reason})\n${String(result.stderr ?? '').slice(-3000)}`);
}

export const onPath = (name) =>
  (process.env.PATH ?? '').split(path.delimiter).some((dir) => existsSync(path.join(dir, name)));

/** How to start npm: through the copy that started us, or the one on the PATH (on Windows a script, hence the shell). */
export function npmCommand(...args) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script))
    return { command: process.execPath, args: [script, ...args], options: {} };
  return { command: 'npm', args, options: { shell: process.platform === 'win32' } };
}
