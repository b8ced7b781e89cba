/** A file of an export: under its own name it is whole, durable and ours, or not there. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { ensureFolder, factsOf, onDisk, openRegular, renamePatiently, syncFolder } from '../transfer/disk';
import { openPart, partFiles, removePart } from '../transfer/part';

export interface FileSink {
  write(bytes: Uint8Array | string): Promise<void>;
  /** Takes what tells whether the file changed, when its bytes alone would not: they hold the moment of the export. */
  content(text: string): void;
}
/** A file that is written but does not have its name yet. */
export interface DraftFile {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Of its content, as given to the sink; of its bytes when none was. */
  readonly content: string;
  /** Gives it its name, in the place of what has it now. */
  keep(): Promise<void>;
  /** As `keep`, but it may have its old name again after a power cut until the folder is flushed. */
  rename(): Promise<void>;
  discard(): Promise<void>;
}

export interface DraftDeps {
  readonly root: string;
  readonly clock: Clock;
  /**
   * Throws when another folder stands under the path of the root than the one that the file is for. Asked before a folder
   * is made, and again once the draft is there: one that lies in the wrong place never gets its name.
   */
  assertPlace?(): Promise<void>;
}

/**
 * Writes a draft of `relative` below `root`. Rejects with Failure `disk-full` or `not-writable`, or what `fill` rejects
 * with; then nothing is left behind.
 * @param onHash told the SHA-256 of its bytes while they are still on their way to the disk
 */
export async function draftFile(
  deps: DraftDeps,
  relative: string,
  fill: (sink: FileSink) => Promise<void>,
  onHash: (sha256: string) => void = () => undefined,
): Promise<DraftFile> {
  const { root, clock } = deps;
  await deps.assertPlace?.();
  const folder = await ensureFolder(root, path.posix.dirname(relative));
  const name = path.posix.basename(relative);
  const part = partFiles(folder, name);
  const handle = await onDisk(root, () => openPart(part, 0));
  // The handle stays open, so that no other file can come to have the same number.
  const isOurs = async () => (await factsOf(part.file))?.ino === (await handle.stat()).ino;
  let isOpen = true;
  const discard = () =>
    onDisk(root, async () => {
      if (!isOpen) return;
      isOpen = false;
      const mine = await isOurs();
      await handle.close();
      if (mine) await removePart(part);
    });
  const giveName = async () => {
    // Two exports into one folder must not give a half-written file its name.
    if (!(await isOurs())) throw new Failure({ kind: 'not-writable', where: part.file });
    await deps.assertPlace?.();
    await renamePatiently(part.file, path.join(folder, name), clock);
    isOpen = false;
    await handle.close();
  };
  try {
    const facts = await onDisk(root, () => fillFile(handle, fill, onHash));
    return {
      ...facts,
      discard,
      rename: () => onDisk(root, giveName),
      keep: () => onDisk(root, () => giveName().then(() => syncFolder(folder))),
    };
  } catch (error) {
    await discard().catch(() => undefined);
    throw error;
  }
}

async function fillFile(
  handle: FileHandle,
  fill: (sink: FileSink) => Promise<void>,
  onHash: (sha256: string) => void,
) {
  const bytesHash = createHash('sha256');
  const contentHash = createHash('sha256');
  let sizeBytes = 0;
  const content = { isGiven: false };
  await fill({
    async write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      if (bytes.length === 0) return;
      bytesHash.update(bytes);
      sizeBytes += bytes.length;
      await handle.writeFile(bytes);
    },
    content(text) {
      content.isGiven = true;
      contentHash.update(text);
    },
  });
  const sha256 = bytesHash.digest('hex');
  onHash(sha256);
  await handle.datasync();
  return { sizeBytes, sha256, content: content.isGiven ? contentHash.digest('hex') : sha256 };
}

/** SHA-256 of a file as it is now; undefined when there is none, `other` when something else than a file is there. */
export async function hashOf(
  root: string,
  relative: string,
  breathe: () => Promise<void>,
): Promise<string | undefined> {
  const file = path.join(root, ...relative.split('/'));
  return onDisk(root, async () => {
    if ((await factsOf(file)) === undefined) return undefined;
    const handle = await openRegular(file);
    if (handle === undefined) return 'other';
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.alloc(1_048_576);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length);
        if (bytesRead === 0) return hash.digest('hex');
        hash.update(buffer.subarray(0, bytesRead));
        await breathe();
      }
    } finally {
      await handle.close();
    }
  });
}
