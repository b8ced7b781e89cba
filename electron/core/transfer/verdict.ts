/** What looking into an audio file can say. */
import type { AudioFormat } from '../../contract/model';

export interface Whole {
  readonly whole: true;
  readonly format: AudioFormat;
  /** Undefined where the container does not tell. */
  readonly durationMs: number | undefined;
  /** Hz */
  readonly sampleRate: number;
  readonly channels: number | undefined;
  /** Undefined for lossy codecs. */
  readonly bitsPerSample: number | undefined;
  /**
   * True when the container itself proves that its last byte is there. False for streams that may end anywhere
   * (ADTS, a FLAC or WAV that was never told its length): those need a declared size or an expected duration too.
   */
  readonly declared: boolean;
  /**
   * FLAC: `verified` when its samples are those that were encoded, by the MD5 that the encoder left: lossless and unaltered
   * since. `absent` when it left none. Undefined: not looked at, or not FLAC.
   */
  readonly md5?: 'verified' | 'absent' | undefined;
}
export interface NotWhole {
  readonly whole: false;
  /** What is wrong, in words that fit after the file's name. */
  readonly reason: string;
}
export type Verdict = Whole | NotWhole;

export const notWhole = (reason: string): NotWhole => ({ whole: false, reason });
