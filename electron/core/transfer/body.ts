/** Reading a body that may stall, trickle or break: piece by piece, with its own sense of time. */
import { Failure } from '../../contract/result';
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
 * Hands over every piece of `body` in turn and returns how many bytes there were. Time that `take` needs does not count
 * against the body. Throws Failure `server` for a body that breaks or stalls, Failure `cancelled`, or what `take`
 * throws; in each case the body is given up.
 */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  { clock, limits }: { readonly clock: Clock; readonly limits: BodyLimits },
  signal: AbortSignal,
  take: (piece: Uint8Array) => Promise<void> | undefined,
): Promise<number> {
  const reader = body.getReader();
  const watch = new Watch(clock, limits, signal, () => reader.cancel());
  let total = 0;
  try {
    for (;;) {
      watch.waits();
      const { done, value } = await readPiece(reader, watch);
      if (done) return total;
      total += value.length;
      watch.came(value.length);
      // Awaited only where there is something to wait for: there are many pieces.
      const taking = take(value);
      if (taking !== undefined) await taking;
    }
  } catch (error) {
    // Not awaited: a body that hangs may also hang when it is given up.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    watch.end();
  }
}

async function readPiece(reader: ReadableStreamDefaultReader<Uint8Array>, watch: Watch) {
  let piece;
  try {
    piece = await reader.read();
  } catch (error) {
    if (watch.failure !== undefined) throw watch.failure;
    if (error instanceof Failure) throw error;
    throw new Failure({ kind: 'server', reason: 'the connection broke' }, { cause: error });
  }
  if (watch.failure !== undefined) throw watch.failure;
  return piece;
}

/** A reason of our own costs less than the one that would be made. */
const OVER = 'over';

/** One look at the clock now and then for a whole body; when it is over, the body is given up, which ends the reading. */
class Watch {
  failure: Failure | undefined;
  private since: number | undefined;
  private waitedMs = 0;
  private bytes = 0;
  private readonly stop = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly limits: BodyLimits,
    private readonly signal: AbortSignal,
    private readonly giveUp: () => Promise<void>,
  ) {
    signal.addEventListener('abort', this.abort, { once: true });
    if (signal.aborted) this.abort();
    else void this.look().catch(() => undefined);
  }

  waits(): void {
    this.since = this.clock.now();
  }

  came(bytes: number): void {
    const { floorMs, floorBytes } = this.limits;
    this.waitedMs += Math.max(0, this.clock.now() - (this.since ?? 0));
    this.since = undefined;
    this.bytes += bytes;
    if (this.waitedMs < floorMs) return;
    if (this.bytes < floorBytes) throw stalled();
    this.waitedMs = 0;
    this.bytes = 0;
  }

  end(): void {
    this.stop.abort(OVER);
    this.signal.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => this.fail(new Failure({ kind: 'cancelled' }));

  private fail(failure: Failure): void {
    this.failure ??= failure;
    this.stop.abort(OVER);
    this.giveUp().catch(() => undefined);
  }

  private async look(): Promise<void> {
    const { idleMs } = this.limits;
    for (let ms = idleMs; ;) {
      await this.clock.sleep(ms, this.stop.signal);
      const silentMs = this.since === undefined ? 0 : this.clock.now() - this.since;
      if (silentMs >= idleMs) {
        this.fail(stalled());
        return;
      }
      ms = idleMs - Math.max(0, silentMs);
    }
  }
}
