/**
 * Measures: `npm run bench [-- name...]`. Each test/bench/<name>.bench.ts runs in a process of its own, one at a time, in a
 * session with a display; the table goes to the terminal, everything to bench-results/latest.json.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load, machine, table } from './bench/report.mjs';
import { bundle } from './bundle.mjs';
import { nodeCommand, root, runtime } from './runtime.mjs';

const SUFFIX = '.bench.ts';
const sources = path.join(root, 'test/bench');
const built = path.join(root, 'node_modules/.cache/bench');
const results = path.join(root, 'bench-results');

const script = (name) => path.join(root, 'build', name);

function chosen(asked) {
  const all = readdirSync(sources)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such bench: ${unknown.join(', ')}; there are ${all.join(', ')}`);
  return asked.length > 0 ? asked : all;
}

/** Modules for this Node; packages stay outside, so native ones are found where they are. */
async function buildModules(names) {
  const { build } = await import('vite');
  rmSync(built, { recursive: true, force: true });
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: built,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, path.join(sources, name + SUFFIX)])),
        output: { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}

/** @returns what the module reported; throws when it failed. */
function runModule(name) {
  const file = path.join(built, `${name}.json`);
  const { command, env } = nodeCommand();
  const args = [script('bench/child.mjs'), path.join(built, `${name}.mjs`), file];
  const done = spawnSync(process.execPath, [script('with-session.mjs'), command, '--expose-gc', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (done.status !== 0) throw new Error(`ended with exit code ${String(done.status)}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function main() {
  const names = chosen(process.argv.slice(2));
  const setUp = spawnSync(process.execPath, [script('setup.mjs'), '--for-tests'], { stdio: 'inherit' });
  if (setUp.status !== 0) throw new Error('the set-up failed');
  await bundle({ say: console.log });
  await buildModules(names);
  const { kind, version } = runtime();
  const report = { ...machine(), electron: `${version} (${kind})`, benches: [] };
  console.log(`\n${report.system}\nElectron ${report.electron}, Node ${report.node}`);
  for (const name of names) {
    const bench = { name, loadAverage: load(), rows: [] };
    try {
      Object.assign(bench, runModule(name));
    } catch (error) {
      bench.failure = error.message;
      process.exitCode = 1;
    }
    report.benches.push(bench);
    console.log(table(bench));
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, 'latest.json'), JSON.stringify(report, null, 2));
}

await main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
