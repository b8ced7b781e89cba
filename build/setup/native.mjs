/**
 * Native modules, tried in a child process of each program that loads them, because a module built for a newer
 * Node-API does not fail, it crashes. The prebuilt files are used where they load; otherwise better-sqlite3 is compiled.
 */
import * as fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, root } from '../runtime.mjs';
import { must, run, say, secondsSince, Stop } from './shell.mjs';
import { installCompilers } from './system.mjs';

const PROBES = {
  'better-sqlite3':
    "const D=require('better-sqlite3');if(new D(':memory:').prepare('select 1').pluck().get()!==1)process.exit(3)",
  keytar: "require('keytar')",
};
const SQLITE = path.join(root, 'node_modules/better-sqlite3');
const BUILT = path.join(SQLITE, 'build/Release/better_sqlite3.node');

/** @returns why the module does not load in that executable, or undefined. */
function loadFailure(name, executable) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const result = run(executable, ['-e', PROBES[name]], { env, timeout: 30_000 });
  if (result.status === 0) return undefined;
  return (result.stderr || result.error?.message || `killed by ${String(result.signal)}`).trim();
}

/**
 * Makes both native modules load in Electron, and in this Node or, where only a compiler could do that, nowhere else.
 * @returns whether plain Node programs that need them must run inside Electron (ELECTRON_RUN_AS_NODE).
 */
export function prepareNativeModules({ electron, force }) {
  for (const executable of [process.execPath, electron]) {
    const failure = loadFailure('keytar', executable);
    if (failure) throw new Stop(`keytar does not load in ${executable}:\n${failure}`);
  }
  const inElectron = () => loadFailure('better-sqlite3', electron) === undefined;
  const inNode = () => loadFailure('better-sqlite3', process.execPath) === undefined;
  if (inElectron()) return !inNode();
  if (!restoreSaved(force) || !inElectron()) compileSqlite();
  const failure = loadFailure('better-sqlite3', electron);
  if (failure) throw new Stop(`better-sqlite3 does not load after compiling:\n${failure}`);
  if (!fs.existsSync(savedFile())) {
    fs.mkdirSync(cacheFolder(), { recursive: true });
    fs.copyFileSync(BUILT, savedFile());
  }
  return !inNode();
}

function savedFile() {
  const { version } = JSON.parse(fs.readFileSync(path.join(SQLITE, 'package.json'), 'utf8'));
  return path.join(cacheFolder(), `better-sqlite3-${version}-${process.platform}-${process.arch}-napi9.node`);
}

function restoreSaved(force) {
  const saved = savedFile();
  if (force) fs.rmSync(saved, { force: true });
  if (!fs.existsSync(saved)) return false;
  fs.mkdirSync(path.dirname(BUILT), { recursive: true });
  fs.copyFileSync(saved, BUILT);
  say('better-sqlite3 from the cache');
  return true;
}

function compileSqlite() {
  installCompilers();
  const from = performance.now();
  say('compiling better-sqlite3 (about 90 s, once per machine)');
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  const hasHeaders = fs.existsSync(path.join(prefix, 'include/node/node_api.h'));
  // Its prebuilt files need Node-API 10; Node 20 and Electron 33 have 9 plus the same calls marked experimental.
  const env = {
    ...process.env,
    CXXFLAGS: '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  };
  const folder = path.join(SQLITE, 'build');
  fs.rmSync(folder, { recursive: true, force: true });
  const gyp = path.join(root, 'node_modules/node-gyp/bin/node-gyp.js');
  const args = [
    gyp,
    'rebuild',
    '--release',
    '--force_build=1',
    ...(hasHeaders ? [`--nodedir=${prefix}`] : []),
  ];
  must('compiling better-sqlite3', run(process.execPath, args, { cwd: SQLITE, env }));
  const file = fs.readFileSync(BUILT);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(BUILT), { recursive: true });
  fs.writeFileSync(BUILT, file, { mode: 0o755 });
  say(`better-sqlite3 compiled (${secondsSince(from)})`);
}
