/** AAC in MP4: boxes that fill the file exactly, an index, and every indexed piece inside the sample data. */
import { ascii, dataView, Window, type ByteSource } from './bytes';
import { notWhole, type Verdict } from './verdict';

/** No sound file has more; a hostile one shall not keep us busy. */
const MAX_BOXES = 65_536;
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 8;
const CONTAINERS = new Set(['trak', 'mdia', 'minf', 'stbl', 'mvex']);

interface Box {
  readonly type: string;
  readonly body: number;
  readonly end: number;
  /** Its size is "up to the end of the file". */
  readonly open: boolean;
}
interface Index {
  durationMs?: number;
  sampleRate?: number | undefined;
  channels?: number;
  readonly offsets: number[];
  boxes: number;
}

export const isMp4 = (bytes: Uint8Array): boolean => ascii(bytes, 4, 8) === 'ftyp';

/** Never throws for what the bytes say; only for a source that cannot be read. */
export async function verifyMp4(source: ByteSource): Promise<Verdict> {
  const window = new Window(source);
  const boxes = await readBoxes(window);
  if (typeof boxes === 'string') return notWhole(boxes);
  const [moov, second] = boxes.filter((box) => box.type === 'moov');
  const data = boxes.filter((box) => box.type === 'mdat' && box.end > box.body);
  if (moov === undefined) return notWhole('has no index');
  if (second !== undefined) return notWhole('has two indexes, as if it were two files');
  if (data.length === 0) return notWhole('holds no sound');
  if (moov.end - moov.body > MAX_INDEX_BYTES) return notWhole('has an index larger than any sound file');
  const bytes = await window.view(moov.body, moov.end - moov.body);
  const index: Index = { offsets: [], boxes: 0 };
  if (bytes === undefined || !readIndex(bytes, index, 0)) return notWhole('has a damaged index');
  if (index.sampleRate === undefined) return notWhole('holds no sound');
  if (!index.offsets.every((at) => isInside(at, data))) return notWhole('lacks sound that its index names');
  const fragmented = boxes.some((box) => box.type === 'moof');
  return {
    whole: true,
    format: 'AAC',
    durationMs: fragmented || index.durationMs === 0 ? undefined : index.durationMs,
    sampleRate: index.sampleRate,
    channels: index.channels,
    bitsPerSample: undefined,
    declared: !fragmented && !boxes.some((box) => box.open),
  };
}

/** `boxes` are ascending and apart, as they stand in the file. */
function isInside(at: number, boxes: readonly Box[]): boolean {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boxes[middle] as Box).end <= at) low = middle + 1;
    else high = middle;
  }
  const box = boxes[low];
  return box !== undefined && at >= box.body;
}

async function readBoxes(window: Window): Promise<readonly Box[] | string> {
  const boxes: Box[] = [];
  let position = 0;
  while (position < window.size) {
    if (boxes.length === MAX_BOXES) return 'has more parts than any sound file';
    const head = await window.view(position, Math.min(16, window.size - position));
    const box = head === undefined ? undefined : readBox(head, position, window.size);
    if (box === undefined) return `is damaged at byte ${String(position)}`;
    if (boxes.length === 0 && box.type !== 'ftyp') return 'is not an MP4 file';
    if (box.end > window.size) return `ends ${String(box.end - window.size)} bytes early`;
    boxes.push(box);
    position = box.end;
  }
  return boxes;
}

function readBox(head: Uint8Array, position: number, limit: number): Box | undefined {
  if (head.length < 8) return undefined;
  const view = dataView(head);
  const short = view.getUint32(0);
  const type = ascii(head, 4, 8);
  if (short === 0 && type === 'mdat') return { type, body: position + 8, end: limit, open: true };
  if (short === 1) {
    const size = head.length < 16 ? 0 : Number(view.getBigUint64(8));
    return size < 16 ? undefined : { type, body: position + 16, end: position + size, open: false };
  }
  return short < 8 ? undefined : { type, body: position + 8, end: position + short, open: false };
}

/** Collects what the boxes inside `moov` say; false when they do not fit together. */
function readIndex(bytes: Uint8Array, index: Index, depth: number): boolean {
  let position = 0;
  while (position < bytes.length) {
    if (++index.boxes > MAX_BOXES || depth > MAX_DEPTH) return false;
    const box = readBox(bytes.subarray(position, position + 16), position, bytes.length);
    if (box === undefined || box.end > bytes.length) return false;
    const body = bytes.subarray(box.body, box.end);
    if (CONTAINERS.has(box.type) ? !readIndex(body, index, depth + 1) : !readFact(box.type, body, index)) {
      return false;
    }
    position = box.end;
  }
  return true;
}

function readFact(type: string, body: Uint8Array, index: Index): boolean {
  const view = dataView(body);
  if (type === 'mvhd') {
    const long = body[0] === 1;
    if (body.length < (long ? 32 : 20)) return false;
    const scale = view.getUint32(long ? 20 : 12);
    const ticks = long ? Number(view.getBigUint64(24)) : view.getUint32(16);
    if (scale === 0) return false;
    index.durationMs = (ticks / scale) * 1000;
  } else if (type === 'stsd' && body.length >= 44 && ascii(body, 12, 16) === 'mp4a') {
    index.channels = view.getUint16(32);
    index.sampleRate = view.getUint32(40) >>> 16 || undefined;
  } else if (type === 'stco' || type === 'co64') {
    const width = type === 'stco' ? 4 : 8;
    const count = body.length < 8 ? -1 : view.getUint32(4);
    if (count < 0 || 8 + count * width > body.length) return false;
    for (let i = 0; i < count; i++) {
      const at = 8 + i * width;
      index.offsets.push(width === 4 ? view.getUint32(at) : Number(view.getBigUint64(at)));
    }
  }
  return true;
}
