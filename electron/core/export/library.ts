/** The account's own copies as a source for exports: what was fetched once need not be fetched again. */
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { AudioFormat } from '../../contract/model';
import type { AudioAnswer } from '../api/api';
import type { Pieces } from '../api/transport';
import type { AudioStore } from '../db/audio-store';
import { openRegular } from '../transfer/disk';
import { inspectFile } from '../transfer/inspect';

/** A body read from the library, or undefined when there is no unaltered copy in that format. */
export async function openFromLibrary(
  deps: { readonly audio: AudioStore; readonly folder: string },
  recording: string,
  format: AudioFormat,
): Promise<AudioAnswer | undefined> {
  const known = deps.audio.get(recording, format);
  if (known === undefined) return undefined;
  const file = path.join(deps.folder, ...known.path.split('/'));
  if ((await inspectFile(file, format))?.sha256 !== known.sha256) return undefined;
  const handle = await openRegular(file);
  if (handle === undefined) return undefined;
  return { status: 200, body: filePieces(handle), lengthBytes: known.sizeBytes, etag: undefined };
}

const PIECE_BYTES = 256 * 1024;
function filePieces(file: FileHandle): Pieces {
  const close = (): void => void file.close().catch(() => undefined);
  return {
    async next() {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES);
      if (bytesRead > 0) return buffer.subarray(0, bytesRead);
      await file.close();
      return undefined;
    },
    cancel: close,
  };
}
