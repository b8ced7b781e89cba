/** Reads bodies under watch: an idle limit, a floor of speed, a cap of size, and the declared length. */
import { Failure } from '../../contract/result';
import { connectionError } from './errors';
import type { Pieces, Reply, ReplyHeaders } from './transport';

export interface BodyLimits {
  /** Longest pause between two pieces, ms. */
  readonly idleMs: number;
  readonly maxBytes: number;
}
/** After this grace a body must have come at this speed on the whole, or it is given up. */
const GRACE_MS = 60_000;
const SLOWEST_BYTES_PER_MS = 1;
const FIRST_BYTES = 64 * 1024;

/** A body that broke off. */
export const cut = (cause: unknown): Failure =>
  new Failure(
    { kind: 'server', reason: `the answer was cut off (${connectionError(cause).reason})` },
    { cause },
  );

/**
 * The whole body, in memory of its own that can be handed to another thread.
 * @param room memory of that size or more, or of any
 * @throws Failure `server` when it stalls, is cut off, too large, or shorter than declared
 */
export async function readBytes(
  reply: Reply,
  limits: BodyLimits,
  signal: AbortSignal,
  room = (size = FIRST_BYTES): Uint8Array<ArrayBuffer> => new Uint8Array(size),
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = declaredLength(reply.headers);
  let held = room(declared === undefined ? undefined : Math.min(declared, limits.maxBytes));
  let bytes = 0;
  for await (const piece of watched(reply.body, limits.idleMs, signal)) {
    const needed = bytes + piece.byteLength;
    if (needed > limits.maxBytes)
      throw new Failure({ kind: 'server', reason: `the answer is larger than ${limits.maxBytes} bytes` });
    if (needed > held.length)
      held = grown(held, Math.min(limits.maxBytes, Math.max(needed, 2 * held.length)));
    held.set(piece, bytes);
    bytes = needed;
  }
  if (declared !== undefined && bytes < declared)
    throw new Failure({ kind: 'server', reason: `the answer was cut off (${bytes} of ${declared} bytes)` });
  return held.subarray(0, bytes);
}

function grown(held: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(held);
  return larger;
}

/** The whole body as text; as {@link readBytes}. */
export const readText = async (
  reply: Reply,
  limits: BodyLimits,
  signal: AbortSignal,
): Promise<{ readonly text: string }> => ({
  text: new TextDecoder().decode(await readBytes(reply, limits, signal)),
});

/** Length the service declared for the bytes we get to see; undefined when it did not, or compressed them. */
export function declaredLength(headers: ReplyHeaders): number | undefined {
  const encoding = headers.get('content-encoding') ?? 'identity';
  const length = headers.get('content-length') ?? '';
  return encoding === 'identity' && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** The pieces of a body. Leaving the loop early, for whatever reason, closes the connection. */
export async function* watched(
  body: Pieces,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const startedAt = performance.now();
  let bytes = 0;
  try {
    for (;;) {
      const piece = await nextPiece(body, idleMs, signal);
      if (piece === undefined) return;
      bytes += piece.byteLength;
      if (performance.now() - startedAt > GRACE_MS + bytes / SLOWEST_BYTES_PER_MS)
        throw new Failure({ kind: 'server', reason: 'the answer came too slowly' });
      yield piece;
    }
  } finally {
    body.cancel();
  }
}

function nextPiece(body: Pieces, idleMs: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const idle = (): void =>
      reject(new Failure({ kind: 'server', reason: `nothing more came for ${idleMs / 1_000} s` }));
    const abort = (): void => reject(new Failure({ kind: 'cancelled' }));
    const timer = setTimeout(idle, idleMs);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    void body
      .next()
      .then(resolve, (error: unknown) =>
        reject(signal.aborted ? new Failure({ kind: 'cancelled' }) : cut(error)),
      )
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      });
  });
}
