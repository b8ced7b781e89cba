/** Everything that can be known of an audio file by reading it: size, hash, and whether it is whole. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { AudioFormat } from '../../contract/model';
import { fileSource, type ByteSource } from './bytes';
import { verifyAudio } from './container';
import { openRegular } from './disk';
import type { Verdict } from './verdict';
import type { Written } from './writers';

const PIECE_BYTES = 1024 * 1024;

export interface Inspected {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly verdict: Verdict;
}

/** Reads an open file twice over, once for its hash and once for its container; FLAC also for the MD5 of its samples. */
export async function inspectHandle(
  file: FileHandle,
  format: AudioFormat,
  signal?: AbortSignal,
  options: { readonly decode?: boolean } = {},
): Promise<Inspected> {
  const source = await fileSource(file, signal);
  return {
    sizeBytes: source.size,
    sha256: await sha256Of(source),
    verdict: await verifyAudio(source, format, options),
  };
}

/** What was found out while it was written is not read again. */
export async function inspectWritten(
  file: FileHandle,
  { sizeBytes, sha256, verdict }: Written,
  format: AudioFormat,
  signal: AbortSignal,
): Promise<Inspected> {
  if (sha256 === undefined) return inspectHandle(file, format, signal);
  const seen = verdict ?? (await verifyAudio(await fileSource(file, signal), format));
  return { sizeBytes, sha256, verdict: seen };
}

/**
 * As {@link inspectHandle}; undefined when there is no regular file under that path. Without `decode` the MD5 is left out,
 * which is enough for a file whose hash is known from when it was fetched.
 */
export async function inspectFile(
  file: string,
  format: AudioFormat,
  signal?: AbortSignal,
  { decode = false }: { readonly decode?: boolean } = {},
): Promise<Inspected | undefined> {
  const handle = await openRegular(file);
  if (handle === undefined) return undefined;
  try {
    return await inspectHandle(handle, format, signal, { decode });
  } finally {
    await handle.close();
  }
}

async function sha256Of(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (let position = 0; position < source.size;) {
    const piece = await source.read(position, PIECE_BYTES);
    if (piece.length === 0) break;
    hash.update(piece);
    position += piece.length;
  }
  return hash.digest('hex');
}
