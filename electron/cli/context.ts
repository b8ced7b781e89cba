/** What every command is given. */
import path from 'node:path';
import type { AppInfo } from '../contract/model';
import type { Host } from '../contract/host';
import { createNodeTransport } from '../core/api/node-transport';
import { systemClock } from '../core/clock';
import { createCore, logFile, type Core } from '../core/core';
import { createFileLog } from '../core/log';
import type { Output } from './output';

/** The host of a command line can also read what it is fed. */
export interface CliHost extends Host {
  /** All of standard input; from a terminal one line, not shown. */
  readInput(): Promise<string>;
  close(): void;
}
export interface CliContext {
  readonly out: Output;
  readonly host: CliHost;
  /** Fires on the first Ctrl+C. */
  readonly signal: AbortSignal;
  readonly home: string;
  readonly app: Pick<AppInfo, 'version' | 'electron' | 'packaged'>;
  readonly apiUrl: string | undefined;
  readonly apiKey: string | undefined;
}

/**
 * Opens the core for one command and closes it afterwards. `work` may run jobs; `local` may run those that need no key;
 * `read` only looks at what is held. Neither of these two asks the keychain.
 */
export async function withCore<T>(
  context: CliContext,
  use: 'read' | 'local' | 'work',
  command: (core: Core) => Promise<T>,
): Promise<T> {
  const { home, host, app, apiUrl, apiKey } = context;
  const log = createFileLog(logFile(home));
  if (apiKey !== undefined) log.hide(apiKey);
  const asked: Host = use === 'work' ? host : { ...host, getSecret: () => Promise.resolve(undefined) };
  try {
    const core = await createCore({
      ...{ home, app, apiUrl, log },
      // With a key, a command that only writes files would resume what a window has left unfinished.
      apiKey: use === 'local' ? undefined : apiKey,
      host: asked,
      transport: createNodeTransport(`Leqbook/${app.version}`),
      clock: systemClock,
      whenOffline: 'stop',
      runsJobs: use !== 'read',
      parserFile: path.join(import.meta.dirname, 'parser.cjs'),
      writerFile: path.join(import.meta.dirname, 'writer.cjs'),
    });
    try {
      return await command(core);
    } finally {
      await core.close();
    }
  } finally {
    log.close();
  }
}
