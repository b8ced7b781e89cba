/** A whole core in this process, as the window has it, with a keychain in memory. */
import type { CallInput, CallName, CallOutput } from '../../electron/contract/index';
import type { Host } from '../../electron/contract/host';
import type { Job } from '../../electron/contract/jobs';
import { createNodeTransport } from '../../electron/core/api/node-transport';
import { systemClock, type Clock } from '../../electron/core/clock';
import { createCore, type Core, type CoreDeps } from '../../electron/core/core';
import { keptLog, type KeptLog } from './quiet-log';

export interface TestCore extends Core {
  readonly log: KeptLog;
  readonly keychain: Map<string, string>;
  /** Makes a call as `serve()` would, but lets a Failure through. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Resolves with the job once it is done, failed or cancelled. */
  ended(job: Job): Promise<Job>;
}

export async function startCore(
  options: Pick<CoreDeps, 'home'> &
    Partial<CoreDeps> & { readonly keychain?: Map<string, string>; readonly clock?: Clock },
): Promise<TestCore> {
  const log = keptLog();
  const keychain = options.keychain ?? new Map<string, string>();
  const host: Host = {
    getSecret: (account) => Promise.resolve(keychain.get(account)),
    setSecret: (account, secret) => Promise.resolve(void keychain.set(account, secret)),
    deleteSecret: (account) => Promise.resolve(void keychain.delete(account)),
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: () => Promise.resolve(),
    chooseDocument: () => Promise.resolve(undefined),
    openDocument: () => Promise.resolve(),
    showLicences: () => Promise.resolve(),
    choosePlace: () => Promise.resolve(undefined),
    printPage: () => Promise.resolve(undefined),
    startDemo: () => Promise.reject(new Error('tests name their service')),
  };
  const core = await createCore({
    app: { version: '0.0.0', electron: undefined, packaged: false },
    apiUrl: undefined,
    apiKey: undefined,
    host,
    transport: createNodeTransport('Leqbook'),
    clock: systemClock,
    log,
    whenOffline: 'wait',
    ...options,
  });
  return {
    ...core,
    log,
    keychain,
    call: async (name, input) => {
      const handler = core.handlers[name] as (input: unknown, signal: AbortSignal) => unknown;
      return (await handler(input, new AbortController().signal)) as never;
    },
    ended: ({ id }) => core.open().queue.ended(id),
  };
}
