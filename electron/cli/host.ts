/** The host in plain Node: keychain and demo service as child processes beside the program. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { SecretReply } from '../contract/host';
import { Failure } from '../contract/result';
import { createSecrets, type SecretsChild } from '../secrets/secrets';
import type { CliHost } from './context';

/** Time to unlock a keychain by hand. */
const KEYCHAIN_TIMEOUT_MS = 60_000;

/** `folder` holds the bundled programs. */
export function createNodeHost(folder: string): CliHost {
  const secrets = createSecrets({
    fork: () => forkSecrets(path.join(folder, 'secrets.cjs')),
    timeoutMs: KEYCHAIN_TIMEOUT_MS,
  });
  const demo = createDemo(path.join(folder, 'demo.cjs'));
  return {
    getSecret: (account) => secrets.get(account),
    setSecret: (account, secret) => secrets.set(account, secret),
    deleteSecret: (account) => secrets.delete(account),
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: (folder) => Promise.reject(new Failure({ kind: 'not-found', what: folder })),
    startDemo: demo.start,
    readInput: () => (process.stdin.isTTY ? readHidden() : readAll(process.stdin)),
    close() {
      secrets.close();
      demo.close();
    },
  };
}

/** What a child prints must not mix with the results. */
const forkBeside = (script: string): ChildProcess =>
  fork(script, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

function forkSecrets(script: string): SecretsChild {
  const child = forkBeside(script);
  return {
    post: (request) => void child.send(request),
    onReply: (listener) => void child.on('message', (reply) => listener(reply as SecretReply)),
    onExit: (listener) => {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function createDemo(script: string) {
  let child: ChildProcess | undefined;
  let running: Promise<string> | undefined;
  const start = (epochMs: number): Promise<string> => {
    running ??= new Promise<string>((resolve, reject) => {
      const stopped = () => {
        running = undefined;
        reject(new Failure({ kind: 'offline', reason: 'the demo service stopped' }));
      };
      child = forkBeside(script);
      child.once('message', (message) => resolve((message as { readonly url: string }).url));
      child.once('exit', stopped);
      child.once('error', stopped);
      child.send({ epochMs });
    });
    return running;
  };
  return { start, close: () => void child?.kill('SIGKILL') };
}

export async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

/** One line typed in a terminal, without showing it. */
function readHidden(): Promise<string> {
  process.stderr.write('API key: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    const end = (line: string) => {
      process.stderr.write('\n');
      resolve(line);
      lines.close();
    };
    lines.once('line', end);
    lines.once('close', () => end(''));
    // In this mode the terminal no longer turns Ctrl+C into a signal.
    lines.once('SIGINT', () => {
      lines.close();
      process.kill(process.pid, 'SIGINT');
    });
  });
}
