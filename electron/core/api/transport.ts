/** How a request gets to the service, and its answer back. What either means is for others. */

/** Sends a GET. A redirect is an answer like any other, and never followed. */
export type Transport = (url: string, headers: Readonly<Record<string, string>>) => Exchange;
export interface Exchange {
  /** Resolves once the head of the answer is there; rejects where there is no connection, or it breaks before. */
  readonly reply: Promise<Reply>;
  /** Ends the connection; whoever waits for the reply or a piece is rejected. After the end it does nothing. */
  cancel(): void;
}
export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** Unpacked, where the headers name a way to pack it that is known. */
  readonly body: Pieces;
}
/** By name, in whatever case; several of one name joined by commas. */
export interface ReplyHeaders {
  get(name: string): string | null;
}
/** A body as it comes. */
export interface Pieces {
  /** Undefined at the end. Rejects where it breaks or is given up. To be called again only once it has settled. */
  next(): Promise<Uint8Array | undefined>;
  /** Gives up the rest. After the end it does nothing. */
  cancel(): void;
}

const givenUp = (): Error => new Error('the answer was given up');

/** By a `fetch`, with whatever proxies and certificates that knows. */
export const fetchTransport =
  (send: typeof fetch): Transport =>
  (url, headers) => {
    const stop = new AbortController();
    const cancel = (): void => stop.abort(givenUp());
    const { signal } = stop;
    const reply = send(url, { headers, redirect: 'manual', signal }).then(
      ({ status, type, headers: got, body }) => ({
        // What it hides of a redirect is where to and by which status.
        status: type === 'opaqueredirect' ? 302 : status,
        headers: got,
        body: streamPieces(body, signal, cancel),
      }),
    );
    return { reply, cancel };
  };

function streamPieces(
  stream: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
  cancel: () => void,
): Pieces {
  const reader = stream?.getReader();
  let isOver = false;
  return {
    async next() {
      const piece = await reader?.read();
      // Some read as ended what was broken off.
      if (signal.aborted) throw signal.reason;
      if (piece?.value === undefined) isOver = true;
      return piece?.value;
    },
    cancel() {
      if (!isOver) cancel();
    },
  };
}

/** Pieces that come whether or not they are asked for. `hold` is told when more lie here than is good, and when not. */
export class PieceQueue implements Pieces {
  private readonly waiting: Uint8Array[] = [];
  private bytes = 0;
  private isHeld = false;
  private end: { readonly failure: unknown } | 'whole' | undefined;
  private asker: { resolve(piece: Uint8Array | undefined): void; reject(cause: unknown): void } | undefined;

  constructor(private readonly source: { hold(isHeld: boolean): void; cancel(cause: Error): void }) {}

  add(piece: Uint8Array): void {
    if (this.asker !== undefined) {
      this.answer(({ resolve }) => resolve(piece));
      return;
    }
    this.waiting.push(piece);
    this.bytes += piece.length;
    if (this.bytes >= MOST_WAITING && !this.isHeld) this.source.hold((this.isHeld = true));
  }

  finish(): void {
    this.end ??= 'whole';
    this.answer(({ resolve }) => resolve(undefined));
  }

  /** What came before is still to be had. */
  fail(failure: unknown): void {
    this.end ??= { failure };
    this.answer(({ reject }) => reject(failure));
  }

  next(): Promise<Uint8Array | undefined> {
    const piece = this.waiting.shift();
    if (piece !== undefined) {
      this.bytes -= piece.length;
      return Promise.resolve(piece);
    }
    if (this.end === 'whole') return Promise.resolve(undefined);
    if (this.end !== undefined) return Promise.reject(asError(this.end.failure));
    return new Promise((resolve, reject) => {
      this.asker = { resolve, reject };
      // The next may come before this returns.
      if (this.isHeld) this.source.hold((this.isHeld = false));
    });
  }

  cancel(): void {
    if (this.end !== undefined) return;
    const cause = givenUp();
    this.waiting.length = 0;
    this.fail(cause);
    this.source.cancel(cause);
  }

  private answer(act: (asker: NonNullable<typeof this.asker>) => void): void {
    const { asker } = this;
    this.asker = undefined;
    if (asker !== undefined) act(asker);
  }
}
/** Bytes that may lie here before the source is held back. */
const MOST_WAITING = 256 * 1024;
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
