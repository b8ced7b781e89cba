/**
 * Starts Leqbook for a test: as built from this clone, or as packaged; with a data folder of its own that is removed
 * afterwards. Chromium's sandbox stays on unless the tests run as root.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  _electron,
  test as base,
  chromium,
  type Browser,
  type ElectronApplication,
  type Page,
} from 'playwright/test';
import { startSession } from './session';

export const root = path.resolve(import.meta.dirname, '../..');
const LAUNCH_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 15_000;
const asRoot = process.getuid?.() === 0;

/** Values that replace the inherited environment's; undefined takes one away. */
export type Env = Readonly<Record<string, string | undefined>>;

export interface Running {
  readonly page: Page;
  /** Closes the window as a user would and waits until the app is gone. */
  close(): Promise<void>;
  /** Ends every process of the app at once, as a power cut would. */
  kill(): Promise<void>;
}

/** The app as built from this clone; Playwright reaches its main process as well. */
export interface Launched extends Running {
  readonly app: ElectronApplication;
}

/** A new data folder; whoever makes it removes it. */
export const makeHome = (): string => mkdtempSync(path.join(tmpdir(), 'leqbook-e2e-'));
export const removeHome = (home: string): void =>
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

function environment(home: string, env: Env): Record<string, string> {
  // The developer's own account must not leak into a test.
  const own: Env = {
    LEQBOOK_API_KEY: undefined,
    LEQBOOK_API_URL: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
  };
  const merged: Env = { ...process.env, ...own, LEQBOOK_HOME: home, ...env };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The executable that the set-up chose. */
export function electronExecutable(): string {
  const stamp = JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/setup.json'), 'utf8')) as {
    readonly executable: string;
  };
  return stamp.executable;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Ends a process and every one below it at once, as a power cut would. */
async function killAll(child: ChildProcess): Promise<void> {
  const below = child.pid === undefined || child.exitCode !== null ? [] : descendants(child.pid);
  child.kill('SIGKILL');
  for (const id of below)
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  await ended(child);
}

/** The processes below one; known on Linux only, elsewhere they end by themselves soon after it. */
function descendants(id: number): readonly number[] {
  if (process.platform !== 'linux') return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
    try {
      // The name in brackets may hold spaces; the parent is the second field after it.
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ');
      parents.set(Number(name), Number(fields?.[1]));
    } catch {
      // It ended meanwhile.
    }
  const below = (parent: number): readonly number[] =>
    [...parents].filter(([, of]) => of === parent).flatMap(([each]) => [each, ...below(each)]);
  return below(id);
}

/** Waits for the app to end by itself; one that does not is killed, and that is a failure. */
async function endedInTime(child: ChildProcess): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the app still ran ${CLOSE_TIMEOUT_MS} ms after its window was closed`));
    }, CLOSE_TIMEOUT_MS);
  });
  await Promise.race([ended(child), late]);
  clearTimeout(timer);
}

/** Starts the app built from this clone with that data folder. */
export async function launch(home: string, env: Env = {}): Promise<Launched> {
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [root, '--disable-gpu'],
    chromiumSandbox: !asRoot,
    env: environment(home, env),
    timeout: LAUNCH_TIMEOUT_MS,
  });
  const child = app.process();
  const kill = () => killAll(child);
  const close = async (): Promise<void> => {
    await Promise.all([endedInTime(child), app.close()]);
  };
  try {
    return { app, page: await app.firstWindow({ timeout: LAUNCH_TIMEOUT_MS }), close, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function devToolsAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the app has no standard error to read');
  let said = '';
  for await (const line of createInterface(child.stderr)) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return address;
    }
    said += `${line}\n`;
  }
  throw new Error(`the app ended before it could be reached:\n${said}`);
}

async function firstPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the app has no browser context');
  return context.pages()[0] ?? context.waitForEvent('page');
}

/** Starts a packaged app. Its fuses forbid the inspector that `launch` needs, so its window is driven over DevTools. */
export async function launchPackaged(executable: string, home: string, env: Env = {}): Promise<Running> {
  const args = ['--remote-debugging-port=0', '--disable-gpu', ...(asRoot ? ['--no-sandbox'] : [])];
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(home, env),
  });
  const kill = () => killAll(child);
  try {
    const page = await firstPage(await chromium.connectOverCDP(await devToolsAddress(child)));
    const close = async (): Promise<void> => {
      await Promise.all([endedInTime(child), page.close()]);
    };
    return { page, close, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

interface Fixtures {
  readonly home: string;
  readonly start: (env?: Env) => Promise<Launched>;
}

/**
 * Playwright's `test` with a data folder of the test's own and `start`, which may be called again for a restart on the
 * same data. What still runs at the end is ended, and the folder removed.
 */
export const test = base.extend<Fixtures, { session: undefined }>({
  session: [
    // eslint-disable-next-line no-empty-pattern -- as below
    async ({}, use, { parallelIndex }) => {
      // The first worker has the session that the run was started in.
      const own = parallelIndex > 0 ? await startSession() : undefined;
      Object.assign(process.env, own?.env);
      await use(undefined);
      await own?.end();
    },
    { scope: 'worker', auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from this pattern
  home: async ({}, use) => {
    const home = makeHome();
    await use(home);
    removeHome(home);
  },
  start: async ({ home }, use) => {
    const started: Launched[] = [];
    await use(async (env) => {
      const running = await launch(home, env);
      started.push(running);
      return running;
    });
    for (const running of started) await running.kill();
  },
});
