/** Whether MyCirrus can be reached, as its own answers show; nothing else counts as online. */
import type { NetworkState } from '../contract/model';
import { isFailure } from '../contract/result';
import type { Clock } from './clock';

export interface Network {
  readonly state: NetworkState;
  /** The service itself answered, with whatever status. */
  reached(): void;
  /** It did not, or something else answered in its place. */
  unreachable(reason: string): void;
  onChange(listener: (state: NetworkState) => void): () => void;
}

/** Before anything was asked. */
export const unknownNetwork: NetworkState = {
  state: 'unknown',
  since: undefined,
  lastOnlineAt: undefined,
  reason: undefined,
};

/** `lastOnlineAt`: when the service last answered before this run, epoch ms. */
export function createNetwork(deps: {
  readonly clock: Clock;
  readonly lastOnlineAt: number | undefined;
}): Network {
  const { clock } = deps;
  const listeners = new Set<(state: NetworkState) => void>();
  let state: NetworkState = { ...unknownNetwork, lastOnlineAt: deps.lastOnlineAt };
  const become = (next: NetworkState) => {
    const changed = next.state !== state.state || next.reason !== state.reason;
    state = next;
    if (changed) for (const listener of listeners) listener(next);
  };
  return {
    get state() {
      return state;
    },
    reached() {
      const now = clock.now();
      const since = state.state === 'online' ? state.since : now;
      become({ state: 'online', since, lastOnlineAt: now, reason: undefined });
    },
    unreachable(reason) {
      const since = state.state === 'offline' ? state.since : clock.now();
      become({ ...state, state: 'offline', since, reason });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Sleeps `ms`, but no longer than until something reaches the service; rejects with Failure `cancelled` on the signal. */
export async function sleepUntilOnline(
  { clock, network }: { readonly clock: Clock; readonly network: Network },
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const online = new AbortController();
  const off = network.onChange(({ state }) => {
    if (state === 'online') online.abort();
  });
  try {
    await clock.sleep(ms, AbortSignal.any([signal, online.signal]));
  } catch (error) {
    if (signal.aborted || !isFailure(error, 'cancelled')) throw error;
  } finally {
    off();
  }
}
