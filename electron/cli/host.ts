/** The host in plain Node: keychain and demo service as child processes beside the program. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { Failure } from '../contract/result';
import type { Child } from '../host/child';
import { createDemoService } from '../host/demo';
import { readInput } from '../host/input';
import { createSecrets } from '../host/secrets';
import type { CliHost } from './context';

/** `folder` holds the bundled programs. */
export function createNodeHost(folder: string): CliHost {
  const secrets = createSecrets(() => forkNode(path.join(folder, 'secrets.cjs')));
  const demo = createDemoService(() => forkNode(path.join(folder, 'demo.cjs')));
  return {
    getSecret: (account) => secrets.get(account),
    setSecret: (account, secret) => secrets.set(account, secret),
    deleteSecret: (account) => secrets.delete(account),
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: (shown) => Promise.reject(new Failure({ kind: 'not-found', what: shown })),
    chooseDocument: () => Promise.resolve(undefined),
    openDocument: (file) => Promise.reject(new Failure({ kind: 'not-found', what: file })),
    showLicences: () => Promise.reject(new Failure({ kind: 'not-found', what: 'A window' })),
    choosePlace: () => Promise.resolve(undefined),
    printPage: () => Promise.resolve(undefined),
    startDemo: demo.start,
    readInput,
    close() {
      secrets.close();
      demo.close();
    },
  };
}

/** What a child prints must not mix with the results. */
function forkNode(script: string): Child {
  const child = fork(script, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    post: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
