/** Takes a file out of the system's cache, so that reading it means reading the disk. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** What may stay of a file; a page or two are read ahead by whoever looks. */
const LEFT_SHARE = 0.01;
const LEFT_BYTES = 1024 * 1024;

const FADVISE = `import os, sys
file = os.open(sys.argv[1], os.O_RDONLY)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)`;

const ways = [
  {
    name: 'dd iflag=nocache count=0',
    command: 'dd',
    args: (file: string) => [`if=${file}`, 'iflag=nocache', 'count=0'],
  },
  {
    name: 'posix_fadvise(DONTNEED)',
    command: 'python3',
    args: (file: string) => ['-c', FADVISE, file],
  },
];

/**
 * Drops a file that nobody has open for writing. @returns how; undefined where this system cannot do it
 * @throws Error when the system says that most of it is still there
 */
export function dropFromCache(file: string): string | undefined {
  spawnSync('sync', [file]);
  const way = ways.find(({ command, args }) => spawnSync(command, args(file)).status === 0);
  if (way === undefined) return undefined;
  const left = cachedBytes(file);
  if (left === undefined) return `${way.name}, unchecked`;
  if (left > LEFT_BYTES && left > LEFT_SHARE * statSync(file).size)
    throw new Error(`${left} bytes of ${file} are still in the cache`);
  return `${way.name}, checked with fincore`;
}

function cachedBytes(file: string): number | undefined {
  const { status, stdout } = spawnSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', file], {
    encoding: 'utf8',
  });
  return status === 0 ? Number(stdout.trim()) : undefined;
}
