/** A host on the other side of a port: its answers as a core wants them, a value or a thrown Failure. */
import type { Host, HostCalls, HostEvents } from '../contract/host';
import { Failure, type Result } from '../contract/result';
import { connect, type Client } from '../contract/rpc';

/** Electron's end of a utility process, as far as it is used here. */
export interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
export interface RemoteHost extends Host {
  readInput(): Promise<string>;
  readonly on: Client<HostCalls, HostEvents>['on'];
}

export function remoteHost(parentPort: ParentPort): RemoteHost {
  const client = connect<HostCalls, HostEvents>();
  client.attach({
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    // A utility process ends with its parent.
    onClose: () => undefined,
    close: () => undefined,
  });
  return {
    getSecret: (account) => unwrap(client.call('getSecret', account)),
    setSecret: (account, secret) => unwrap(client.call('setSecret', [account, secret])),
    deleteSecret: (account) => unwrap(client.call('deleteSecret', account)),
    chooseFolder: () => unwrap(client.call('chooseFolder')),
    showFolder: (folder) => unwrap(client.call('showFolder', folder)),
    chooseDocument: () => unwrap(client.call('chooseDocument')),
    openDocument: (file) => unwrap(client.call('openDocument', file)),
    showLicences: () => unwrap(client.call('showLicences')),
    choosePlace: (request) => unwrap(client.call('choosePlace', request)),
    printPage: (request, signal) => unwrap(client.call('printPage', request, { signal })),
    startDemo: (epochMs) => unwrap(client.call('startDemo', epochMs)),
    readInput: () => unwrap(client.call('readInput')),
    on: client.on,
  };
}

async function unwrap<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Failure(result.error);
  return result.value;
}
