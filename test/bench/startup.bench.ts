/** From starting the program to a first screen that can be used, beside an empty Electron app, turn by turn. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchReport } from './bench-archive';
import { pageTimes, type PageTimes } from './page-times';

export const name = 'startup';

const ROUNDS = 9;
const EMPTY = 'test/bench/empty-app';
const LEQBOOK = '.';

function executable(): string {
  const stamp = JSON.parse(readFileSync('node_modules/.cache/setup.json', 'utf8')) as { executable: string };
  return stamp.executable;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

/** Starts the app once. @returns milliseconds after the start. */
async function startOnce(app: string, home: string): Promise<PageTimes> {
  const args = [path.resolve(app), '--disable-gpu', '--remote-debugging-port=0'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const env = { ...process.env, LEQBOOK_HOME: home, EMPTY_APP_HOME: home, ELECTRON_RUN_AS_NODE: undefined };
  const startedAt = performance.timeOrigin + performance.now();
  const child = spawn(executable(), args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const { interactive, firstPaint } = await pageTimes(child);
    return { interactive: interactive - startedAt, firstPaint: firstPaint - startedAt };
  } finally {
    await end(child);
  }
}

export async function run(report: BenchReport): Promise<void> {
  const homes = new Map(
    [EMPTY, LEQBOOK].map((app) => [app, mkdtempSync(path.join(tmpdir(), 'leqbook-bench-'))]),
  );
  const times = new Map<string, PageTimes[]>([EMPTY, LEQBOOK].map((app) => [app, []]));
  try {
    // The first round makes the profiles and warms the caches; it does not count.
    for (let round = -1; round < ROUNDS; round++)
      for (const [app, home] of homes) {
        const taken = await startOnce(app, home);
        if (round >= 0) times.get(app)?.push(taken);
      }
  } finally {
    for (const home of homes.values()) rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
  const [empty = [], leqbook = []] = [...times.values()];
  const row = (label: string, samples: readonly PageTimes[]): void => {
    report.row(
      `${label}: first paint`,
      'ms',
      samples.map((time) => time.firstPaint),
    );
    report.row(
      `${label}: interactive`,
      'ms',
      samples.map((time) => time.interactive),
    );
  };
  row('empty Electron app', empty);
  row('Leqbook', leqbook);
  report.row(
    'Leqbook above the empty app: interactive',
    'ms',
    leqbook.map((time, round) => time.interactive - (empty[round]?.interactive ?? NaN)),
  );
}
