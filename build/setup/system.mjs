/** System packages on Linux, asked for by what they provide, not by their names: checked, and installed only as root on Debian. */
import { existsSync } from 'node:fs';
import { must, onPath, run, say, Stop } from './shell.mjs';

/** Shared libraries Electron and the keychain need, and the Debian packages that bring them. */
const LIBRARIES = {
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
const COMPILERS = { 'g++': 'g++', make: 'make', python3: 'python3' };

const missingTools = (tools) =>
  Object.entries(tools)
    .filter(([tool]) => !onPath(tool))
    .map(([, name]) => name);

export const missingTestTools = () => (process.platform === 'linux' ? missingTools(TEST_TOOLS) : []);

export function missingLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file));
  if (process.platform !== 'linux' || !ldconfig) return [];
  const known = run(ldconfig, ['-p']).stdout ?? '';
  return Object.entries(LIBRARIES)
    .filter(([library]) => !known.includes(`\t${library} `))
    .map(([, name]) => name);
}

/** Newer Debian and Ubuntu renamed some libraries when their time stamps grew to 64 bits. */
const currentName = (name) =>
  onPath('apt-cache') && run('apt-cache', ['show', `${name}t64`]).status === 0 ? `${name}t64` : name;

/** Installs the packages, or stops with the one command to type where that is not ours to do. */
export function installSystemPackages(names, what) {
  if (names.length === 0) return;
  const install = () => ['install', '-y', '--no-install-recommends', ...names.map(currentName)];
  if (process.getuid?.() !== 0 || !onPath('apt-get'))
    throw new Stop(
      `${what} needs these system packages (Debian names): ${names.join(' ')}\n` +
        'Run this once, then the same command again:\n\n' +
        `  sudo apt-get update && sudo apt-get ${install().join(' ')}\n`,
    );
  say(`installing system packages: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  must('apt-get update', run('apt-get', ['update', '-qq'], { env }));
  // Only now are the names of this release known.
  must('apt-get install', run('apt-get', install(), { env }));
}

export function installCompilers() {
  if (process.platform === 'linux')
    installSystemPackages(missingTools(COMPILERS), 'Compiling better-sqlite3');
}

/** Electron's executable names every library it cannot find here. */
export function assertLibrariesFound(executable) {
  if (process.platform !== 'linux' || !onPath('ldd')) return;
  const lost = run('ldd', [executable]).stdout.match(/^\s*(\S+) => not found/gm) ?? [];
  if (lost.length > 0) throw new Stop(`Electron lacks these libraries:\n${lost.join('\n')}`);
}
