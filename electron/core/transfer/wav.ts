/** WAV: RIFF (or RF64) sizes against the file's, a sane format, and all sample data there. */
import { ascii, dataView, Window, type ByteSource } from './bytes';
import { notWhole, type Verdict } from './verdict';

/** No sound file has more; a hostile one shall not keep us busy. */
const MAX_CHUNKS = 4_096;
const UNKNOWN_SIZE = 0xffff_ffff;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

interface Format {
  readonly codec: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesPerSecond: number;
  readonly blockAlign: number;
  readonly bits: number;
}
interface Chunks {
  format?: Format;
  dataBytes?: number;
  riffSize: number;
  ds64?: { readonly riffSize: number; readonly dataSize: number };
}

/** Never throws for what the bytes say; only for a source that cannot be read. */
export async function verifyWav(source: ByteSource): Promise<Verdict> {
  const window = new Window(source);
  const head = await window.view(0, 12);
  if (head === undefined) return notWhole('ends inside its first header');
  const magic = ascii(head, 0, 4);
  if ((magic !== 'RIFF' && magic !== 'RF64') || ascii(head, 8, 12) !== 'WAVE') {
    return notWhole('is not a WAV file');
  }
  const chunks: Chunks = { riffSize: dataView(head).getUint32(4, true) };
  const problem = await walk(window, chunks);
  return problem === undefined ? judge(source.size, chunks) : notWhole(problem);
}

async function walk(window: Window, chunks: Chunks): Promise<string | undefined> {
  let position = 12;
  for (let count = 0; position < window.size; count++) {
    if (count === MAX_CHUNKS) return 'has more parts than any sound file';
    // An odd-sized last chunk's padding byte may stand outside the declared size.
    if (position + 1 === window.size && (await window.view(position, 1))?.[0] === 0 && count > 0) break;
    const head = await window.view(position, 8);
    if (head === undefined) return 'ends inside a header';
    const id = ascii(head, 0, 4);
    const declared = dataView(head).getUint32(4, true);
    const body = position + 8;
    const size = id === 'data' ? dataSize(declared, chunks, window.size - body) : declared;
    if (body + size > window.size) return `ends ${String(body + size - window.size)} bytes early`;
    const problem = await take(window, id, body, size, chunks);
    if (problem !== undefined) return problem;
    position = body + size + (size % 2);
  }
  return undefined;
}

function dataSize(declared: number, chunks: Chunks, rest: number): number {
  if (declared !== UNKNOWN_SIZE) return declared;
  return chunks.ds64?.dataSize ?? rest;
}

async function take(window: Window, id: string, body: number, size: number, chunks: Chunks) {
  if (id === 'data') {
    if (chunks.dataBytes !== undefined) return 'has two sets of samples';
    chunks.dataBytes = size;
    return undefined;
  }
  if (id === 'ds64') {
    const bytes = size >= 24 ? await window.view(body, 24) : undefined;
    if (bytes === undefined) return 'has a damaged size table';
    const view = dataView(bytes);
    chunks.ds64 = {
      riffSize: Number(view.getBigUint64(0, true)),
      dataSize: Number(view.getBigUint64(8, true)),
    };
    return undefined;
  }
  if (id !== 'fmt ') return undefined;
  const bytes = size >= 16 ? await window.view(body, Math.min(size, 40)) : undefined;
  if (bytes === undefined || chunks.format !== undefined) return 'has a damaged format description';
  chunks.format = readFormat(bytes);
  return undefined;
}

function readFormat(bytes: Uint8Array): Format {
  const view = dataView(bytes);
  const tag = view.getUint16(0, true);
  return {
    codec: tag === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : tag,
    channels: view.getUint16(2, true),
    sampleRate: view.getUint32(4, true),
    bytesPerSecond: view.getUint32(8, true),
    blockAlign: view.getUint16(12, true),
    bits: view.getUint16(14, true),
  };
}

function judge(fileSize: number, chunks: Chunks): Verdict {
  const { format, dataBytes } = chunks;
  if (format === undefined) return notWhole('has no format description');
  if (dataBytes === undefined) return notWhole('has no samples');
  const riffSize = chunks.riffSize === UNKNOWN_SIZE ? chunks.ds64?.riffSize : chunks.riffSize;
  const declared = riffSize !== undefined;
  const padded = declared && riffSize % 2 === 1 && riffSize + 9 === fileSize;
  if (declared && riffSize + 8 !== fileSize && !padded) {
    const difference = riffSize + 8 - fileSize;
    return notWhole(
      difference > 0 ? `ends ${String(difference)} bytes early` : `has ${String(-difference)} bytes too many`,
    );
  }
  const lossless = format.codec === PCM || format.codec === FLOAT;
  if (!isSane(format, lossless)) return notWhole('has a format description that makes no sense');
  if (dataBytes === 0) return notWhole('holds no sound');
  if (dataBytes % format.blockAlign !== 0) return notWhole('ends inside a sample');
  return {
    whole: true,
    format: 'WAV',
    durationMs: (dataBytes / format.bytesPerSecond) * 1000,
    sampleRate: format.sampleRate,
    channels: format.channels,
    bitsPerSample: lossless ? format.bits : undefined,
    declared,
  };
}

function isSane(format: Format, lossless: boolean): boolean {
  const { channels, sampleRate, bytesPerSecond, blockAlign, bits } = format;
  if (channels === 0 || sampleRate === 0 || bytesPerSecond === 0 || blockAlign === 0) return false;
  if (!lossless) return true;
  if (bits === 0 || bits > 64 || blockAlign !== channels * Math.ceil(bits / 8)) return false;
  return bytesPerSecond === sampleRate * blockAlign;
}
