/** Whole audio files in the library folder. */
import type { AudioFormat } from '../../contract/model';

/** A whole, verified copy in the library folder. */
export interface AudioFile {
  readonly recording: string;
  readonly format: AudioFormat;
  /** Relative to the account's audio folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly durationMs: number | undefined;
  /** Hz */
  readonly sampleRate?: number | undefined;
  readonly bitsPerSample?: number | undefined;
  readonly fetchedAt: number;
}

export interface AudioStore {
  put(file: AudioFile): void;
  /** All of them, by recording. */
  list(): readonly AudioFile[];
  /** The file in that format; without one, a lossless file if there is any, or the one fetched last. */
  get(recording: string, format?: AudioFormat): AudioFile | undefined;
  many(recordings: readonly string[], format?: AudioFormat): ReadonlyMap<string, AudioFile>;
  /** All files of each, in the order of preference of `get`. */
  files(recordings: readonly string[]): ReadonlyMap<string, readonly AudioFile[]>;
  remove(recording: string, format: AudioFormat): void;
  /** A file came that long for a sound listed as that long, wherever it went. */
  measured(instrument: string, format: AudioFormat, sizeBytes: number, spanMs: number): void;
  /** Mean bytes per second of the files of an instrument measured so far, or else of all; undefined when none. */
  bytesPerSecond(format: AudioFormat, instrument?: string): number | undefined;
}
