/** Files written by a thread of their own: bytes move there, and what comes back is what the file is. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { AudioFormat } from '../../contract/model';
import type { Log } from '../log';
import { createWriters, type Writers, type Writing, type Written } from './writers';

/** To the thread. `pieces` are to be written first. */
export type ToWriter = Act & About & { readonly n: number };
type Act = { readonly t: 'add' | 'end' | 'drop' } | { readonly t: 'finish'; readonly format: AudioFormat };
interface About {
  /** A number that the asker chose. */
  readonly file: number;
  /** With the first word of a file: where it is. */
  readonly begin: { readonly fd: number; readonly offset: number } | undefined;
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}
/** From the thread, for each of the above. */
export type FromWriter =
  | { readonly n: number; readonly value: Written | number | undefined }
  | { readonly n: number; readonly error: { readonly message: string; readonly code: string | undefined } };

/** Moved together. */
const MOVED_BYTES = 256 * 1024;
/** Of one file, on their way and not written yet: above this, no more is taken. */
const MOST_BYTES = 1024 * 1024;

/** @param file the thread's program; absent or not there: everything is written in this thread */
export function createThreadWriters(file: string | undefined, log: Pick<Log, 'bug'>): Writers {
  const program = file === undefined ? undefined : readProgram(file, log);
  if (program === undefined) return createWriters();
  let thread: Thread | undefined;
  let files = 0;
  return {
    begin({ fd }, offset) {
      if (thread?.isGone !== false) thread = new Thread(program);
      files += 1;
      return new ThreadWriting(thread, files, { fd, offset });
    },
    close() {
      thread?.end();
    },
  };
}

/** Without its program everything is written here: slower, but no reason to go without files. */
function readProgram(file: string, log: Pick<Log, 'bug'>): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    log.bug(error, 'the writer is missing; files are written in the core');
    return undefined;
  }
}

interface Waiting {
  resolve(value: never): void;
  reject(cause: Error): void;
}

class Thread {
  isGone = false;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(program: string) {
    // From its text: a file inside an app's archive cannot be started everywhere.
    this.worker = new Worker(program, { eval: true });
    this.worker.on('message', (message: FromWriter) => this.hear(message));
    this.worker.on('error', (error) => this.gone(error instanceof Error ? error : new Error(String(error))));
    this.worker.once('exit', (code) => this.gone(new Error(`the writer ended with code ${String(code)}`)));
    // A command that has ended must not wait for it.
    this.worker.unref();
  }

  ask<T>(act: Act, about: About): Promise<T> {
    if (this.isGone) return Promise.reject(new Error('the writer has ended'));
    this.count += 1;
    const n = this.count;
    const moved = about.pieces.map(({ buffer }) => buffer);
    this.worker.postMessage({ ...about, ...act, n } satisfies ToWriter, moved);
    this.worker.ref();
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(n, { resolve, reject });
    });
  }

  end(): void {
    this.isGone = true;
    void this.worker.terminate();
  }

  private hear(message: FromWriter): void {
    const asker = this.waiting.get(message.n);
    this.waiting.delete(message.n);
    if (this.waiting.size === 0) this.worker.unref();
    if ('error' in message)
      asker?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
    else asker?.resolve(message.value as never);
  }

  private gone(cause: Error): void {
    this.isGone = true;
    for (const { reject } of this.waiting.values()) reject(cause);
    this.waiting.clear();
  }
}

class ThreadWriting implements Writing {
  private pieces: Uint8Array[] = [];
  private pending = 0;
  private onItsWay = 0;
  private isOver = false;
  private failure: { readonly cause: unknown } | undefined;

  constructor(
    private readonly thread: Thread,
    private readonly file: number,
    private begin: About['begin'],
  ) {}

  add(piece: Uint8Array): Promise<void> | undefined {
    this.pieces.push(piece);
    this.pending += piece.length;
    if (this.pending < MOVED_BYTES) return undefined;
    const bytes = this.pending;
    this.onItsWay += bytes;
    const written = this.ask<undefined>({ t: 'add' }).then(() => void (this.onItsWay -= bytes), this.fail);
    if (this.onItsWay < MOST_BYTES && this.failure === undefined) return undefined;
    return written.then(() => this.assertWell());
  }

  async end(): Promise<number> {
    this.assertWell();
    return this.ask<number>({ t: 'end' });
  }

  async finish(format: AudioFormat): Promise<Written> {
    this.assertWell();
    const written = await this.ask<Written>({ t: 'finish', format });
    this.isOver = true;
    return written;
  }

  async drop(): Promise<void> {
    // What the thread never heard of it has no hold of.
    if (this.isOver || this.begin !== undefined) return;
    this.pieces = [];
    await this.ask<undefined>({ t: 'drop' }).catch(() => undefined);
  }

  private ask<T>(act: Act): Promise<T> {
    const { file, begin } = this;
    const pieces = this.pieces.map(owned);
    this.pieces = [];
    this.pending = 0;
    this.begin = undefined;
    return this.thread.ask<T>(act, { file, begin, pieces });
  }

  private assertWell(): void {
    if (this.failure !== undefined) throw this.failure.cause;
  }

  private readonly fail = (cause: unknown): void => {
    this.failure ??= { cause };
  };
}

/** Memory moves whole; a piece that shares its memory with others is copied. */
const owned = (piece: Uint8Array): Uint8Array<ArrayBuffer> =>
  piece.buffer instanceof ArrayBuffer && piece.byteLength === piece.buffer.byteLength
    ? (piece as Uint8Array<ArrayBuffer>)
    : new Uint8Array(piece);
