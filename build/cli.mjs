/**
 * Leqbook's command line from this clone: `npm run --silent leqbook -- …`. Standard output and input belong to the
 * command alone; whatever has to be prepared first is told on standard error.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { isBundled } from './bundle/sources.mjs';
import { nodeCommand, root } from './runtime.mjs';
import { isSetUp } from './setup/key.mjs';

const PROGRAM = path.join(root, 'dist/electron/cli.cjs');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** In a process of its own, so that nothing of it stays in the one the command runs in. */
const prepare = (script) =>
  spawnSync(process.execPath, [path.join(root, 'build', script)], { stdio: ['ignore', 2, 2] }).status === 0;

/** Where this Node cannot load the native modules, Electron acts as Node. */
async function runElsewhere({ command, env }, args) {
  const child = spawn(command, [PROGRAM, ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  // A terminal sends Ctrl+C to the child as well; twice would look like impatience.
  const inTerminal = process.stdin.isTTY || process.stderr.isTTY;
  for (const signal of SIGNALS)
    process.on(signal, () => (signal === 'SIGINT' && inTerminal ? undefined : child.kill(signal)));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...how) => resolve(how));
  });
  process.exitCode = code ?? 128 + (os.constants.signals[signal] ?? 0);
}

if ((isSetUp() || prepare('setup.mjs')) && (isBundled() || prepare('bundle.mjs'))) {
  const node = nodeCommand();
  const args = process.argv.slice(2);
  if (node.command === process.execPath) {
    process.argv = [process.execPath, PROGRAM, ...args];
    createRequire(import.meta.url)(PROGRAM);
  } else await runElsewhere(node, args);
} else process.exitCode = 1;
