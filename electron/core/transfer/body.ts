/** Reading a body that may stall, trickle or break: piece by piece, with its own sense of time. */
import { Failure } from '../../contract/result';
import type { Pieces } from '../api/transport';
import type { Clock } from '../clock';

export interface BodyLimits {
  /** Longest silence between two pieces. */
  readonly idleMs: number;
  /** Below this many bytes in a window of waiting time the body counts as stalled. */
  readonly floorBytes: number;
  readonly floorMs: number;
}
export const BODY_LIMITS: BodyLimits = { idleMs: 30_000, floorBytes: 60 * 1024, floorMs: 60_000 };

const stalled = () => new Failure({ kind: 'server', reason: 'the sound stopped coming' });

/**
 * Hands over all of `body` in turn, in pieces of at most 64 KiB, and returns how many bytes there were. Time that `take` needs does not count
 * against the body. Throws Failure `server` for a body that breaks or stalls, Failure `cancelled`, or what `take`
 * throws; in each case the body is given up.
 */
export async function readBody(
  body: Pieces,
  { clock, limits }: { readonly clock: Clock; readonly limits: BodyLimits },
  signal: AbortSignal,
  take: (piece: Uint8Array) => Promise<void> | undefined,
): Promise<number> {
  const watch = new Watch(clock, limits, signal, body);
  let total = 0;
  try {
    for (;;) {
      watch.waits();
      const piece = await body.next();
      watch.came(piece?.length ?? 0);
      if (piece === undefined) return total;
      total += piece.length;
      for (const part of partsOf(piece)) {
        // Awaited only where there is something to wait for: there are many.
        const taking = take(part);
        if (taking !== undefined) await taking;
      }
    }
  } catch (error) {
    body.cancel();
    if (watch.failure !== undefined) throw watch.failure;
    throw error;
  } finally {
    watch.end();
  }
}

/** Chromium may hand over all of a file as one piece; a cap on the rate and what is shown of it want smaller ones. */
const partsOf = (piece: Uint8Array): readonly Uint8Array[] =>
  piece.length <= PART_BYTES
    ? [piece]
    : Array.from({ length: Math.ceil(piece.length / PART_BYTES) }, (_, index) =>
        piece.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
      );
const PART_BYTES = 64 * 1024;

/** One timer for a whole body. When its time is over the body is given up, which ends the reading. */
class Watch {
  failure: Failure | undefined;
  private since: number | undefined;
  private waitedMs = 0;
  private bytes = 0;
  private readonly timer;

  constructor(
    private readonly clock: Clock,
    private readonly limits: BodyLimits,
    private readonly signal: AbortSignal,
    private readonly body: Pieces,
  ) {
    this.timer = setTimeout(() => {
      if (this.since !== undefined) this.fail(stalled());
    }, limits.idleMs);
    signal.addEventListener('abort', this.abort, { once: true });
    if (signal.aborted) this.abort();
  }

  waits(): void {
    this.since = this.clock.now();
    this.timer.refresh();
  }

  /** Throws where the body is given up, or comes too slowly. */
  came(bytes: number): void {
    if (this.failure !== undefined) throw this.failure;
    const { floorMs, floorBytes } = this.limits;
    this.waitedMs += Math.max(0, this.clock.now() - (this.since ?? 0));
    this.since = undefined;
    this.bytes += bytes;
    if (bytes === 0 || this.waitedMs < floorMs) return;
    if (this.bytes < floorBytes) throw stalled();
    this.waitedMs = 0;
    this.bytes = 0;
  }

  end(): void {
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => this.fail(new Failure({ kind: 'cancelled' }));

  private fail(failure: Failure): void {
    this.failure ??= failure;
    this.body.cancel();
  }
}
