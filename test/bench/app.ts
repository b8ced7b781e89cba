/** Starts the app that this clone has built, for benches: no inspector in its main process, its window over DevTools. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { devToolsAddress } from './page-times';

const CLOSE_MS = 5_000;

/** The executable that the set-up chose. */
export function executable(): string {
  const stamp = JSON.parse(readFileSync('node_modules/.cache/setup.json', 'utf8')) as { executable: string };
  return stamp.executable;
}

/** Starts an app's folder. Its standard error can be read. */
export function startElectron(app: string, env: NodeJS.ProcessEnv): ChildProcess {
  const args = [path.resolve(app), '--disable-gpu', '--remote-debugging-port=0'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return spawn(executable(), args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Asks an app to end; one that does not is killed. */
export async function endElectron(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await ended;
  clearTimeout(timer);
}

/** Runs `work` on the app's first page, and ends the app. `process` is the id of its main process. */
export async function withApp(
  app: string,
  env: NodeJS.ProcessEnv,
  work: (page: Page, process: number) => Promise<void>,
): Promise<void> {
  const child = startElectron(app, env);
  try {
    const browser = await chromium.connectOverCDP(await devToolsAddress(child));
    await work(await firstPage(browser), child.pid ?? NaN);
    await browser.close();
  } finally {
    await endElectron(child);
  }
}

async function firstPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the app has no browser context');
  return context.pages()[0] ?? context.waitForEvent('page');
}
