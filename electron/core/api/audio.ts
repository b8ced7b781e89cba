/** Opens the download of a recording, at its start or where an earlier try ended. */
import type { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Api, AudioAnswer, AudioSource } from './api';
import { cut, declaredLength, readText } from './body';
import { audioPath } from './endpoints';
import { failureOf, readErrorBody, type Asked } from './errors';
import type { Http, Open } from './http';
import type { Pieces } from './transport';

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
function continues({ reply }: Open, resume: { readonly offset: number; readonly etag: string }): boolean {
  const { status, headers } = reply;
  if (status === 200) return true;
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range === null || headers.get('etag') !== resume.etag) return false;
  const [start, end, size] = range.slice(1).map(Number) as [number, number, number];
  const length = declaredLength(headers);
  const isToEnd = Number.isNaN(size) || end + 1 === size;
  return start === resume.offset && isToEnd && (length === undefined || length === end + 1 - start);
}

function close({ turn, reply }: Open): void {
  turn.answered({ kind: 'served' });
  reply.body.cancel();
  turn.done();
}

async function toAnswer(open: Open, asked: Asked, { idleMs, signal }: Request): Promise<AudioAnswer> {
  const { reply, turn } = open;
  const { headers, status } = reply;
  if (/^\s*application\/json/i.test(headers.get('content-type') ?? '')) {
    const { text } = await readText(reply, { idleMs, maxBytes: 64 * 1024 }, signal).finally(() =>
      close(open),
    );
    throw failureOf({ status, retryAt: undefined, ...readErrorBody(text) }, asked);
  }
  turn.answered({ kind: 'served' });
  const etag = headers.get('etag');
  return {
    status: status === 206 ? 206 : 200,
    body: untilOver(reply.body, turn.done),
    lengthBytes: declaredLength(headers),
    etag: isStrong(etag) ? etag : undefined,
  };
}

/** A body that tells when it is over, however it ends. */
const untilOver = (body: Pieces, over: () => void): Pieces => ({
  async next() {
    try {
      const piece = await body.next();
      if (piece === undefined) over();
      return piece;
    } catch (error) {
      over();
      throw cut(error);
    }
  },
  cancel() {
    over();
    body.cancel();
  },
});
