/** Where electron-builder leaves the unpacked application of this platform. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './runtime.mjs';

const CANDIDATES = {
  linux: ['linux-unpacked/leqbook-app', 'linux-arm64-unpacked/leqbook-app'],
  win32: ['win-unpacked/leqbook-app.exe', 'win-arm64-unpacked/leqbook-app.exe'],
  darwin: ['mac', 'mac-arm64', 'mac-universal'].map(
    (folder) => `${folder}/Leqbook.app/Contents/MacOS/Leqbook`,
  ),
};

/** The executable of the last package built here, or undefined. */
export function packagedExecutable() {
  const release = path.join(root, 'release');
  return (CANDIDATES[process.platform] ?? [])
    .map((file) => path.join(release, file))
    .find((file) => existsSync(file));
}
