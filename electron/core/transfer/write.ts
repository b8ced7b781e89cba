/** Pieces of a body on their way to a file: hashed as they come, written a few at a time. */
import { createHash } from 'node:crypto';
import { bytesSource, type ByteSource } from './bytes';
import type { WritableFile } from './writers';

const WRITE_BYTES = 512 * 1024;
/** A file up to this size is checked from memory instead of being read again. */
const HELD_BYTES = 1024 * 1024;

export class PieceWriter {
  private readonly hash = createHash('sha256');
  private pieces: Uint8Array[] = [];
  private pending = 0;
  private held: Uint8Array[] | undefined = [];
  private writing: Promise<void> | undefined;
  private failure: { readonly cause: unknown } | undefined;
  private isStopped = false;
  private position: number;

  /** @param offset bytes that are there from before; then neither hash nor memory have the whole */
  constructor(
    private readonly file: Pick<WritableFile, 'write'>,
    private readonly offset: number,
  ) {
    this.position = offset;
    if (offset > 0) this.held = undefined;
  }

  /** Undefined: the next may come at once. Otherwise it may once this resolves. */
  add(piece: Uint8Array): Promise<void> | undefined {
    if (this.offset === 0) this.hash.update(piece);
    this.pieces.push(piece);
    this.pending += piece.length;
    if (this.held !== undefined) {
      if (this.position + this.pending > HELD_BYTES) this.held = undefined;
      else this.held.push(piece);
    }
    return this.pending < WRITE_BYTES ? undefined : this.write();
  }

  /** Writes what has come. While one lot is written the next may come. */
  private async write(): Promise<void> {
    await this.settled();
    const { pieces, position } = this;
    if (pieces.length === 0 || this.isStopped) return;
    this.position += this.pending;
    this.pieces = [];
    this.pending = 0;
    this.writing = writeAll(this.file, pieces, position).catch((cause: unknown) => {
      this.failure = { cause };
    });
  }

  /** Resolves once nothing is written any more, whatever came. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.writing;
  }

  private async settled(): Promise<void> {
    await this.writing;
    if (this.failure !== undefined) throw this.failure.cause;
  }

  /** Resolves once all that came is written, with how long the file is. */
  async end(): Promise<number> {
    await this.write();
    await this.settled();
    return this.position;
  }

  /** SHA-256 of all, lower-case hex; undefined where a part was there from before. */
  sha256(): string | undefined {
    return this.offset === 0 ? this.hash.digest('hex') : undefined;
  }

  /** All of it, where that is in memory. */
  source(): ByteSource | undefined {
    return this.held === undefined ? undefined : piecesSource(this.held);
  }
}

/** Bytes in several pieces, put together only where a look spans two of them. */
function piecesSource(pieces: readonly Uint8Array[]): ByteSource {
  const [only = new Uint8Array(0)] = pieces;
  if (pieces.length <= 1) return bytesSource(only);
  const starts: number[] = [];
  let size = 0;
  for (const { length } of pieces) {
    starts.push(size);
    size += length;
  }
  const part = (position: number, length: number): Uint8Array => {
    const end = Math.min(size, position + length);
    const touched = pieces.flatMap((piece, index) => {
      const start = starts[index] ?? 0;
      if (start >= end || start + piece.length <= position) return [];
      return [piece.subarray(Math.max(0, position - start), end - start)];
    });
    return touched.length === 1 && touched[0] !== undefined ? touched[0] : Buffer.concat(touched);
  };
  return { size, read: (position, length) => Promise.resolve(part(position, length)) };
}

async function writeAll(
  file: Pick<WritableFile, 'write'>,
  pieces: readonly Uint8Array[],
  position: number,
): Promise<void> {
  const length = pieces.reduce((sum, { length }) => sum + length, 0);
  let written = await file.write(pieces, position);
  if (written === length) return;
  // A disk that is nearly full takes a part; the rest tells why.
  const all = Buffer.concat(pieces);
  while (written < length) written += await file.write([all.subarray(written)], position + written);
}
