/** Lets requests through one by one as the pacing policy allows: one gate per account. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { refused, sent, served, startPace, waitMs } from './pacer';

/** What became of a request, for the policy. */
export type Outcome =
  | { readonly kind: 'served' }
  /** One request too many; `retryAt` (epoch ms) when the service named a moment. */
  | { readonly kind: 'refused'; readonly retryAt: number | undefined }
  /** Failed for another reason, which says nothing about pace. */
  | { readonly kind: 'failed' };

export interface Turn {
  /** Tells the policy how the service answered, as soon as that is known. Returns the moment (epoch ms) to try again. */
  answered(outcome: Outcome): number;
  /** Frees the place, once the body has been read or given up. Further calls do nothing. */
  done(): void;
}
export interface Pacer {
  /** Resolves when a request may be sent; rejects with Failure `cancelled`. First come, first served. */
  turn(signal: AbortSignal): Promise<Turn>;
}
export interface PacerDeps {
  readonly clock: Clock;
  /** Requests in flight at once, bodies included. */
  readonly maxInFlight?: number;
}

const MAX_IN_FLIGHT = 4;

export function createPacer({ clock, maxInFlight = MAX_IN_FLIGHT }: PacerDeps): Pacer {
  let pace = startPace(clock.now());
  let inFlight = 0;
  let line: Promise<unknown> = Promise.resolve();
  let placeFreed: (() => void) | undefined;

  const untilPlace = async (signal: AbortSignal): Promise<void> => {
    while (inFlight >= maxInFlight) {
      await new Promise<void>((resolve) => {
        placeFreed = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      });
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    }
  };
  const untilTime = async (signal: AbortSignal): Promise<void> => {
    // Asked anew after each sleep: an answer meanwhile may have called a pause.
    for (let ms = waitMs(pace, clock.now()); ms > 0; ms = waitMs(pace, clock.now()))
      await clock.sleep(ms, signal);
  };
  const take = (): Turn => {
    const sentAt = clock.now();
    pace = sent(pace, sentAt);
    inFlight += 1;
    let taken = true;
    return {
      answered(outcome) {
        const now = clock.now();
        if (outcome.kind === 'served') pace = served(pace);
        if (outcome.kind === 'refused') pace = refused(pace, sentAt, now, outcome.retryAt, clock.random());
        return Math.ceil(Math.max(now, pace.pausedUntil));
      },
      done() {
        if (!taken) return;
        taken = false;
        inFlight -= 1;
        placeFreed?.();
      },
    };
  };
  const wait = async (signal: AbortSignal): Promise<Turn> => {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    await untilPlace(signal);
    await untilTime(signal);
    return take();
  };
  return {
    turn(signal) {
      const turn = line.then(() => wait(signal));
      line = turn.catch(() => undefined);
      return orAborted(turn, signal);
    },
  };
}

/** A place in the line is given up at once, even behind others that still wait. */
function orAborted<T>(turn: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Failure({ kind: 'cancelled' }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
