/** How downloads are served: what the reference leaves open, so that a client can be tried against every choice. */
import type { Pcm } from '../world/world';

export const AUDIO_FORMATS = ['FLAC', 'WAV', 'AAC', 'OGG'] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];
/** A whole file, or undefined where there is no encoder for the format. */
export type Encode = (pcm: Pcm, format: AudioFormat) => Promise<Uint8Array | undefined>;

/**
 * - `none`: no validator, `Range` is ignored.
 * - `strong`: a strong ETag, ranges and `If-Range` are honoured.
 * - `weak`: a weak ETag, which never satisfies `If-Range`.
 * - `ignored`: a strong ETag and `Accept-Ranges`, and yet always the whole.
 * - `wrong-start`: answers 206, but from another byte than was asked for.
 */
export type AudioRanges = 'none' | 'strong' | 'weak' | 'ignored' | 'wrong-start';
/** `close`: neither a length nor chunks; the end of the connection is the end of the file. */
export type AudioFraming = 'length' | 'chunked' | 'close';

export interface AudioSettings {
  ranges: AudioRanges;
  framing: AudioFraming;
  /** Another sound behind the same ids: softer, or these very bytes. */
  swap: 'softer' | Uint8Array | undefined;
}
export const usualAudioSettings = (): AudioSettings => ({
  ranges: 'none',
  framing: 'length',
  swap: undefined,
});
