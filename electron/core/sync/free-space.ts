/** How much room a disk has left. */
import { statfs } from 'node:fs/promises';

/** Bytes free for us in a folder that exists; undefined when the system does not say. */
export async function freeBytesAt(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
