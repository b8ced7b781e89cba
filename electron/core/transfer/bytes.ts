/** Reading a file, or bytes in memory, piece by piece, whatever its size. */
import type { FileHandle } from 'node:fs/promises';

export interface ByteSource {
  readonly size: number;
  /** How much to read ahead; absent: a size that suits files. */
  readonly aheadBytes?: number;
  /** The bytes of `[position, position + length)`, fewer only where the source ends. */
  read(position: number, length: number): Promise<Uint8Array>;
}

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
});

/** An open file at its present size. Reading stops with the signal's reason when that fires. */
export async function fileSource(file: FileHandle, signal?: AbortSignal): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    size,
    async read(position, length) {
      signal?.throwIfAborted();
      const wanted = Math.max(0, Math.min(length, size - position));
      const buffer = new Uint8Array(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(buffer, filled, wanted - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
  };
}

const AHEAD_BYTES = 256 * 1024;

/** A buffered look at a source, cheap as long as positions mostly go up. */
export class Window {
  private start = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  constructor(private readonly source: ByteSource) {}

  get size(): number {
    return this.source.size;
  }

  /** Exactly `length` bytes at `position`, or undefined when the source ends before. Valid until the next call. */
  async view(position: number, length: number): Promise<Uint8Array | undefined> {
    if (position + length > this.size) return undefined;
    if (!this.holds(position, length)) await this.load(position, length);
    if (!this.holds(position, length)) return undefined;
    return this.bytes.subarray(position - this.start, position - this.start + length);
  }

  /** What is buffered from `position` on: at least one byte, or none at the end. Valid until the next call. */
  async run(position: number): Promise<Uint8Array> {
    if (!this.holds(position, 1)) await this.load(position, 1);
    return this.holds(position, 1) ? this.bytes.subarray(position - this.start) : new Uint8Array(0);
  }

  private holds(position: number, length: number): boolean {
    return position >= this.start && position + length <= this.start + this.bytes.length;
  }

  private async load(position: number, length: number): Promise<void> {
    this.bytes = await this.source.read(position, Math.max(length, this.source.aheadBytes ?? AHEAD_BYTES));
    this.start = position;
  }
}

export const ascii = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  String.fromCharCode(...bytes.subarray(from, to));

export const dataView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
