/** The connections of one account: how many may be open is learnt once, from all of its jobs together. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { createConcurrency, MOST_PLACES, type KnownPlaces } from './concurrency';

export interface Connections {
  /** The connections of one job, never more than `most`. */
  line(most?: number): Line;
  /** Bytes per second of the last transfers while any was under way, of an earlier run as well; undefined until enough came. */
  usualBytesPerSecond(): number | undefined;
  /** The same, to be kept for the next time. */
  usual(): KnownRate | undefined;
  /** How many at once brought the most, to be kept for the next time; undefined until that was learnt. */
  known(): KnownPlaces | undefined;
}
/** How fast files came while any was under way, and when that was, epoch ms. */
export interface KnownRate {
  readonly bytesPerSecond: number;
  readonly at: number;
}
export interface Line {
  /**
   * Resolves when one may be opened; rejects with Failure `cancelled`. The job with the fewest open comes first, and one
   * that has none need not wait for the others: a person listens to it, while they have long to go.
   */
  take(signal: AbortSignal): Promise<Connection>;
  /** How many are open. */
  open(): number;
}
export interface Connection {
  bytes(count: number): void;
  /** `failed`: cut, stalled or refused to connect. `given-up`: by us, which says nothing. Further calls do nothing. */
  close(outcome: 'served' | 'refused' | 'failed' | 'given-up'): void;
}

/** What was longer ago weighs less. */
const MEMORY_MS = 120_000;
const ENOUGH_BYTES = 500_000;

/** For so long the way to the service is taken to be about as quick. */
const REMEMBERED_MS = 7 * 86_400_000;

/** What came while anything was under way, and how long that took. */
function createUsual(known: KnownRate | undefined) {
  let bytes = 0;
  let busyMs = 0;
  let since = 0;
  return {
    count(isBusy: boolean, came: number, now: number): void {
      const ms = isBusy ? Math.max(0, now - since) : 0;
      const keep = Math.exp(-ms / MEMORY_MS);
      since = now;
      bytes = bytes * keep + came;
      busyMs = busyMs * keep + ms;
    },
    rate(now: number): KnownRate | undefined {
      if (bytes >= ENOUGH_BYTES && busyMs > 0) return { bytesPerSecond: (bytes * 1_000) / busyMs, at: since };
      return known !== undefined && now - known.at < REMEMBERED_MS ? known : undefined;
    },
  };
}

interface Waiting {
  /** How many its job has open already, and may have. */
  readonly own: () => number;
  readonly most: number;
  readonly go: () => void;
}

/** Of the job with the fewest open; among its own, and among equals, first come, first served. */
function nextOf(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let next: Waiting | undefined;
  for (const each of waiting) if (each.own() < Math.min(each.most, next?.own() ?? Infinity)) next = each;
  return next;
}

/**
 * @param before what {@link Connections.known} and {@link Connections.usual} said when the account was last in use
 * @param perHost connections that the transport opens to one host; a request more would wait unseen. Absent: any number
 */
export function createConnections(
  clock: Clock,
  before: { readonly places?: KnownPlaces | undefined; readonly rate?: KnownRate | undefined } = {},
  perHost?: number,
): Connections {
  const mostOpen = perHost ?? MOST_PLACES;
  // Where they are few, one is left for a job that has none.
  const control = createConcurrency(before.places, perHost === undefined ? MOST_PLACES : perHost - 1);
  const waiting = new Set<Waiting>();
  const usual = createUsual(before.rate);
  let open = 0;
  const pump = (): void => {
    for (let next = nextOf(waiting); next !== undefined; next = nextOf(waiting)) {
      if (open >= control.places() && (next.own() > 0 || open > control.places() || open >= mostOpen)) return;
      next.go();
    }
  };
  /** @param left runs when it is closed */
  const connect = (left: () => void): Connection => {
    const openedAt = clock.now();
    let isAnswered = false;
    let isClosed = false;
    usual.count(open > 0, 0, openedAt);
    open += 1;
    const opened = control.opened(openedAt);
    return {
      bytes(count) {
        const now = clock.now();
        const before = control.places();
        if (!isAnswered) control.answered(now - openedAt, opened, now);
        isAnswered = true;
        control.bytes(count, now);
        usual.count(true, count, now);
        if (control.places() > before) pump();
      },
      close(outcome) {
        if (isClosed) return;
        isClosed = true;
        const now = clock.now();
        usual.count(true, 0, now);
        open -= 1;
        left();
        control.closed(outcome, openedAt, now);
        pump();
      },
    };
  };
  return {
    usualBytesPerSecond: () => usual.rate(clock.now())?.bytesPerSecond,
    usual: () => usual.rate(clock.now()),
    known: () => control.known(),
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
              own: () => own,
              most,
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
