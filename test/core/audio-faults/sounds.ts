/** Whole files of each kind that the service may send, no two alike, with the places where a fault hurts most. */
import { encodeFlac } from '../../../electron/demo/audio/flac';
import { encodeOgg } from '../../../electron/demo/audio/ogg';
import { encodeWav } from '../../../electron/demo/audio/wav';
import type { AudioFormat } from '../../../electron/contract/model';
import { adts, mp4, ogg } from '../../unit/core/transfer/samples';
import { pagesOf, withOggSerial } from './ogg-pages';

/** OGG alone is Vorbis, as the demo service encodes it; the rest but WAV and FLAC are containers around noise. */
export const KINDS = ['WAV', 'FLAC', 'OGG', 'OGG, Opus', 'AAC', 'M4A', 'M4A, index last'] as const;
export type Kind = (typeof KINDS)[number];
export interface Sound {
  readonly kind: Kind;
  readonly format: AudioFormat;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly durationMs: number;
  /** An offset inside the first header that matters. */
  readonly header: number;
  /** About the middle, where one part of the container ends and the next begins: nothing looks torn there. */
  readonly seam: number;
  /** Where the last part of the container begins. */
  readonly lastPart: number;
}

const RATE = 8_000;
const SECONDS = 4;
const BLOCK = 4_096;
const WAV_HEAD = 44;
const ADTS_FRAME = 120;
const OPUS_PAGE = 27 + 2 + 300;

export const FORMATS: Readonly<Record<Kind, AudioFormat>> = {
  WAV: 'WAV',
  FLAC: 'FLAC',
  OGG: 'OGG',
  'OGG, Opus': 'OGG',
  AAC: 'AAC',
  M4A: 'AAC',
  'M4A, index last': 'AAC',
};
export const TYPES: Readonly<Record<AudioFormat, string>> = {
  WAV: 'audio/wav',
  FLAC: 'audio/flac',
  OGG: 'audio/ogg',
  AAC: 'audio/aac',
};

/** The same bytes for the same kind and seed, others for another. */
export function soundOf(kind: Kind, seed: number): Sound {
  const format = FORMATS[kind];
  return { kind, format, type: TYPES[format], ...MAKERS[kind](seed) };
}

type Made = Omit<Sound, 'kind' | 'format' | 'type'>;
const MAKERS: Readonly<Record<Kind, (seed: number) => Made>> = {
  WAV: (seed) => {
    const bytes = (wavs[seed % WAVS] ??= encodeWav(pcm(seed % WAVS))).slice();
    const middle = WAV_HEAD + SECONDS * RATE;
    mark(bytes, WAV_HEAD, seed);
    return made(bytes, SECONDS * 1_000, { header: 22, seam: middle, lastPart: bytes.length - 2 });
  },
  FLAC: (seed) => {
    const base = (flacs[seed % FLACS] ??= flacOf(seed % FLACS));
    const bytes = withSerial(base.bytes, seed);
    const more = bytes.length - base.bytes.length;
    return { ...base, bytes, seam: base.seam + more, lastPart: base.lastPart + more };
  },
  OGG: (seed) => {
    const base = vorbises[seed % vorbises.length] as Made;
    return { ...base, bytes: withOggSerial(base.bytes, seed) };
  },
  'OGG, Opus': (seed) => {
    const pages = 180 + (seed % OPUSES);
    const bytes = (opuses[seed % OPUSES] ??= ogg(pages));
    const fromEnd = (count: number) => bytes.length - count * OPUS_PAGE;
    return made(bytes, pages * 20, { header: 20, seam: fromEnd(pages >> 1), lastPart: fromEnd(1) });
  },
  AAC: (seed) => {
    const frames = AAC_FRAMES;
    const bytes = AAC_BASE.slice();
    for (let at = 7; at < bytes.length; at += ADTS_FRAME) mark(bytes, at, seed);
    const places = { header: 4, seam: (frames >> 1) * ADTS_FRAME, lastPart: (frames - 1) * ADTS_FRAME };
    return made(bytes, Math.round((frames * 1_024_000) / 48_000), places);
  },
  M4A: (seed) => boxes(true, seed),
  'M4A, index last': (seed) => boxes(false, seed),
};

/** Making samples takes its time: a few sounds, each marked. */
const WAVS = 8;
const wavs: Uint8Array[] = [];
const AAC_FRAMES = 188;
const AAC_BASE = adts(AAC_FRAMES, ADTS_FRAME);
const OPUSES = 40;
const opuses: Uint8Array[] = [];
/** Encoding takes its time: a few sounds, each under many serial numbers. */
const FLACS = 8;
const flacs: Made[] = [];
function flacOf(seed: number): Made {
  const sound = pcm(seed);
  const upTo = (samples: number) =>
    encodeFlac({ ...sound, samples: sound.samples.subarray(0, samples) }).length;
  const whole = Math.floor(sound.samples.length / BLOCK) * BLOCK;
  const places = { header: FLAC_RATE_AT, seam: upTo(4 * BLOCK), lastPart: upTo(whole) };
  return made(encodeFlac(sound), SECONDS * 1_000, places);
}
const FLAC_RATE_AT = 18;

/** Adds a block of metadata that makes the file like no other. */
function withSerial(flac: Uint8Array, serial: number): Uint8Array {
  const application = Buffer.from([0x82, 0, 0, 8, ...Buffer.from('test'), 0, 0, 0, 0]);
  application.writeUInt32BE(serial, 8);
  const head = Buffer.from(flac.subarray(0, FLAC_HEAD));
  head[4] = 0;
  return Buffer.concat([head, application, flac.subarray(FLAC_HEAD)]);
}
const FLAC_HEAD = 42;

function boxes(indexFirst: boolean, seed: number): Made {
  const bytes = mp4(indexFirst);
  const at = Buffer.from(bytes).indexOf('mdat');
  mark(bytes, at + 4, seed);
  const last = indexFirst ? at - 4 : Buffer.from(bytes).indexOf('moov') - 4;
  return made(bytes, 2_500, { header: 5, seam: last, lastPart: last });
}

const made = (
  bytes: Uint8Array,
  durationMs: number,
  places: Pick<Made, 'header' | 'seam' | 'lastPart'>,
): Made => ({ bytes, durationMs, ...places });

function mark(bytes: Uint8Array, at: number, seed: number): void {
  bytes[at] = seed & 0x7f;
  bytes[at + 1] = (seed >> 7) & 0x7f;
}

const VORBISES = 3;
const VORBIS_SECONDS = 6;
const VORBIS_RATE_AT = 28 + 12;
const vorbises = await Promise.all(Array.from({ length: VORBISES }, (_, seed) => vorbisOf(seed)));
async function vorbisOf(seed: number): Promise<Made> {
  const bytes = await encodeOgg(pcm(seed, VORBIS_SECONDS));
  const pages = pagesOf(bytes);
  const half = bytes.length >> 1;
  const [seam = 0] = [...pages].sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
  return made(bytes, VORBIS_SECONDS * 1_000, { header: VORBIS_RATE_AT, seam, lastPart: pages.at(-1) ?? 0 });
}

/** A minute of it: about as large as what instruments send. */
export function longFlac(seed: number): Sound {
  const bytes = encodeFlac(pcm(seed, LONG_SECONDS));
  const places = { header: FLAC_RATE_AT, seam: FLAC_HEAD, lastPart: FLAC_HEAD };
  return { kind: 'FLAC', format: 'FLAC', type: TYPES.FLAC, ...made(bytes, LONG_SECONDS * 1_000, places) };
}
const LONG_SECONDS = 60;

/** A tone with noise in it that depends on the seed. */
function pcm(seed: number, seconds = SECONDS) {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const samples = Int16Array.from({ length: RATE * seconds }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round(9_000 * Math.sin(i / 9)) + (state >>> 22);
  });
  return { samples, sampleRate: RATE, bitsPerSample: 16 as const };
}
