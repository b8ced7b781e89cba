/** Puts answers on the wire, whole or broken in the ways that networks and servers break them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { AudioFraming } from './audio-settings';
import type { CutOptions, Fault } from './faults';
import type { JournalEntry } from './journal';
import { JsonBytes } from './json-bytes';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly entry: JournalEntry;
}

const GZIP_FROM_BYTES = 1_024;
const compress = promisify(gzip);
/** As fast as it can: as web servers do, and a tenth of the time of the usual level for a quarter more bytes. */
const GZIP = { level: constants.Z_BEST_SPEED, chunkSize: 256 * 1_024 };

/** Reads a web response to its end, and compresses JSON when the client takes it. */
export async function prepare(answer: Response, request: IncomingMessage, now: number): Promise<WireAnswer> {
  const body = answer instanceof JsonBytes ? answer.whole : new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.set('date', new Date(now).toUTCString());
  const json = headers.get('content-type')?.startsWith('application/json') === true;
  if (!json) return { status: answer.status, headers, body };
  headers.set('vary', 'accept-encoding');
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!takesGzip || body.length < GZIP_FROM_BYTES) return { status: answer.status, headers, body };
  headers.set('content-encoding', 'gzip');
  return { status: answer.status, headers, body: await compress(body, GZIP) };
}

/** Sends an answer as it should be. */
export function send({ response, entry }: Exchange, answer: WireAnswer, framing: AudioFraming): void {
  entry.status = answer.status;
  response.sendDate = false;
  const headers = Object.fromEntries(answer.headers);
  if (framing === 'close') {
    sendRaw({ response, entry }, answer, { atByte: answer.body.length, framing: 'none', end: 'fin' });
    return;
  }
  const lengthless = framing === 'chunked' || answer.status === 204;
  response.writeHead(answer.status, {
    ...headers,
    ...(lengthless ? {} : { 'content-length': String(answer.body.length) }),
  });
  for (const piece of pieces(answer.body)) response.write(piece);
  response.end(() => finish(entry, 'sent', answer.body.length));
}

/** Sends an answer with a fault in it. */
export function sendBroken(
  exchange: Exchange,
  answer: WireAnswer,
  fault: Fault,
  framing: AudioFraming,
): void {
  exchange.entry.status = answer.status;
  switch (fault.kind) {
    case 'cut':
      sendRaw(exchange, answer, fault);
      return;
    case 'stall':
      if (fault.where === 'mid-body') sendHalf(exchange, answer);
      finish(exchange.entry, 'stalled', fault.where === 'mid-body' ? answer.body.length >> 1 : 0);
      return;
    case 'trickle':
      trickle(exchange, answer, fault.bytesPerSecond);
      return;
    default:
      send(exchange, answer, framing);
  }
}

/** Marks the end of an exchange; the first mark counts. */
export function finish(
  entry: JournalEntry,
  ending: NonNullable<JournalEntry['ending']>,
  bytes: number,
): void {
  if (entry.ending !== undefined) return;
  entry.ending = ending;
  entry.bodyBytes = bytes;
}

const PIECE_BYTES = 64 * 1_024;
function* pieces(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += PIECE_BYTES) yield body.subarray(at, at + PIECE_BYTES);
}

/** Writes head and part of a body straight to the socket, then ends or resets the connection. */
function sendRaw(
  { response, entry }: Pick<Exchange, 'response' | 'entry'>,
  answer: WireAnswer,
  { atByte, framing, end, insideChunk = false }: CutOptions,
): void {
  const { socket } = response;
  if (socket === null) return;
  entry.status = answer.status;
  const size = answer.body.length;
  const until = Math.min(size, atByte < 0 ? Math.max(0, size + atByte) : atByte);
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  if (framing === 'length') headers.set('content-length', String(size));
  else if (framing !== 'none') headers.set('transfer-encoding', 'chunked');
  if (framing === 'none' || framing === 'chunked-close') headers.set('connection', 'close');
  socket.write(head(answer.status, headers));
  const chunked = framing === 'chunked' || framing === 'chunked-close';
  const part = answer.body.subarray(0, until);
  const last = chunked ? chunk(part, insideChunk ? size - until + 1 : 0) : part;
  socket.write(last, () => {
    finish(entry, until < size || framing !== 'none' ? 'cut' : 'sent', until);
    if (end === 'fin') socket.end();
    // A reset may overtake bytes that are still on their way to the reader.
    else setTimeout(() => socket.resetAndDestroy(), RESET_AFTER_MS);
  });
}
const RESET_AFTER_MS = 20;

/** One chunk; `missing` more bytes are promised than follow. */
function chunk(part: Uint8Array, missing: number): Uint8Array {
  if (part.length + missing === 0) return part;
  const opening = Buffer.from(`${(part.length + missing).toString(16)}\r\n`);
  return Buffer.concat([opening, part, Buffer.from(missing === 0 ? '\r\n' : '')]);
}

function head(status: number, headers: Headers): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}

/** For connections that are no request yet: an answer, and the end. */
export function refuseUpgrade(socket: Duplex, answer: WireAnswer): void {
  const headers = new Headers(answer.headers);
  headers.set('content-length', String(answer.body.length));
  headers.set('connection', 'close');
  socket.write(head(answer.status, headers));
  socket.end(answer.body);
}

function sendHalf({ response }: Exchange, answer: WireAnswer): void {
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': String(answer.body.length),
  });
  response.write(answer.body.subarray(0, answer.body.length >> 1));
}

const TRICKLE_MS = 100;
function trickle({ response, entry }: Exchange, answer: WireAnswer, bytesPerSecond: number): void {
  const size = answer.body.length;
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': String(size),
  });
  response.flushHeaders();
  const step = Math.max(1, Math.round((bytesPerSecond * TRICKLE_MS) / 1_000));
  const everyMs = Math.max(TRICKLE_MS, (step / bytesPerSecond) * 1_000);
  let at = 0;
  const timer = setInterval(() => {
    response.write(answer.body.subarray(at, at + step));
    at += step;
    if (at < size) return;
    clearInterval(timer);
    response.end(() => finish(entry, 'sent', size));
  }, everyMs);
  response.on('close', () => {
    clearInterval(timer);
    finish(entry, 'left', Math.min(at, size));
  });
}
