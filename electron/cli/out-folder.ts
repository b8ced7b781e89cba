/** The folder a command writes to. */
import { stat } from 'node:fs/promises';
import type { Core } from '../core/core';
import { Failure } from '../contract/result';
import { makeFolder } from '../core/make-folder';
import { onDisk } from '../core/transfer/disk';

/** What is handed over may be read by whoever the system lets read what this person makes. */
const SHARED = 0o777;

/** Makes it if need be and gives its handle. Throws Failure `not-writable` or `disk-full`. */
export async function openOut({ folders }: Pick<Core, 'folders'>, out: string): Promise<string> {
  makeFolder(out, SHARED);
  const facts = await onDisk(out, () => stat(out));
  if (!facts.isDirectory()) throw new Failure({ kind: 'not-writable', where: out });
  return (await folders.add(out)).handle;
}
