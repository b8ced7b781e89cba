/** What an app weighs: the memory of all its processes, and its scripts as they would be sent. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PageWeight } from '../../build/bundle/weigh.mjs';

const PAGE = 'dist/renderer';

/** Each process's share of what it shares, together, MB; undefined where the system does not tell. */
export function memoryOf(root: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return withBelow(root).reduce((sum, id) => sum + shareOf(id), 0) / 1e3;
}

function withBelow(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
    try {
      // The name in brackets may hold spaces; the parent is the second field after it.
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ');
      parents.set(Number(name), Number(fields?.[1]));
    } catch {
      // It ended meanwhile.
    }
  const below = (id: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === id).flatMap(([each]) => [each, ...below(each)]);
  return [root, ...below(root)];
}

/** Kilobytes of 1,000; what ended meanwhile has none. */
function shareOf(id: number): number {
  try {
    const text = readFileSync(`/proc/${String(id)}/smaps_rollup`, 'utf8');
    return (Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) * 1_024) / 1_000;
  } catch {
    return 0;
  }
}

const gzipped = (file: string): number =>
  gzipSync(readFileSync(path.join(PAGE, file)), { level: 9 }).length / 1e3;

/** The scripts among these addresses of the window, kB gzipped. */
export function scriptsAmong(addresses: readonly string[]): number {
  const files = new Set(
    addresses.map((each) => new URL(each).pathname).filter((each) => each.endsWith('.js')),
  );
  if (files.size === 0) throw new Error('void: the page tells of no script');
  return [...files].reduce((sum, file) => sum + gzipped(file), 0);
}

/** What each screen and dialog needs, by a build of the page. */
export const weighPage = (): PageWeight =>
  JSON.parse(
    execFileSync(process.execPath, ['build/bundle/weigh.mjs', '--json'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    }),
  ) as PageWeight;
