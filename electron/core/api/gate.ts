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
/** Small answers that are read at once, or files that take their time. */
export type RequestKind = 'data' | 'audio';
export interface Pacer {
  /**
   * Resolves when a request may be sent; rejects with Failure `cancelled`. First come, first served within a kind, and
   * neither kind waits for places of the other.
   */
  turn(signal: AbortSignal, kind?: RequestKind): Promise<Turn>;
}
export interface LearningPacer extends Pacer {
  /** What is known of the limit, to be given to the next pacer of this account. */
  known(): KnownPace | undefined;
}
export interface PacerDeps {
  readonly clock: Clock;
  /** Requests for data in flight at once, bodies included. */
  readonly maxInFlight?: number;
  /** What the last pacer of this account knew. */
  readonly known?: KnownPace | undefined;
}

const MAX_IN_FLIGHT = 4;
/** Bodies of files mostly wait for the link; how many of them pay is for the transfer to find out. */
const MAX_AUDIO_IN_FLIGHT = 16;

interface Lane {
  readonly most: number;
  /** Sent, or next to be. */
  inFlight: number;
  line: Promise<unknown>;
}
const lane = (most: number): Lane => ({ most, inFlight: 0, line: Promise.resolve() });

export function createPacer({ clock, maxInFlight = MAX_IN_FLIGHT, known }: PacerDeps): LearningPacer {
  const pace = createPace(clock.now(), known);
  const lanes = { data: lane(maxInFlight), audio: lane(MAX_AUDIO_IN_FLIGHT) };
  const changed = createBell();
  let unanswered = 0;
  let line: Promise<unknown> = Promise.resolve();

  const until = async (isRoom: () => boolean, signal: AbortSignal): Promise<void> => {
    while (!isRoom()) {
      await changed.rung(signal);
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    }
  };
  /** As long as that, or until an answer comes: it may have shown that there is no need to wait. */
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    try {
      await Promise.race([clock.sleep(ms, either), changed.rung(either)]);
    } finally {
      over.abort();
    }
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
  };
  /** Both asked anew after each wait: an answer meanwhile may have called a pause, or taken a place away. */
  const untilAllowed = async (signal: AbortSignal): Promise<void> => {
    for (let ms = Infinity; ms > 0;) {
      await until(() => unanswered < pace.places(), signal);
      ms = pace.waitMs(clock.now());
      if (ms > 0) await sleep(ms, signal);
    }
  };
  const take = (own: Lane): Turn => {
    const sentAt = clock.now();
    pace.sent(sentAt);
    unanswered += 1;
    const answer = once(() => (unanswered -= 1));
    const leave = once(() => (own.inFlight -= 1));
    return {
      answered(outcome) {
        const now = clock.now();
        const isFirst = answer();
        changed.ring();
        if (!isFirst) return now;
        if (outcome.kind === 'refused') return pace.refused(sentAt, now, outcome.retryAt, clock.random());
        if (outcome.kind === 'served') pace.served(sentAt, now);
        else pace.failed(sentAt);
        return now;
      },
      done() {
        if (answer()) pace.failed(sentAt);
        leave();
        changed.ring();
      },
    };
  };
  const enter = async (own: Lane, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    await until(() => own.inFlight < own.most, signal);
    own.inFlight += 1;
  };
  const wait = async (own: Lane, signal: AbortSignal): Promise<Turn> => {
    try {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      await untilAllowed(signal);
    } catch (error) {
      own.inFlight -= 1;
      changed.ring();
      throw error;
    }
    return take(own);
  };
  return {
    known: () => pace.known(clock.now()),
    turn(signal, kind = 'data') {
      const own = lanes[kind];
      const place = own.line.then(() => enter(own, signal));
      own.line = place.catch(() => undefined);
      const turn = place.then(() => {
        const mine = line.then(() => wait(own, signal));
        line = mine.catch(() => undefined);
        return mine;
      });
      return orAborted(turn, signal);
    },
  };
}

/** Wakes all who wait for something to change. */
function createBell() {
  const waiting = new Set<() => void>();
  return {
    ring(): void {
      for (const wake of [...waiting]) wake();
    },
    /** Resolves at the next ring, or when the signal fires. */
    rung: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', go);
        if (signal.aborted) go();
      }),
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
