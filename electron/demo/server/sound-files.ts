/** Sound files made on request, and served whole or in part as the settings say. */
import { createHash } from 'node:crypto';
import type { Pcm, World } from '../world/world';
import type { AudioFormat, AudioSettings, Encode } from './audio-settings';

export interface Sound {
  readonly id: string;
  readonly serial: string;
  readonly start: number;
  readonly end: number;
  readonly format: AudioFormat;
}
export interface SoundFiles {
  /** The file, or undefined where its format cannot be made. The last few are kept. */
  file(sound: Sound): Promise<Uint8Array | undefined>;
}

const KEPT_FILES = 32;

export function createSoundFiles(deps: {
  readonly world: World;
  readonly encode: Encode;
  readonly audio: AudioSettings;
}): SoundFiles {
  const { world, encode, audio } = deps;
  const kept = new Map<string, Promise<Uint8Array | undefined>>();
  return {
    file({ id, serial, start, end, format }) {
      if (audio.swap instanceof Uint8Array) return Promise.resolve(audio.swap);
      const name = `${format} ${audio.swap ?? 'usual'} ${id}`;
      const found = kept.get(name);
      if (found !== undefined) return found;
      const pcm = world.sound(serial, start, end);
      const file = encode(audio.swap === 'softer' ? softer(pcm) : pcm, format);
      kept.set(name, file);
      const oldest = kept.size > KEPT_FILES ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return file;
    },
  };
}

const softer = (pcm: Pcm): Pcm => ({ ...pcm, samples: pcm.samples.map((sample) => sample >> 1) });

/** A download: 200 with all of it, 206 with a part, or 416. Validators and ranges only as the settings allow. */
export function serveFile(
  bytes: Uint8Array,
  { ranges }: AudioSettings,
  header: (name: string) => string | undefined,
): Response {
  const headers = new Headers({ 'content-type': 'application/octet-stream' });
  if (ranges === 'none') return new Response(bytesOf(bytes), { headers });
  const tag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
  headers.set('etag', ranges === 'weak' ? `W/${tag}` : tag);
  headers.set('accept-ranges', 'bytes');
  const ifRange = header('if-range');
  const range = rangeOf(header('range'), bytes.length);
  // A weak tag never matches in If-Range.
  const fresh = ifRange === undefined || (ranges !== 'weak' && ifRange === tag);
  if (range === undefined || ranges === 'ignored' || !fresh) return new Response(bytesOf(bytes), { headers });
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${String(bytes.length)}`);
    return new Response(null, { status: 416, headers });
  }
  const first = ranges === 'wrong-start' ? Math.max(0, range.first - 1) : range.first;
  headers.set('content-range', `bytes ${String(first)}-${String(range.last)}/${String(bytes.length)}`);
  return new Response(bytesOf(bytes.subarray(first, range.last + 1)), { status: 206, headers });
}

/** The first and last byte asked for; undefined for no range, or one this service does not understand. */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | 'unsatisfiable' | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (parts === null || (parts[1] === '' && parts[2] === '')) return undefined;
  const [from, to] = [parts[1] ?? '', parts[2] ?? ''];
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last ? 'unsatisfiable' : { first, last };
}

/** Response wants bytes on a buffer of their own kind; these always are. */
const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;
