/** Forks the core, gives it what it needs, and starts it again whenever it is gone unasked. */
import { rmSync } from 'node:fs';
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import {
  hostCalls,
  type AudioFileQuery,
  type CoreCalls,
  type CoreInit,
  type HostCalls,
  type HostEvents,
} from '../contract/host';
import { connect, serve, type HandlersOf, type Server } from '../contract/rpc';
import { withThreads } from '../host/thread-pool';
import { childPort } from './ports';

export interface CoreProcess {
  /** Connects a page to the core, now and after every restart. */
  connect(page: WebContents): void;
  hint(): void;
  /** Where a sound of an account is, relative to its audio folder; undefined: nowhere, or the core does not know now. */
  audioFile(query: AudioFileQuery): Promise<string | undefined>;
  /** Asks the core to finish; kills it when it takes too long. */
  close(): Promise<void>;
}

/** New objects may take three times so many MB of each process before they are looked through; V8's own measure is 16. */
export const LEAN_YOUTH = '--max-semi-space-size=1';
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const STABLE_MS = 60_000;
const CLOSE_MS = 5_000;

export function startCoreProcess(deps: {
  /** What runs first in the process, and then runs `program`. */
  readonly script: string;
  readonly program: string;
  /** Where the program's compiled form is kept. */
  readonly kept: string;
  readonly init: CoreInit;
  readonly handlers: HandlersOf<HostCalls>;
  readonly bug: (cause: unknown, name: string) => string;
}): CoreProcess {
  const pages = new Set<WebContents>();
  const core = connect<CoreCalls, Record<string, never>>();
  let child: UtilityProcess | undefined;
  let server: Server<HostEvents> | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let closing = false;

  function link(page: WebContents): void {
    if (child === undefined || page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ t: 'page' }, [port1]);
    page.postMessage('core-port', undefined, [port2]);
  }
  function start(): void {
    const started = utilityProcess.fork(deps.script, [deps.program, deps.kept], {
      env: withThreads(process.env),
      // Switches for pages do not reach it.
      execArgv: [`--js-flags=${LEAN_YOUTH}`],
      serviceName: 'Leqbook core',
    });
    const startedAt = Date.now();
    child = started;
    server = serve<HostCalls, HostEvents>({
      port: childPort(started),
      calls: hostCalls,
      handlers: deps.handlers,
      bug: deps.bug,
    });
    core.attach(childPort(started));
    started.postMessage(deps.init);
    for (const page of pages) link(page);
    started.once('exit', (code) => {
      child = undefined;
      server = undefined;
      if (closing) return;
      // A native crash can report exit code 0, so any exit that was not asked for counts. Should what was kept be to blame, it is gone.
      rmSync(deps.kept, { force: true });
      deps.bug(new Error(`the core stopped, exit code ${String(code)}`), 'core');
      pauseMs = Date.now() - startedAt > STABLE_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      setTimeout(start, pauseMs);
    });
  }
  start();
  return {
    connect(page) {
      if (!pages.has(page)) page.once('destroyed', () => void pages.delete(page));
      pages.add(page);
      link(page);
    },
    hint: () => server?.emit('network-hint', undefined),
    async audioFile(query) {
      const found = await core.call('audioFile', query);
      return found.ok ? found.value : undefined;
    },
    close() {
      closing = true;
      const ending = child;
      if (ending === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        const late = setTimeout(() => void ending.kill(), CLOSE_MS);
        ending.once('exit', () => {
          clearTimeout(late);
          resolve();
        });
        ending.postMessage({ t: 'close' });
      });
    },
  };
}
