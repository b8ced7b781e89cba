/**
 * Calls and events over any port: four messages (call, cancel, reply, event), errors as data, cancellation by
 * AbortSignal at both ends. Knows nothing of the app: the maps of calls and events are type parameters.
 */
import type { z } from 'zod';
import { Failure, type AppError, type Result } from './result';

/** The little that a DOM MessagePort, Electron's MessagePortMain and a child process's channel have in common. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface CallShape {
  readonly input: z.ZodType;
  readonly output: unknown;
}
export type CallMap = Readonly<Record<string, CallShape>>;
export type HandlersOf<C extends CallMap> = {
  readonly [N in keyof C]: (
    input: z.output<C[N]['input']>,
    signal: AbortSignal,
  ) => C[N]['output'] | Promise<C[N]['output']>;
};
/** A call without input may be made with none. */
type InputArgs<I> = undefined extends I
  ? [input?: I, options?: CallOptions]
  : [input: I, options?: CallOptions];
export interface CallOptions {
  readonly signal?: AbortSignal;
}

type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly t: 'event'; readonly name: string; readonly payload: unknown };

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('t' in value)) return false;
  switch (value.t) {
    case 'call':
      return (
        'id' in value && typeof value.id === 'number' && 'name' in value && typeof value.name === 'string'
      );
    case 'cancel':
    case 'reply':
      return 'id' in value && typeof value.id === 'number';
    case 'event':
      return 'name' in value && typeof value.name === 'string';
    default:
      return false;
  }
}

export interface Server<E> {
  emit<N extends keyof E & string>(name: N, payload: E[N]): void;
  /** Aborts what is running and closes the port. */
  close(): void;
}
export interface ServeOptions<C extends CallMap> {
  readonly port: Port;
  readonly calls: C;
  readonly handlers: HandlersOf<C>;
  /** Logs an unexpected exception in full and returns the reference that stands for it. */
  readonly bug: (cause: unknown, name: string) => string;
}

/** Answers calls arriving on `port`. Input is validated here; unknown names are refused; no exception leaves. */
export function serve<C extends CallMap, E>(options: ServeOptions<C>): Server<E> {
  const { port, calls, handlers, bug } = options;
  const running = new Map<number, AbortController>();
  const abortAll = () => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  };

  async function run(name: string, input: unknown, signal: AbortSignal): Promise<Result<unknown>> {
    const shape = Object.hasOwn(calls, name) ? calls[name] : undefined;
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (shape === undefined || handler === undefined)
      return failed({ kind: 'invalid', path: 'call', reason: `there is no call named ${name}` });
    const parsed = shape.input.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return failed({
        kind: 'invalid',
        path: [name, ...(issue?.path ?? [])].join('.'),
        reason: issue?.message ?? 'not understood',
      });
    }
    try {
      return { ok: true, value: await handler(parsed.data as never, signal) };
    } catch (cause) {
      if (cause instanceof Failure) return failed(cause.error);
      if (signal.aborted) return failed({ kind: 'cancelled' });
      return failed({ kind: 'internal', ref: bug(cause, name) });
    }
  }

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const result = await run(name, input, controller.signal);
    running.delete(id);
    port.post({ t: 'reply', id, result } satisfies Message);
  }

  port.onMessage((message) => {
    if (!isMessage(message)) return;
    if (message.t === 'call') void answer(message.id, message.name, message.input);
    else if (message.t === 'cancel') running.get(message.id)?.abort();
  });
  port.onClose(abortAll);
  return {
    emit: (name, payload) => port.post({ t: 'event', name, payload } satisfies Message),
    close: () => {
      abortAll();
      port.close();
    },
  };
}

export interface Client<C extends CallMap, E> {
  /** Never rejects. Waits for a port when there is none. */
  call<N extends keyof C & string>(
    name: N,
    ...args: InputArgs<z.input<C[N]['input']>>
  ): Promise<Result<C[N]['output']>>;
  on<N extends keyof E & string>(name: N, listener: (payload: E[N]) => void): () => void;
  /** Uses a new port; calls still waiting on the previous one are settled as `internal`. */
  attach(port: Port): void;
  /** Told each time a port is attached: what was shown may be old now. */
  onAttach(listener: () => void): () => void;
}

interface Waiting {
  readonly settle: (result: Result<unknown>) => void;
  readonly message: Message;
  sent: boolean;
}

/** The calling end. Create it first, attach ports as they come. */
export function connect<C extends CallMap, E>(): Client<C, E> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const attached = new Set<() => void>();
  let port: Port | undefined;
  let nextId = 1;

  const settle = (id: number, result: Result<unknown>) => {
    const entry = waiting.get(id);
    waiting.delete(id);
    entry?.settle(result);
  };
  const lost = (old: Port) => {
    if (port !== old) return;
    port = undefined;
    for (const [id, entry] of [...waiting])
      if (entry.sent) settle(id, failed({ kind: 'internal', ref: 'connection-lost' }));
  };
  const send = (entry: Waiting) => {
    if (port === undefined) return;
    entry.sent = true;
    port.post(entry.message);
  };
  const receive = (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.t === 'reply') settle(message.id, message.result);
    else if (message.t === 'event')
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never);
  };

  return {
    call(name, ...[input, options]) {
      const id = nextId++;
      const { signal } = options ?? {};
      if (signal?.aborted === true) return Promise.resolve(failed({ kind: 'cancelled' }));
      return new Promise((resolve) => {
        const cancel = () => {
          if (waiting.get(id)?.sent === true) port?.post({ t: 'cancel', id } satisfies Message);
          settle(id, failed({ kind: 'cancelled' }));
        };
        const entry: Waiting = {
          settle: (result) => {
            signal?.removeEventListener('abort', cancel);
            resolve(result);
          },
          message: { t: 'call', id, name, input },
          sent: false,
        };
        waiting.set(id, entry);
        signal?.addEventListener('abort', cancel, { once: true });
        send(entry);
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
    attach(next) {
      if (port !== undefined) lost(port);
      port = next;
      next.onMessage(receive);
      next.onClose(() => lost(next));
      for (const entry of waiting.values()) send(entry);
      for (const listener of attached) listener();
    },
    onAttach(listener) {
      attached.add(listener);
      return () => void attached.delete(listener);
    },
  };
}

const failed = (error: AppError): { readonly ok: false; readonly error: AppError } => ({
  ok: false,
  error,
});
