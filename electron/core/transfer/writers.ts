/** Who puts files on the disk: this thread, or one of its own, so that hashing and checking hold up nobody. */
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { AudioFormat } from '../../contract/model';
import { verifyAudio } from './container';
import type { Verdict } from './verdict';
import { PieceWriter } from './write';

export interface Writers {
  /** @param offset bytes of the file that are there from before */
  begin(file: FileHandle, offset: number): Writing;
  close(): void;
}
/** One file being written. Whatever the disk refuses rejects the next call. */
export interface Writing {
  /** The piece belongs to the writer from now on. Undefined: the next may come at once. Otherwise it may once this resolves. */
  add(piece: Uint8Array): Promise<void> | undefined;
  /** Resolves once all that came is written, with how long the file is. */
  end(): Promise<number>;
  /** After the last piece: what the file is. A whole one is durable then. */
  finish(format: AudioFormat): Promise<Written>;
  /** Resolves once nothing is written any more: only then may the file be closed. */
  drop(): Promise<void>;
}
export interface Written {
  readonly sizeBytes: number;
  /** Lower-case hex; undefined where something was there from before. */
  readonly sha256: string | undefined;
  /** Undefined where it is not in memory, and is to be read. */
  readonly verdict: Verdict | undefined;
  readonly isDurable: boolean;
  /** Which file it is, whatever its name. */
  readonly made: Pick<Stats, 'ino' | 'dev'>;
}
/** What is needed of an open file. */
export interface WritableFile {
  write(pieces: readonly Uint8Array[], position: number): Promise<number>;
  stat(): Promise<Pick<Stats, 'ino' | 'dev'>>;
  datasync(): Promise<void>;
}

/** In this thread. */
export const createWriters = (): Writers => ({
  begin: (file, offset) =>
    beginHere(
      {
        write: async (pieces, position) => (await file.writev(pieces, position)).bytesWritten,
        stat: () => file.stat(),
        datasync: () => file.datasync(),
      },
      offset,
    ),
  close: () => undefined,
});

export function beginHere(file: WritableFile, offset: number): Writing {
  const writer = new PieceWriter(file, offset);
  return {
    add: (piece) => writer.add(piece),
    end: () => writer.end(),
    async finish(format) {
      const sizeBytes = await writer.end();
      const { ino, dev } = await file.stat();
      const source = writer.source();
      const verdict = source === undefined ? undefined : await verifyAudio(source, format);
      const isDurable = verdict?.whole === true;
      if (isDurable) await file.datasync();
      return { sizeBytes, sha256: writer.sha256(), verdict, isDurable, made: { ino, dev } };
    },
    drop: () => writer.stop(),
  };
}
