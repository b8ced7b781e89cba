/** Reading a body that may stall, trickle or break: piece by piece, with its own sense of time. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';

export interface BodyLimits {
  /** Longest silence between two pieces. */
  readonly idleMs: number;
  /** Below this many bytes in a window of time the body counts as stalled. */
  readonly floorBytes: number;
  readonly floorMs: number;
}
export const BODY_LIMITS: BodyLimits = { idleMs: 30_000, floorBytes: 60 * 1024, floorMs: 60_000 };

const stalled = () => new Failure({ kind: 'server', reason: 'the sound stopped coming' });

/**
 * Hands over every piece of `body` in turn and returns how many bytes there were. Throws Failure `server` for a body
 * that breaks or stalls, Failure `cancelled`, or what `take` throws; in each case the body is given up.
 */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  deps: { readonly clock: Clock; readonly limits: BodyLimits },
  signal: AbortSignal,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<number> {
  const reader = body.getReader();
  let total = 0;
  let window = { since: deps.clock.now(), bytes: 0 };
  try {
    for (;;) {
      const piece = await nextPiece(reader, deps, signal);
      if (piece === undefined) return total;
      total += piece.length;
      window.bytes += piece.length;
      await take(piece);
      const now = deps.clock.now();
      if (now - window.since < deps.limits.floorMs) continue;
      if (window.bytes < deps.limits.floorBytes) throw stalled();
      window = { since: now, bytes: 0 };
    }
  } catch (error) {
    // Not awaited: a body that hangs may also hang when it is given up.
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { clock, limits }: { readonly clock: Clock; readonly limits: BodyLimits },
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const timer = new AbortController();
  const idle = clock.sleep(limits.idleMs, AbortSignal.any([timer.signal, signal])).then(() => {
    throw stalled();
  });
  try {
    const { done, value } = await Promise.race([readPiece(reader), idle]);
    return done ? undefined : value;
  } finally {
    idle.catch(() => undefined);
    timer.abort();
  }
}

async function readPiece(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure({ kind: 'server', reason: 'the connection broke' }, { cause: error });
  }
}
