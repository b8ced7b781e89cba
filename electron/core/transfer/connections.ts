/** The connections of one account: how many may be open is learnt once, from all of its jobs together. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { createConcurrency } from './concurrency';

export interface Connections {
  /** The connections of one job, never more than `most`. */
  line(most?: number): Line;
  /** Bytes per second of late over all jobs; undefined while nothing comes. */
  bytesPerSecond(): number | undefined;
}
export interface Line {
  /** Resolves when one may be opened, first come, first served; rejects with Failure `cancelled`. */
  take(signal: AbortSignal): Promise<Connection>;
  /** How many are open. */
  open(): number;
}
export interface Connection {
  bytes(count: number): void;
  /** `failed`: cut, stalled or refused to connect. `given-up`: by us, which says nothing. Further calls do nothing. */
  close(outcome: 'served' | 'refused' | 'failed' | 'given-up'): void;
}

interface Waiting {
  readonly hasRoom: () => boolean;
  readonly go: () => void;
}

export function createConnections(clock: Clock): Connections {
  const control = createConcurrency();
  const waiting = new Set<Waiting>();
  let open = 0;
  const pump = (): void => {
    for (const each of waiting) {
      if (open >= control.places()) return;
      if (each.hasRoom()) each.go();
    }
  };
  /** @param left runs when it is closed */
  const connect = (left: () => void): Connection => {
    const openedAt = clock.now();
    let isAnswered = false;
    let isClosed = false;
    open += 1;
    control.opened(openedAt);
    return {
      bytes(count) {
        const now = clock.now();
        const before = control.places();
        if (!isAnswered) control.answered(now - openedAt, now);
        isAnswered = true;
        control.bytes(count, now);
        if (control.places() > before) pump();
      },
      close(outcome) {
        if (isClosed) return;
        isClosed = true;
        open -= 1;
        left();
        control.closed(outcome, openedAt, clock.now());
        pump();
      },
    };
  };
  return {
    bytesPerSecond: () => control.bytesPerSecond(clock.now()),
    line(most = Infinity) {
      let own = 0;
      const enter = (): Connection => {
        own += 1;
        return connect(() => (own -= 1));
      };
      return {
        open: () => own,
        take: (signal) =>
          new Promise((resolve, reject) => {
            const leave = (): void => {
              waiting.delete(mine);
              signal.removeEventListener('abort', abort);
            };
            const abort = (): void => {
              leave();
              reject(new Failure({ kind: 'cancelled' }));
            };
            const mine: Waiting = {
              hasRoom: () => own < most,
              go() {
                leave();
                resolve(enter());
              },
            };
            if (signal.aborted) {
              abort();
              return;
            }
            waiting.add(mine);
            signal.addEventListener('abort', abort, { once: true });
            pump();
          }),
      };
    },
  };
}
