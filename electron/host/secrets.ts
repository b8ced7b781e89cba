/** The keychain, at arm's length: a process of its own that is killed when it does not answer in time. */
import { Failure } from '../contract/result';
import type { SecretReply, SecretRequest } from '../contract/host';
import type { Child } from './child';

/** Leaves a person time to type the keychain's password. */
const TIMEOUT_MS = 60_000;

export interface Secrets {
  get(account: string): Promise<string | undefined>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
  close(): void;
}
/** Each call but without its number, which is given here. */
type Call = SecretRequest extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;

interface Waiting {
  readonly settle: (reply: SecretReply | 'timeout' | 'exit') => void;
}

/** Every method throws Failure `keychain`. `fork` starts the process that calls it. */
export function createSecrets(fork: () => Child, timeoutMs = TIMEOUT_MS): Secrets {
  const waiting = new Map<number, Waiting>();
  let child: Child | undefined;
  let nextId = 1;

  function start(): Child {
    const started = fork();
    started.onMessage((message) => {
      const reply = message as SecretReply;
      waiting.get(reply.id)?.settle(reply);
    });
    started.onExit(() => {
      if (child !== started) return;
      child = undefined;
      for (const entry of [...waiting.values()]) entry.settle('exit');
    });
    return started;
  }
  function stop(): void {
    const stopping = child;
    child = undefined;
    stopping?.kill();
  }
  function ask(call: Call): Promise<string | undefined> {
    child ??= start();
    const target = child;
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiting.get(id)?.settle('timeout'), timeoutMs);
      const settle = (reply: SecretReply | 'timeout' | 'exit') => {
        clearTimeout(timer);
        waiting.delete(id);
        if (typeof reply === 'string') {
          if (reply === 'timeout') stop();
          reject(new Failure(silent(reply)));
        } else if (reply.ok) resolve(reply.value);
        else reject(new Failure({ kind: 'keychain', code: reply.code, reason: reply.reason }));
      };
      waiting.set(id, { settle });
      target.post({ ...call, id });
    });
  }
  return {
    get: (account) => ask({ method: 'get', account }),
    set: (account, secret) => ask({ method: 'set', account, secret }).then(nothing),
    delete: (account) => ask({ method: 'delete', account }).then(nothing),
    close: stop,
  };
}

const nothing = () => undefined;

const silent = (how: 'timeout' | 'exit') =>
  ({
    kind: 'keychain',
    code: how === 'timeout' ? 'timeout' : 'failed',
    reason:
      how === 'timeout'
        ? 'it is waiting for its password, or hangs. Unlock it and try again.'
        : 'its process stopped unexpectedly.',
  }) as const;
