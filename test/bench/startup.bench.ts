/** From starting the program to a screen that can be used, beside an empty Electron app, turn by turn. */
import { spawnSync } from 'node:child_process';
import type { BenchReport } from './bench-report';
import { emptyApp, enter, leave, reportAbove, reportTimes, startInTurn } from './starts';

export const name = 'startup';

const ROUNDS = 9;
const DAY_MS = 86_400_000;

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

export async function run(to: BenchReport): Promise<void> {
  const empty = enter(emptyApp);
  const signIn = enter({ label: 'Leqbook, sign-in', app: '.', selector: 'form button, form input' });
  const fleet = enter({ label: 'Leqbook, fleet', app: '.', selector: '[data-serial]' });
  const all = [empty, signIn, fleet];
  try {
    fillWithDemo(fleet.home);
    await startInTurn(all, ROUNDS);
  } finally {
    for (const each of all) leave(each);
  }
  for (const contestant of all) reportTimes(contestant, to);
  reportAbove(signIn, empty, to);
  reportAbove(fleet, empty, to);
}
