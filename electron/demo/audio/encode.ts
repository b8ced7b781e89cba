/** Sound files in the formats the service offers. */
import type { Pcm } from '../world/world';
import { encodeFlac } from './flac';
import { encodeWith, programs } from './programs';
import { encodeWav } from './wav';

export type AudioFormat = 'WAV' | 'FLAC' | 'OGG' | 'AAC';

/**
 * A whole file of the sound; the same bytes each time. WAV and FLAC are always made; OGG and AAC need an encoder on this
 * machine's PATH and are undefined without one.
 */
export async function encodeAudio(pcm: Pcm, format: AudioFormat): Promise<Uint8Array | undefined> {
  if (format === 'WAV') return encodeWav(pcm);
  if (format === 'FLAC') return encodeFlac(pcm);
  return encodeWith(programs[format], encodeWav(pcm));
}
