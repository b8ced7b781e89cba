/** The folder a command writes to. */
import { mkdir } from 'node:fs/promises';
import type { Core } from '../core/core';
import { diskFailure } from '../core/transfer/disk';

/** Makes it if need be and gives its handle. Throws Failure `not-writable` or `disk-full`. */
export async function openOut(core: Core, out: string): Promise<string> {
  await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw diskFailure(error, out);
  });
  return (await core.folders.add(out)).handle;
}
