/** A drawn page as a file: drawn while the person still looks for a place, whole under its name or not there at all. */
import { rename, rm, writeFile } from 'node:fs/promises';
import type { PlaceRequest, PrintRequest } from '../contract/host';
import { Failure } from '../contract/result';

export interface SavePageDeps {
  /** The person's answer; undefined when dismissed. */
  readonly choosePlace: (request: PlaceRequest) => Promise<string | undefined>;
  /** The page as the bytes of a PDF; ends its work when the signal fires. */
  readonly draw: (hash: string, signal: AbortSignal) => Promise<Uint8Array>;
}

/**
 * The path it was saved at, or undefined when dismissed. Throws Failure `not-writable`, `disk-full`, `cancelled` when the
 * signal fired, or what the drawing throws; in each case nothing was written.
 */
export async function savePage(
  { choosePlace, draw }: SavePageDeps,
  { hash, name }: PrintRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const over = new AbortController();
  const drawing = draw(hash, AbortSignal.any([signal, over.signal]));
  // It may fail while the person still looks for a place, who is told once they have one.
  drawing.catch(() => undefined);
  try {
    const file = await choosePlace({ name, ending: 'pdf' });
    if (file === undefined) return undefined;
    await writeWhole(file, await drawing, signal);
    return file;
  } finally {
    over.abort();
  }
}

async function writeWhole(file: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, bytes, { flush: true });
    signal.throwIfAborted();
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    if (signal.aborted) throw new Failure({ kind: 'cancelled' }, { cause });
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    const kind = isFull ? 'disk-full' : 'not-writable';
    throw new Failure({ kind, where: file }, { cause });
  }
}
