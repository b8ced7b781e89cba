/** States that the core announces by itself: asked once, then followed. They live as long as the page. */
import type { AppError, Job, NetworkState, SessionState } from '../../electron/contract/index';
import type { Api } from '../api';

export interface Live<T> {
  readonly value: T | undefined;
  readonly error: AppError | undefined;
  reload(): void;
  set(value: T): void;
}

function live<T>(ask: () => Promise<{ ok: true; value: T } | { ok: false; error: AppError }>): Live<T> {
  let value = $state.raw<T | undefined>();
  let error = $state.raw<AppError | undefined>();
  let version = 0;
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    set(next) {
      version += 1;
      value = next;
      error = undefined;
    },
    reload() {
      const asked = version;
      void ask().then((result) => {
        // An event that came in between is newer than this answer.
        if (asked !== version) return;
        if (result.ok) value = result.value;
        error = result.ok ? undefined : result.error;
      });
    },
  };
}

export function liveSession(api: Api): Live<SessionState> {
  const session = live<SessionState>(() => api.call('session.get'));
  api.on('session-changed', (next) => session.set(next));
  api.onAttach(() => session.reload());
  session.reload();
  return session;
}
export function liveNetwork(api: Api): Live<NetworkState> {
  const network = live<NetworkState>(() => api.call('network.get'));
  api.on('network-changed', (next) => network.set(next));
  api.onAttach(() => network.reload());
  network.reload();
  return network;
}

export interface Jobs {
  /** Newest first; undefined until the core told. */
  readonly all: readonly Job[] | undefined;
  readonly error: AppError | undefined;
  byId(id: number): Job | undefined;
  /** Takes over a job that a call returned, before its first event. */
  put(job: Job): void;
  /** Told about each job when it ends. */
  onEnd(listener: (job: Job) => void): () => void;
  reload(): void;
}
export const hasEnded = (job: Job): boolean =>
  job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

export function liveJobs(api: Api): Jobs {
  let all = $state.raw<readonly Job[] | undefined>();
  let error = $state.raw<AppError | undefined>();
  let ended: readonly ((job: Job) => void)[] = [];
  const put = (job: Job) => {
    const before = all?.find(({ id }) => id === job.id);
    all = [...(all ?? []).filter(({ id }) => id !== job.id), job].sort((a, b) => b.id - a.id);
    if (hasEnded(job) && (before === undefined || !hasEnded(before)))
      for (const listener of ended) listener(job);
  };
  const reload = () => {
    void api.call('jobs.list').then((result) => {
      if (result.ok) all = [...result.value].sort((a, b) => b.id - a.id);
      error = result.ok ? undefined : result.error;
    });
  };
  api.on('job-changed', put);
  api.onAttach(reload);
  reload();
  return {
    get all() {
      return all;
    },
    get error() {
      return error;
    },
    byId: (id) => all?.find((job) => job.id === id),
    put,
    onEnd(listener) {
      ended = [...ended, listener];
      return () => (ended = ended.filter((other) => other !== listener));
    },
    reload,
  };
}
