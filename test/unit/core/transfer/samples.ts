/** Small whole audio files of every kind, made here so that each byte's meaning is known. */
import { createRequire } from 'node:module';
import { crc32 } from '../../../../electron/core/transfer/crc';
import type { Encoder as EncoderType } from 'libflacjs/lib/encoder';

const require = createRequire(import.meta.url);

export const tone = (samples: number): Int32Array<ArrayBuffer> =>
  Int32Array.from({ length: samples }, (_, i) =>
    Math.round(9_000 * Math.sin(i / 9) + 500 * Math.sin(i * 1.7)),
  );

const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];
const le = (value: number, width: number): number[] =>
  Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) & 0xff);
const be = (value: number, width: number): number[] => le(value, width).reverse();

export interface WavOptions {
  readonly bits?: 8 | 16 | 24;
  readonly channels?: number;
  readonly extra?: readonly number[];
  readonly dataSize?: number;
  readonly riffSize?: number;
}
export function wav(samples: number, options: WavOptions = {}): Uint8Array {
  const { bits = 16, channels = 1, extra = [] } = options;
  const align = channels * (bits / 8);
  const data = [...tone(samples * channels)].flatMap((value) => le(value & (2 ** bits - 1), bits / 8));
  const dataSize = options.dataSize ?? data.length;
  const fmt = [1, channels].flatMap((value) => le(value, 2));
  const rest = [...le(8_000, 4), ...le(8_000 * align, 4), ...le(align, 2), ...le(bits, 2)];
  const pad = data.length % 2 === 1 ? [0] : [];
  const chunks = [...text('fmt '), ...le(16, 4), ...fmt, ...rest, ...extra];
  const body = [...text('WAVE'), ...chunks, ...text('data'), ...le(dataSize, 4), ...data, ...pad];
  return Uint8Array.from([...text('RIFF'), ...le(options.riffSize ?? body.length, 4), ...body]);
}

export interface FlacShape {
  readonly bits: number;
  readonly channels: number;
  readonly level: number;
  /** False leaves out the total, as an encoder that writes into a pipe does. */
  readonly declared?: boolean;
}
/** Samples of all channels in turn, at 8 kHz. */
export async function encodeFlac(samples: Int32Array<ArrayBuffer>, shape: FlacShape): Promise<Uint8Array> {
  const library = require('libflacjs/dist/libflac.js') as {
    isReady(): boolean;
    on(event: 'ready', listener: () => void): void;
  };
  if (!library.isReady()) await new Promise<void>((resolve) => library.on('ready', resolve));
  const { Encoder } = require('libflacjs/lib/encoder') as {
    Encoder: new (library: unknown, options: unknown) => EncoderType;
  };
  const frames = samples.length / shape.channels;
  const encoder = new Encoder(library, {
    sampleRate: 8_000,
    channels: shape.channels,
    bitsPerSample: shape.bits,
    compression: shape.level,
    totalSamples: shape.declared === false ? 0 : frames,
  });
  encoder.encode(samples, frames, true);
  encoder.encode();
  const bytes = Uint8Array.from(encoder.getSamples());
  encoder.destroy();
  return bytes;
}

export const flac = (
  samples: number,
  { declared = true, level = 5 }: { readonly declared?: boolean; readonly level?: number } = {},
): Promise<Uint8Array> => encodeFlac(tone(samples), { bits: 16, channels: 1, level, declared });

function oggPage(flags: number, position: number, sequence: number, body: readonly number[]): number[] {
  const lacing = [...Array<number>(Math.floor(body.length / 255)).fill(255), body.length % 255];
  const page = [
    ...text('OggS'),
    0,
    flags,
    ...le(position, 8),
    ...le(77, 4),
    ...le(sequence, 4),
    0,
    0,
    0,
    0,
    lacing.length,
    ...lacing,
    ...body,
  ];
  page.splice(22, 4, ...le(crc32(Uint8Array.from(page)), 4));
  return page;
}
/** Opus in Ogg: `pages` pages of sound after the two header pages, 20 ms each. */
export function ogg(pages: number): Uint8Array {
  const head = [...text('OpusHead'), 1, 1, ...le(312, 2), ...le(48_000, 4), 0, 0, 0];
  const tags = [...text('OpusTags'), ...le(4, 4), ...text('test'), ...le(0, 4)];
  const noise = (page: number) => Array.from({ length: 300 }, (_, i) => (i * 31 + page * 17) & 0xff);
  const sound = Array.from({ length: pages }, (_, i) =>
    oggPage(i === pages - 1 ? 4 : 0, 312 + (i + 1) * 960, i + 2, noise(i)),
  );
  return Uint8Array.from([...oggPage(2, 0, 0, head), ...oggPage(0, 0, 1, tags), ...sound.flat()]);
}

/** AAC-LC at 48 kHz, mono, in ADTS; the sound itself is noise. */
export function adts(frames: number, frameBytes = 60): Uint8Array {
  const head = [
    0xff,
    0xf1,
    0x4c,
    0x40 | (frameBytes >> 11),
    (frameBytes >> 3) & 0xff,
    ((frameBytes & 7) << 5) | 31,
    0xfc,
  ];
  return Uint8Array.from(
    Array.from({ length: frames }, (_, frame) => [
      ...head,
      ...Array.from({ length: frameBytes - 7 }, (_, i) => (i * 13 + frame) & 0x7f),
    ]).flat(),
  );
}

const box = (type: string, ...body: readonly (readonly number[])[]): number[] => [
  ...be(body.flat().length + 8, 4),
  ...text(type),
  ...body.flat(),
];
/** AAC in MP4 with its index before or after the sound. */
export function mp4(indexFirst: boolean): Uint8Array {
  const ftyp = box('ftyp', text('M4A '), be(0, 4), text('isom'));
  const mdat = box(
    'mdat',
    Array.from({ length: 200 }, (_, i) => i),
  );
  const mp4a = [
    ...be(0, 6),
    ...be(1, 2),
    ...be(0, 8),
    ...be(1, 2),
    ...be(16, 2),
    ...be(0, 4),
    ...be(48_000 * 65_536, 4),
  ];
  const moov = (offset: number) =>
    box(
      'moov',
      box('mvhd', be(0, 4), be(0, 4), be(0, 4), be(1_000, 4), be(2_500, 4), be(0, 80)),
      box(
        'trak',
        box(
          'mdia',
          box(
            'minf',
            box(
              'stbl',
              box('stsd', be(0, 4), be(1, 4), box('mp4a', mp4a)),
              box('stco', be(0, 4), be(1, 4), be(offset, 4)),
            ),
          ),
        ),
      ),
    );
  const at = (indexFirst ? ftyp.length + moov(0).length : ftyp.length) + 8;
  return Uint8Array.from(indexFirst ? [...ftyp, ...moov(at), ...mdat] : [...ftyp, ...mdat, ...moov(at)]);
}
