/** Sound files in the formats the service offers. */
import type { Pcm } from '../world/world';
import { encodeFlac } from './flac';
import { encodeOgg } from './ogg';
import { encodeAac } from './aac';
import { encodeWav } from './wav';

export type AudioFormat = 'WAV' | 'FLAC' | 'OGG' | 'AAC';

/** A whole file of the sound; the same bytes each time. AAC needs FFmpeg on this machine's PATH and is undefined without. */
export function encodeAudio(pcm: Pcm, format: AudioFormat): Promise<Uint8Array | undefined> {
  return encoders[format](pcm);
}

const encoders: Readonly<Record<AudioFormat, (pcm: Pcm) => Promise<Uint8Array | undefined>>> = {
  WAV: (pcm) => Promise.resolve(encodeWav(pcm)),
  FLAC: (pcm) => Promise.resolve(encodeFlac(pcm)),
  OGG: encodeOgg,
  AAC: (pcm) => encodeAac(encodeWav(pcm)),
};
