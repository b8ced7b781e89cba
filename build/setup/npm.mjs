/** The npm packages of package-lock.json, installed once per lock file. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';
import { must, npmCommand, run, say, secondsSince } from './shell.mjs';

export function installNpmPackages({ force }) {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const mark = path.join(root, 'node_modules/.cache/lock.sha256');
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (!force && existsSync(installed) && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  const from = performance.now();
  say('installing npm packages');
  // No install scripts: native modules come prebuilt in their packages, and what must be compiled is compiled later.
  // (npm would run node-gyp for better-sqlite3 just for its binding.gyp, and fail where there is no Python.)
  const npm = npmCommand('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  must('npm ci', run(npm.command, npm.args, { ...npm.options, stdio: ['ignore', 'inherit', 'inherit'] }));
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, hash);
  say(`npm packages installed (${secondsSince(from)})`);
}
