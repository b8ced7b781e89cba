/**
 * Reads bodies: small ones at once, large ones in a worker thread, one after the other, so that the caller's thread is
 * never held up. A worker that dies or hangs costs the answer it was reading and is replaced.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Failure, type AppError } from '../../contract/result';
import type { Log } from '../log';
import { createSpares } from './spares';
import { readBody, type Outcome, type Parsed, type Reading } from './reading';

export interface Parser {
  /** Memory for a body, best that of one that was read: garbage of this size stays for long. At least so large, if said. */
  room(bytes: number | undefined): Uint8Array<ArrayBuffer>;
  /**
   * @param body belongs to the parser from now on
   * @throws Failure as {@link readBody}, `cancelled`, or `server` when the worker failed
   */
  read(
    body: Uint8Array<ArrayBuffer>,
    status: number,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<Outcome>;
  close(): void;
}
export interface ParserDeps {
  /** The worker's program; absent: everything is read in this thread. */
  readonly file: string | undefined;
  readonly log: Pick<Log, 'bug' | 'warn'>;
  /** Bodies up to this are read in this thread. */
  readonly inlineBytes?: number;
  /** A worker that takes longer hangs. */
  readonly hungMs?: number;
  /** What a worker's heap may take; a body of nonsense must not take the core's. */
  readonly memoryMb?: number;
}

/** Main to worker. */
export type ToWorker =
  | {
      readonly t: 'read';
      readonly body: Uint8Array<ArrayBuffer>;
      readonly status: number;
      readonly reading: Reading;
    }
  | { readonly t: 'more' };
/** Worker to main. Rows come in batches, so that taking them over does not hold up this thread either. */
export type FromWorker =
  | { readonly t: 'done'; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly t: 'failed'; readonly error: AppError }
  | { readonly t: 'outcome'; readonly outcome: Outcome; readonly left: number }
  | { readonly t: 'rows'; readonly rows: Parsed['rows']; readonly left: number };

const INLINE_BYTES = 256 * 1024;
const HUNG_MS = 60_000;
const MEMORY_MB = 1_024;
/** New objects of a worker; most are garbage soon, and more room for them is not given back. */
const YOUNG_MB = 16;

export function createParser(deps: ParserDeps): Parser {
  const { file, log, inlineBytes = INLINE_BYTES, hungMs = HUNG_MS, memoryMb = MEMORY_MB } = deps;
  const program = file === undefined ? undefined : readProgram(file, log);
  let worker: Worker | undefined;
  let line: Promise<unknown> = Promise.resolve();
  let closed = false;
  const spares = createSpares();
  // Asked through a function: it changes while an answer is awaited.
  const isClosed = (): boolean => closed;

  function employ(source: string): Worker {
    // From its text: a file inside an app's archive cannot be started everywhere.
    const made = new Worker(source, {
      eval: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const gone = (): void => {
      if (worker === made) worker = undefined;
    };
    made.once('exit', gone);
    made.on('error', gone);
    // A command that has ended must not wait for it.
    made.unref();
    return made;
  }
  async function inWorker(source: string, job: Extract<ToWorker, { t: 'read' }>): Promise<Outcome> {
    if (isClosed()) throw new Failure({ kind: 'cancelled' });
    worker ??= employ(source);
    const one = worker;
    try {
      return await converse(one, job, { hungMs, done: spares.put });
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (worker === one) worker = undefined;
      void one.terminate();
      if (isClosed()) throw new Failure({ kind: 'cancelled' }, { cause: error });
      const ref = log.bug(error, 'an answer could not be read');
      const reason = `the answer could not be read (log reference ${ref})`;
      throw new Failure({ kind: 'server', reason }, { cause: error });
    }
  }
  return {
    room: spares.take,
    read(body, status, reading, signal) {
      if (program === undefined || body.byteLength <= inlineBytes)
        return new Promise((resolve) => {
          resolve(readBody(body, status, reading));
          spares.put(body);
        });
      const turn = line.then(() => {
        if (signal.aborted) throw new Failure({ kind: 'cancelled' });
        return inWorker(program, { t: 'read', body, status, reading });
      });
      line = turn.catch(() => undefined);
      return orAborted(turn, signal);
    },
    close() {
      closed = true;
      spares.clear();
      void worker?.terminate();
      worker = undefined;
    },
  };
}

/** Without its program everything is read here: slower, but no reason to go without data. */
function readProgram(file: string, log: Pick<Log, 'bug'>): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    log.bug(error, 'the parser is missing; answers are read in the core');
    return undefined;
  }
}

/** Has one body read. Rejects with a Failure that the reader threw, or an Error when the worker died or hung. */
function converse(
  worker: Worker,
  job: Extract<ToWorker, { t: 'read' }>,
  { hungMs, done }: { readonly hungMs: number; readonly done: (body: Uint8Array<ArrayBuffer>) => void },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const rows: Parsed['rows'][number][] = [];
    let outcome: Outcome | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      worker.off('message', hear);
      worker.off('error', fail);
      worker.off('exit', exit);
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const exit = (code: number): void => fail(new Error(`the parser ended with code ${code}`));
    const timer = setTimeout(() => fail(new Error(`the parser hung for ${hungMs} ms`)), hungMs);
    const hear = (message: FromWorker): void => {
      if (message.t === 'done') {
        done(message.body);
        return;
      }
      if (message.t === 'failed') {
        end(() => reject(new Failure(message.error)));
        return;
      }
      if (message.t === 'outcome') outcome = message.outcome;
      else for (const row of message.rows) rows.push(row);
      if (message.left > 0) worker.postMessage({ t: 'more' } satisfies ToWorker);
      else if (outcome?.kind === 'read') {
        const read = { ...outcome, rows };
        end(() => resolve(read));
      } else if (outcome !== undefined) {
        const refused = outcome;
        end(() => resolve(refused));
      }
    };
    worker.on('message', hear);
    worker.once('error', fail);
    worker.once('exit', exit);
    worker.postMessage(job, [job.body.buffer]);
  });
}

/** Lets go of an answer at once; the worker finishes it for nobody. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Failure({ kind: 'cancelled' }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
