/** Lets requests through one by one as the pacing policy allows: one gate per account. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { createPace, type KnownPace } from './pacer';

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
export interface LearningPacer extends Pacer {
  /** What is known of the limit, to be given to the next pacer of this account. */
  known(): KnownPace | undefined;
}
export interface PacerDeps {
  readonly clock: Clock;
  /** Requests in flight at once, bodies included. */
  readonly maxInFlight?: number;
  /** What the last pacer of this account knew. */
  readonly known?: KnownPace | undefined;
}

const MAX_IN_FLIGHT = 4;

export function createPacer({ clock, maxInFlight = MAX_IN_FLIGHT, known }: PacerDeps): LearningPacer {
  const pace = createPace(clock.now(), known);
  let inFlight = 0;
  let unanswered = 0;
  let line: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | undefined;

  const isRoom = (): boolean => inFlight < maxInFlight && unanswered < pace.places();
  const untilPlace = async (signal: AbortSignal): Promise<void> => {
    while (!isRoom()) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          resolve();
        };
        wake = go;
        signal.addEventListener('abort', go);
        if (signal.aborted) go();
      });
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    }
  };
  /** Both asked anew after each wait: an answer meanwhile may have called a pause, or taken a place away. */
  const untilAllowed = async (signal: AbortSignal): Promise<void> => {
    for (let ms = Infinity; ms > 0;) {
      await untilPlace(signal);
      ms = pace.waitMs(clock.now());
      if (ms > 0) await clock.sleep(ms, signal);
    }
  };
  const take = (): Turn => {
    const sentAt = clock.now();
    pace.sent(sentAt);
    inFlight += 1;
    unanswered += 1;
    const answer = once(() => (unanswered -= 1));
    const leave = once(() => (inFlight -= 1));
    return {
      answered(outcome) {
        const now = clock.now();
        const isFirst = answer();
        wake?.();
        if (!isFirst) return now;
        if (outcome.kind === 'refused') return pace.refused(sentAt, now, outcome.retryAt, clock.random());
        if (outcome.kind === 'served') pace.served(sentAt, now);
        else pace.failed();
        return now;
      },
      done() {
        if (answer()) pace.failed();
        leave();
        wake?.();
      },
    };
  };
  const wait = async (signal: AbortSignal): Promise<Turn> => {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    await untilAllowed(signal);
    return take();
  };
  return {
    turn(signal) {
      const turn = line.then(() => wait(signal));
      line = turn.catch(() => undefined);
      return orAborted(turn, signal);
    },
    known: () => pace.known(clock.now()),
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

/** Runs `work` the first time it is called, and says whether this was that time. */
function once(work: () => void): () => boolean {
  let isDone = false;
  return () => {
    if (isDone) return false;
    isDone = true;
    work();
    return true;
  };
}
