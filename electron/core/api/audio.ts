/** Opens the download of a recording, at its start or where an earlier try ended. */
import type { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Api, AudioAnswer, AudioSource } from './api';
import { cut, declaredLength, readText } from './body';
import { audioPath } from './endpoints';
import { failureOf, readErrorBody, type Asked } from './errors';
import type { Http, Open } from './http';

interface Request {
  readonly http: Http;
  readonly idleMs: number;
  readonly source: AudioSource;
  readonly format: AudioFormat;
  readonly resume: Parameters<Api['audio']>[2];
  readonly signal: AbortSignal;
}

/** The audio of an event needs both of its scopes; which of them a key lacks the service does not say. */
const SCOPES = {
  recordings: 'data.audio:read',
  events: 'data.audio:read or data.events:read',
} as const;

export async function openAudio(request: Request): Promise<AudioAnswer> {
  const { http, source, format, resume, signal } = request;
  const what = source.list === 'events' ? `The audio ${source.id} of an event` : `Recording ${source.id}`;
  const asked: Asked = { scope: SCOPES[source.list], what };
  const path = audioPath(source, format);
  // A compressed body would hide its length and could not be resumed.
  const headers = { 'Accept-Encoding': 'identity' };
  if (resume === undefined || !isStrong(resume.etag))
    return toAnswer(await http.open(path, asked, headers, signal, 'audio'), asked, request);
  const range = { ...headers, Range: `bytes=${resume.offset}-`, 'If-Range': resume.etag };
  const open = await http.open(path, asked, range, signal, 'audio').catch((error: unknown) => {
    // The service refused the range itself, 416 most likely: the whole file then.
    if (error instanceof Failure && error.error.kind === 'invalid') return undefined;
    throw error;
  });
  if (open !== undefined && continues(open, resume)) return toAnswer(open, asked, request);
  if (open !== undefined) close(open);
  return toAnswer(await http.open(path, asked, headers, signal, 'audio'), asked, request);
}

const isStrong = (etag: string | null): etag is string => etag !== null && /^"[^"]*"$/.test(etag);

/**
 * A whole body, or just the rest that was asked for of the same file; anything else must not be joined on. A part that
 * does not name its version is none: it has to carry the tag that the whole would carry (RFC 9110, 15.3.7).
 */
function continues({ response }: Open, resume: { readonly offset: number; readonly etag: string }): boolean {
  const { status, headers } = response;
  if (status === 200) return true;
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range === null || headers.get('etag') !== resume.etag) return false;
  const [start, end, size] = range.slice(1).map(Number) as [number, number, number];
  const length = declaredLength(headers);
  const isToEnd = Number.isNaN(size) || end + 1 === size;
  return start === resume.offset && isToEnd && (length === undefined || length === end + 1 - start);
}

function close({ turn, stop }: Open): void {
  turn.answered({ kind: 'served' });
  stop.abort();
  turn.done();
}

async function toAnswer(open: Open, asked: Asked, { idleMs, signal }: Request): Promise<AudioAnswer> {
  const { response, turn, stop } = open;
  const { headers, status } = response;
  if (/^\s*application\/json/i.test(headers.get('content-type') ?? '')) {
    const text = (
      await readText(response, { idleMs, maxBytes: 64 * 1024 }, signal).finally(() => close(open))
    ).text;
    throw failureOf({ status, retryAt: undefined, ...readErrorBody(text) }, asked);
  }
  turn.answered({ kind: 'served' });
  const etag = headers.get('etag');
  return {
    status: status === 206 ? 206 : 200,
    body: stream(response, idleMs, signal, (isWhole) => {
      // A connection whose body was read to its end serves the next request.
      if (!isWhole) stop.abort();
      turn.done();
    }),
    lengthBytes: declaredLength(headers),
    etag: isStrong(etag) ? etag : undefined,
  };
}

/** The body with a limit to its silence, which frees its place however it ends. One timer for all of its pieces. */
function stream(
  response: Response,
  idleMs: number,
  signal: AbortSignal,
  release: (isWhole: boolean) => void,
): ReadableStream<Uint8Array> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  let failure: Failure | undefined;
  const fail = (reason: Failure): void => {
    failure ??= reason;
    free();
    reader?.cancel().catch(() => undefined);
  };
  const abort = (): void => fail(new Failure({ kind: 'cancelled' }));
  const timer = setTimeout(() => {
    if (isReading) fail(new Failure({ kind: 'server', reason: `nothing more came for ${idleMs / 1_000} s` }));
  }, idleMs);
  let isReading = false;
  const free = (isWhole = false): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    release(isWhole);
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const next = async () => {
    isReading = true;
    timer.refresh();
    try {
      return await reader?.read();
    } catch (error) {
      throw failure ?? cut(error);
    } finally {
      isReading = false;
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = await next();
          if (failure !== undefined) throw failure;
          if (piece !== undefined && !piece.done) {
            controller.enqueue(piece.value);
            return;
          }
          free(true);
          controller.close();
        } catch (error) {
          free();
          controller.error(error);
        }
      },
      async cancel() {
        free();
        await reader?.cancel().catch(() => undefined);
      },
    },
    // Read ahead by one: a body that breaks drops what nobody had asked for yet.
    { highWaterMark: 1 },
  );
}
