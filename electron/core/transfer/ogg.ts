/** Ogg: every page's CRC-32, no page missing in any stream, and every stream closed. Source: RFC 3533. */
import { ascii, dataView, Window, type ByteSource } from './bytes';
import { crc32 } from './crc';
import { notWhole, type Verdict } from './verdict';

const HEAD_BYTES = 27;
const BEGINS = 2;
const ENDS = 4;
const NO_CRC = new Uint8Array(4);
const OPUS_RATE = 48_000;

interface Codec {
  readonly sampleRate: number;
  readonly channels: number | undefined;
  /** Samples of lead-in that the last position counts but nobody hears. */
  readonly lead: number;
  /** Of one position, per second. */
  readonly clock: number;
}
interface Stream {
  sequence: number;
  ended: boolean;
  readonly codec: Codec | undefined;
  lastPosition: number;
}
interface Page {
  readonly flags: number;
  readonly serial: number;
  readonly sequence: number;
  readonly position: bigint;
  readonly body: Uint8Array;
  readonly end: number;
}

/** Never throws for what the bytes say; only for a source that cannot be read. */
export async function verifyOgg(source: ByteSource): Promise<Verdict> {
  const window = new Window(source);
  const streams = new Map<number, Stream>();
  let position = 0;
  while (position < window.size) {
    const page = await readPage(window, position);
    if (typeof page === 'string') return notWhole(page);
    const problem = take(streams, page);
    if (problem !== undefined) return notWhole(`${problem} before byte ${String(page.end)}`);
    position = page.end;
  }
  if (streams.size === 0) return notWhole('is not an Ogg file');
  if ([...streams.values()].some((stream) => !stream.ended)) return notWhole('ends before its last page');
  return judge([...streams.values()]);
}

async function readPage(window: Window, position: number): Promise<Page | string> {
  const where = `byte ${String(position)}`;
  const head = (await window.view(position, HEAD_BYTES))?.slice();
  if (head === undefined) return `ends inside the page at ${where}`;
  if (ascii(head, 0, 4) !== 'OggS' || head[4] !== 0) {
    return position === 0 ? 'is not an Ogg file' : `is damaged at ${where}`;
  }
  const segments = head[26] as number;
  const lacing = (await window.view(position + HEAD_BYTES, segments))?.slice();
  if (lacing === undefined) return `ends inside the page at ${where}`;
  const size = lacing.reduce((sum, length) => sum + length, 0);
  const body = await window.view(position + HEAD_BYTES + segments, size);
  if (body === undefined) return `ends inside the page at ${where}`;
  const view = dataView(head);
  const checked = [head.subarray(0, 22), NO_CRC, head.subarray(26), lacing, body];
  if (checked.reduce((crc, part) => crc32(part, crc), 0) !== view.getUint32(22, true)) {
    return `is damaged at ${where}`;
  }
  return {
    flags: head[5] as number,
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    position: view.getBigInt64(6, true),
    body,
    end: position + HEAD_BYTES + segments + size,
  };
}

function take(streams: Map<number, Stream>, page: Page): string | undefined {
  let stream = streams.get(page.serial);
  if ((page.flags & BEGINS) !== 0) {
    if (stream !== undefined) return 'has a stream that begins twice';
    stream = { sequence: page.sequence, ended: false, codec: readCodec(page.body), lastPosition: 0 };
    streams.set(page.serial, stream);
  } else {
    if (stream === undefined) return 'lacks the beginning of a stream';
    if (stream.ended) return 'has a page after the last one';
    if (page.sequence !== stream.sequence + 1) return 'lacks a page';
    stream.sequence = page.sequence;
  }
  if (page.position >= 0n) stream.lastPosition = Number(page.position);
  stream.ended = (page.flags & ENDS) !== 0;
  return undefined;
}

function readCodec(body: Uint8Array): Codec | undefined {
  const view = dataView(body);
  const simple = (sampleRate: number, channels: number | undefined): Codec | undefined =>
    sampleRate > 0 ? { sampleRate, channels, lead: 0, clock: sampleRate } : undefined;
  if (body.length >= 30 && ascii(body, 0, 7) === '\x01vorbis') {
    return simple(view.getUint32(12, true), body[11]);
  }
  if (body.length >= 19 && ascii(body, 0, 8) === 'OpusHead') {
    return { sampleRate: OPUS_RATE, channels: body[9], lead: view.getUint16(10, true), clock: OPUS_RATE };
  }
  if (body.length >= 35 && ascii(body, 0, 5) === '\x7fFLAC') {
    return simple(view.getUint32(27) >>> 12, ((view.getUint32(27) >>> 9) & 7) + 1);
  }
  if (body.length >= 52 && ascii(body, 0, 8) === 'Speex   ') {
    return simple(view.getUint32(36, true), view.getUint32(48, true));
  }
  return undefined;
}

function judge(streams: readonly Stream[]): Verdict {
  let durationMs = 0;
  let codec: Codec | undefined;
  for (const stream of streams) {
    if (stream.codec === undefined) continue;
    codec ??= stream.codec;
    durationMs += (Math.max(0, stream.lastPosition - stream.codec.lead) / stream.codec.clock) * 1000;
  }
  if (codec === undefined || durationMs === 0) return notWhole('holds no sound');
  return {
    whole: true,
    format: 'OGG',
    durationMs,
    sampleRate: codec.sampleRate,
    channels: codec.channels,
    bitsPerSample: undefined,
    declared: true,
  };
}
