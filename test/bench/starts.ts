/** Starts of apps that are compared, turn by turn. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endElectron, startElectron } from './app';
import type { BenchReport, Target } from './bench-report';
import { pageTimes, type PageTimes } from './page-times';

export interface Contestant {
  readonly label: string;
  readonly app: string;
  /** What a person could use first. */
  readonly selector: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly times: PageTimes[];
}
export type Entered = Pick<Contestant, 'label' | 'app' | 'selector'> & { readonly env?: NodeJS.ProcessEnv };

/** With a data folder of its own; {@link leave} removes it. */
export function enter({ env = {}, ...rest }: Entered): Contestant {
  return { ...rest, env, home: mkdtempSync(path.join(tmpdir(), 'leqbook-bench-')), times: [] };
}
export function leave({ home }: Contestant): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
export const emptyApp: Entered = {
  label: 'empty Electron app',
  app: 'test/bench/empty-app',
  selector: 'button',
};

/** The environment in which a contestant finds its data folder. */
export const homeEnv = ({ home, env }: Contestant): NodeJS.ProcessEnv => ({
  ...{ LEQBOOK_HOME: home, EMPTY_APP_HOME: home },
  ...env,
});

/** Starts the app once. @returns milliseconds after the start. */
async function startOnce(contestant: Contestant): Promise<PageTimes> {
  const startedAt = performance.timeOrigin + performance.now();
  const child = startElectron(contestant.app, homeEnv(contestant));
  try {
    const { interactive, firstPaint } = await pageTimes(child, contestant.selector);
    return { interactive: interactive - startedAt, firstPaint: firstPaint - startedAt };
  } finally {
    await endElectron(child);
  }
}

/** The first round makes the profiles and warms the caches; it does not count. */
export async function startInTurn(all: readonly Contestant[], rounds: number): Promise<void> {
  for (let round = -1; round < rounds; round++)
    for (const contestant of all) {
      const taken = await startOnce(contestant);
      if (round >= 0) contestant.times.push(taken);
    }
}

export function reportTimes({ label, times }: Contestant, to: BenchReport): void {
  const values = (which: keyof PageTimes): number[] => times.map((time) => time[which]);
  to.row(`${label}: first paint`, 'ms', values('firstPaint'));
  to.row(`${label}: usable`, 'ms', values('interactive'));
}

export function reportAbove(
  contestant: Contestant,
  empty: Contestant,
  to: BenchReport,
  target?: Target,
): void {
  const extra = contestant.times.map(
    (time, round) => time.interactive - (empty.times[round]?.interactive ?? NaN),
  );
  to.row(`${contestant.label}: usable, above the empty app`, 'ms', extra, target);
}
