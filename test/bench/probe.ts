/** What the probe noted in the processes it was loaded into. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Moment {
  /** Epoch ms. */
  readonly at: number;
  /** The longest that the event loop was held up since the moment before. */
  readonly stallMs: number;
  /** Bytes of memory. */
  readonly rss: number;
}
export interface Probed {
  /** `node`, or Electron's name for it: `browser` is main, `utility` the core, the keychain's or the demo's. */
  readonly process: string;
  readonly argv: readonly string[];
  readonly moments: readonly Moment[];
}

/** The environment that loads the probe; what it notes goes into `folder`. */
export const probeEnv = (folder: string): Record<string, string> => ({
  LEQBOOK_BENCH_PROBE: folder,
  NODE_OPTIONS: `--require ${JSON.stringify(path.resolve('build/bench/probe.cjs'))}`,
});

export const readProbes = (folder: string): readonly Probed[] =>
  readdirSync(folder).map((name) => {
    const lines = readFileSync(path.join(folder, name), 'utf8').trim().split('\n');
    const [head, ...moments] = lines.map((line) => JSON.parse(line) as unknown);
    return { ...(head as Omit<Probed, 'moments'>), moments: moments as readonly Moment[] };
  });

/** The greatest of each of so many equal stretches of a span of time. */
export function greatestOfEach(
  parts: number,
  { from, to }: { readonly from: number; readonly to: number },
  moments: readonly Moment[],
  value: (moment: Moment) => number,
): number[] {
  const length = (to - from) / parts;
  return Array.from({ length: parts }, (_, part) => {
    const inside = moments.filter(({ at }) => at >= from + part * length && at < from + (part + 1) * length);
    if (inside.length === 0) throw new Error('void: the probe noted nothing for a while');
    return Math.max(...inside.map(value));
  });
}
