/** The keychain, at arm's length: a process of its own that is killed when it does not answer in time. */
import { Failure } from '../contract/result';
import type { SecretReply, SecretRequest } from '../contract/host';

/** A child process as far as the keychain needs one; Electron's and Node's both fit. */
export interface SecretsChild {
  post(request: SecretRequest): void;
  onReply(listener: (reply: SecretReply) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}
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

/** Every method throws Failure `keychain`. `timeoutMs` must leave a person time to type a password. */
export function createSecrets(deps: {
  readonly fork: () => SecretsChild;
  readonly timeoutMs: number;
}): Secrets {
  const waiting = new Map<number, Waiting>();
  let child: SecretsChild | undefined;
  let nextId = 1;

  function start(): SecretsChild {
    const started = deps.fork();
    started.onReply((reply) => waiting.get(reply.id)?.settle(reply));
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
      const timer = setTimeout(() => waiting.get(id)?.settle('timeout'), deps.timeoutMs);
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
