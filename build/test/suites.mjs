/** The three suites of `npm test`; each runs its tools and says what it came to. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packagedExecutable } from '../packaged.mjs';
import { nodeCommand, root } from '../runtime.mjs';
import { npmCommand } from '../setup/shell.mjs';
import { run } from './run.mjs';
import { brokenSuite, fromPlaywright, fromVitest } from './totals.mjs';

const MINUTE_MS = 60_000;
/** All suites together; what hangs must not keep the totals from being told. */
const END_MS = performance.now() + 25 * MINUTE_MS;
const CHECK_LIMIT_MS = 6 * MINUTE_MS;
const UNIT_LIMIT_MS = 12 * MINUTE_MS;
const PACK_LIMIT_MS = 4 * MINUTE_MS;
const E2E_LIMIT_MS = 12 * MINUTE_MS;
const LEAST_MS = 10_000;
/** A suite's own limit, or what is left for all. */
const within = (limitMs) => Math.max(LEAST_MS, Math.min(limitMs, END_MS - performance.now()));

const CHECKS = ['typecheck', 'lint', 'format:check'];

export const results = path.join(root, 'test-results');
const program = (file) => path.join(root, 'node_modules', file);

/** Reads a report that a runner should have written just now. */
function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
function freshFile(name) {
  const file = path.join(results, name);
  mkdirSync(results, { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** Types, lint and format; each counts as one test. They run side by side, and only failures are worth reading. */
export async function check() {
  const steps = await Promise.all(
    CHECKS.map(async (name) => {
      const npm = npmCommand('run', '--silent', name);
      const job = { command: npm.command, args: npm.args, ...npm.options };
      return { name, ...(await run({ ...job, limitMs: within(CHECK_LIMIT_MS), capture: true })) };
    }),
  );
  const failed = steps.filter(({ code }) => code !== 0);
  for (const { name, output, late } of failed)
    console.log(`\n${name} failed${late ? ' (took too long)' : ''}:\n${output.trim()}`);
  return {
    name: 'check',
    passed: steps.length - failed.length,
    failed: failed.map(({ name }) => name),
    skipped: [],
  };
}

/** Everything that needs no window: Vitest, where the native modules load. */
export async function unit() {
  const file = freshFile('unit.json');
  const { command, env } = nodeCommand();
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = [program('vitest/vitest.mjs'), 'run', ...reporters];
  const limitMs = within(UNIT_LIMIT_MS);
  const exit = { ...(await run({ command, args, env, limitMs })), limitMs };
  const read = report(file);
  return read ? fromVitest(read, exit) : brokenSuite('unit', 'Vitest ended without a report');
}

/** The app in a real window, from this clone and packaged: Playwright in a session with a display and a keyring. */
export async function e2e() {
  for (const [script, ...args] of [['bundle.mjs'], ['pack.mjs', 'dir']]) {
    const job = { command: process.execPath, args: [path.join(root, 'build', script), ...args] };
    // Nothing is signed here, whatever identities the developer has.
    const env = { CSC_IDENTITY_AUTO_DISCOVERY: 'false' };
    const { code, output } = await run({ ...job, env, limitMs: within(PACK_LIMIT_MS), capture: true });
    if (code === 0) continue;
    console.log(output);
    return brokenSuite('e2e', `build/${script} failed`);
  }
  const file = freshFile('e2e.json');
  const args = [
    path.join(root, 'build/with-session.mjs'),
    process.execPath,
    program('playwright/cli.js'),
    'test',
    '--reporter=list,json',
  ];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PACKAGED_APP: packagedExecutable() ?? '' };
  const limitMs = within(E2E_LIMIT_MS);
  const exit = { ...(await run({ command: process.execPath, args, env, limitMs })), limitMs };
  const read = report(file);
  return read ? fromPlaywright(read, exit) : brokenSuite('e2e', 'Playwright ended without a report');
}
