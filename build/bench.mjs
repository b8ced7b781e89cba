/**
 * Measures: `npm run bench [-- name...] [-- options]`. Each test/bench/<name>.bench.ts runs in a process of its own, one at
 * a time, in a session with a display; tables go to the terminal, everything to bench-results/latest.json.
 *
 *   archive     stands for every bench of the archive: all but audio, startup and ui
 *   --make N    only makes the archive of N instrument-years that the growth bench uses, or finds it made
 *   --full      makes the archive of 40 instrument-years where it is missing, syncs every channel of 40 instrument-years
 *               for the memory bench, and gives every peer a year; takes most of an hour
 *   --json      prints the results as JSON on standard output, and everything else on standard error
 *
 * Large archives are kept in node_modules/.cache/bench-archives, or in LEQBOOK_BENCH_DIR, where the benches write as well.
 * The exit code is 1 when a bench failed or missed what it must reach.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calibrate, isNoisy } from './bench/calibration.mjs';
import { isBad, machine, table, verdicts } from './bench/report.mjs';
import { bundle } from './bundle.mjs';
import { nodeCommand, root, runtime } from './runtime.mjs';

const BENCH = '.bench.ts';
const PROGRAM = '.program.ts';
const NOT_OF_THE_ARCHIVE = ['audio', 'startup', 'ui'];
const sources = path.join(root, 'test/bench');
const built = path.join(root, 'node_modules/.cache/bench');
const results = path.join(root, 'bench-results');
const folder = path.resolve(
  process.env.LEQBOOK_BENCH_DIR ?? path.join(root, 'node_modules/.cache/bench-archives'),
);

const script = (name) => path.join(root, 'build', name);
const namesOf = (suffix) =>
  readdirSync(sources)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { make: { type: 'string' }, full: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const years = values.make === undefined ? undefined : Number(values.make);
  if (years !== undefined && !(Number.isInteger(years) && years > 0))
    throw new Error(`--make ${values.make}: a whole number of instrument-years is needed`);
  return { ...values, years, names: chosen(positionals) };
}

function chosen(asked) {
  const all = namesOf(BENCH);
  const names = asked.flatMap((name) =>
    name === 'archive' ? all.filter((each) => !NOT_OF_THE_ARCHIVE.includes(each)) : [name],
  );
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such bench: ${unknown.join(', ')}; there are archive, ${all.join(', ')}`);
  return names.length > 0 ? [...new Set(names)] : all;
}

/** Modules for this Node; packages stay outside, so native ones are found where they are. */
async function buildModules() {
  const { build } = await import('vite');
  rmSync(built, { recursive: true, force: true });
  const entries = [BENCH, PROGRAM].flatMap((suffix) =>
    namesOf(suffix).map((name) => [
      suffix === BENCH ? name : `${name}.program`,
      path.join(sources, name + suffix),
    ]),
  );
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
        input: Object.fromEntries(entries),
        output: { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}

/** What the modules find in their environment. */
const environment = (env) => ({
  ...process.env,
  ...env,
  LEQBOOK_BENCH_DIR: folder,
  LEQBOOK_BENCH_PROGRAMS: built,
  // A developer's own account must not be measured, nor touched.
  LEQBOOK_HOME: undefined,
  LEQBOOK_API_KEY: undefined,
  LEQBOOK_API_URL: undefined,
});

/** @returns what the module reported, with its failure if there was one */
function runModule(name, { full, json }) {
  const file = path.join(built, `${name}.json`);
  const { command, env } = nodeCommand();
  const args = [
    script('bench/child.mjs'),
    path.join(built, `${name}.mjs`),
    file,
    ...(full ? ['--full'] : []),
  ];
  const done = spawnSync(process.execPath, [script('with-session.mjs'), command, '--expose-gc', ...args], {
    cwd: root,
    stdio: ['ignore', json ? 2 : 'inherit', 'inherit'],
    env: environment(env),
  });
  const reported = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return done.status === 0
    ? reported
    : { failure: `ended with exit code ${String(done.status)}`, ...reported };
}

/** @returns the exit code */
function make(years) {
  const { command, env } = nodeCommand();
  const args = [path.join(built, 'make-archive.program.mjs'), String(years)];
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment(env) }).status ?? 1;
}

function measure(asked, say) {
  const { kind, version } = runtime();
  const report = { ...machine(), electron: `${version} (${kind})`, benches: [] };
  say(`\n${report.system}\nElectron ${report.electron}, Node ${report.node}`);
  for (const name of asked.names) {
    const before = calibrate(folder);
    const reported = runModule(name, asked);
    const after = calibrate(folder);
    const bench = { name, noise: { before, after, noisy: isNoisy(before, after) }, ...reported };
    report.benches.push(bench);
    say(table(bench));
  }
  return report;
}

async function main() {
  const asked = options();
  const say = asked.json ? console.error : console.log;
  const output = asked.json ? 2 : 'inherit';
  const setUp = spawnSync(process.execPath, [script('setup.mjs'), '--for-tests'], {
    stdio: ['ignore', output, 'inherit'],
  });
  if (setUp.status !== 0) throw new Error('the set-up failed');
  await bundle({ say });
  await buildModules();
  if (asked.years !== undefined) {
    process.exitCode = make(asked.years);
    return;
  }
  const report = measure(asked, say);
  say(verdicts(report.benches));
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, 'latest.json'), JSON.stringify(report, null, 2));
  if (asked.json) console.log(JSON.stringify(report));
  if (report.benches.some(isBad)) process.exitCode = 1;
}

await main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
