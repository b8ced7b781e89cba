/** The host in an installed Leqbook: the command line runs in a utility process and asks Electron's main process. */
import type { HostCalls, HostEvents } from '../contract/host';
import { Failure, type Result } from '../contract/result';
import { connect } from '../contract/rpc';
import type { CliHost } from './context';

/** Electron's end of a utility process, as far as it is used here. */
export interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** `onSignal` hears of Ctrl+C, which only the main process can catch. */
export function createElectronHost(parentPort: ParentPort, onSignal: () => void): CliHost {
  const client = connect<HostCalls, HostEvents>();
  client.attach({
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    onClose: () => undefined,
    close: () => undefined,
  });
  parentPort.on('message', ({ data }) => {
    if ((data as { readonly t?: unknown } | undefined)?.t === 'signal') onSignal();
  });
  return {
    getSecret: (account) => unwrap(client.call('getSecret', account)),
    setSecret: (account, secret) => unwrap(client.call('setSecret', [account, secret])),
    deleteSecret: (account) => unwrap(client.call('deleteSecret', account)),
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: (folder) => unwrap(client.call('showFolder', folder)),
    startDemo: (epochMs) => unwrap(client.call('startDemo', epochMs)),
    readInput: () => unwrap(client.call('readInput')),
    close: () => undefined,
  };
}

async function unwrap<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Failure(result.error);
  return result.value;
}
