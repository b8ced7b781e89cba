/**
 * Makes a fresh clone ready, from nothing but Node: system libraries, npm packages, an Electron runtime, native modules
 * that load. Does nothing when that is done already.
 *   node build/setup.mjs [--for-tests] [--force]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { stampFile } from './runtime.mjs';
import { chooseElectron, electronVersion } from './setup/electron.mjs';
import { isSetUp, setupKey } from './setup/key.mjs';
import { prepareNativeModules } from './setup/native.mjs';
import { installNpmPackages } from './setup/npm.mjs';
import { say, secondsSince, Stop } from './setup/shell.mjs';
import {
  assertLibrariesFound,
  installSystemPackages,
  missingLibraries,
  missingTestTools,
} from './setup/system.mjs';

const force = process.argv.includes('--force');
const forTests = process.argv.includes('--for-tests');

function assertNodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`Node 20.19 or newer is needed; this is ${process.version}`);
}

// Test tools are asked for every time: the stamp may come from a run that was not for tests.
const nothingToDo = () => !force && isSetUp() && (!forTests || missingTestTools().length === 0);

async function setUp() {
  if (nothingToDo()) return;
  const started = performance.now();
  const testTools = forTests ? missingTestTools() : [];
  installSystemPackages(
    [...missingLibraries(), ...testTools],
    forTests ? 'Running the tests' : 'Running Leqbook',
  );
  installNpmPackages({ force });
  const electron = await chooseElectron({ force });
  assertLibrariesFound(electron.executable);
  const nodeInElectron = prepareNativeModules({ electron: electron.executable, force });
  const version = electronVersion(electron.executable);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  const stamp = { key: setupKey(), ...electron, version, nodeInElectron };
  writeFileSync(stampFile, JSON.stringify(stamp, null, 2));
  say(`ready in ${secondsSince(started)}: Electron ${version} (${electron.kind})`);
}

try {
  assertNodeIsNewEnough();
  if (!nothingToDo()) await withLock('setup', setUp);
} catch (error) {
  console.error(error instanceof Stop ? `\nsetup: ${error.message}` : error);
  process.exitCode = 1;
}
