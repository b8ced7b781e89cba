/** From starting the program to a screen that can be used, beside an empty Electron app, turn by turn. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endElectron, startElectron } from './app';
import type { BenchReport } from './bench-report';
import { pageTimes, type PageTimes } from './page-times';

export const name = 'startup';

const ROUNDS = 9;
const DAY_MS = 86_400_000;

interface Contestant {
  readonly label: string;
  readonly app: string;
  /** What a person could use first. */
  readonly selector: string;
  readonly home: string;
  readonly times: PageTimes[];
}

/** Starts the app once. @returns milliseconds after the start. */
async function startOnce({ app, home, selector }: Contestant): Promise<PageTimes> {
  const startedAt = performance.timeOrigin + performance.now();
  const child = startElectron(app, { LEQBOOK_HOME: home, EMPTY_APP_HOME: home });
  try {
    const { interactive, firstPaint } = await pageTimes(child, selector);
    return { interactive: interactive - startedAt, firstPaint: firstPaint - startedAt };
  } finally {
    await endElectron(child);
  }
}

/** Gives a data folder the demo account with a day of data, through the command line. */
function fillWithDemo(home: string): void {
  const from = new Date(Date.now() - DAY_MS).toISOString();
  for (const args of [
    ['login', '--demo'],
    ['sync', '--from', from],
  ]) {
    const command = ['dist/electron/cli.cjs', ...args];
    const done = spawnSync(process.execPath, command, { env: { ...process.env, LEQBOOK_HOME: home } });
    // 1: something was missing; one of the demo's instruments is offline.
    if (done.status !== 0 && done.status !== 1) throw new Error(`${args.join(' ')}: ${String(done.stderr)}`);
  }
}

function report({ label, times }: Contestant, to: BenchReport): void {
  const values = (which: keyof PageTimes): number[] => times.map((time) => time[which]);
  to.row(`${label}: first paint`, 'ms', values('firstPaint'));
  to.row(`${label}: usable`, 'ms', values('interactive'));
}

function above(contestant: Contestant, empty: Contestant, to: BenchReport): void {
  const extra = contestant.times.map(
    (time, round) => time.interactive - (empty.times[round]?.interactive ?? NaN),
  );
  to.row(`${contestant.label}: usable, above the empty app`, 'ms', extra);
}

export async function run(to: BenchReport): Promise<void> {
  const enter = (label: string, app: string, selector: string): Contestant => {
    const home = mkdtempSync(path.join(tmpdir(), 'leqbook-bench-'));
    return { label, app, selector, home, times: [] };
  };
  const empty = enter('empty Electron app', 'test/bench/empty-app', 'button');
  const signIn = enter('Leqbook, sign-in', '.', 'form button, form input');
  const fleet = enter('Leqbook, fleet', '.', '[data-serial]');
  const all = [empty, signIn, fleet];
  try {
    fillWithDemo(fleet.home);
    // The first round makes the profiles and warms the caches; it does not count.
    for (let round = -1; round < ROUNDS; round++)
      for (const contestant of all) {
        const taken = await startOnce(contestant);
        if (round >= 0) contestant.times.push(taken);
      }
  } finally {
    for (const { home } of all) rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
  for (const contestant of all) report(contestant, to);
  above(signIn, empty, to);
  above(fleet, empty, to);
}
