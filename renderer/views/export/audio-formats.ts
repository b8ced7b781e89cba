/** What audio can be exported as. Pure. */
import type { AudioFormat } from '../../../electron/contract/index';

/** The usual one first. */
export const AUDIO_FORMATS: readonly {
  readonly id: AudioFormat;
  readonly label: string;
  readonly lossy: boolean;
}[] = [
  { id: 'FLAC', label: 'FLAC: lossless, about half the size of WAV', lossy: false },
  { id: 'WAV', label: 'WAV: lossless, opens everywhere', lossy: false },
  { id: 'AAC', label: 'AAC: lossy, small', lossy: true },
  { id: 'OGG', label: 'OGG: lossy, small', lossy: true },
];
