/** Papers a person attached, such as certificates: copies beside the archive, each under the SHA-256 of what is in it. */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { CertificateFile } from '../../contract/passport';
import { Failure } from '../../contract/result';
import { diskFailure, errorCode } from '../transfer/disk';

export const LARGEST_BYTES = 64 * 1024 * 1024;
const HEAD = '%PDF-';
/** A name in a list needs no more. */
const LONGEST_NAME = 200;
const CHUNK_BYTES = 256 * 1024;

export interface Documents {
  /**
   * Keeps a copy; one that is here already is not copied again. Throws Failure `invalid` for what is no PDF or too large,
   * `not-found`, `not-writable` or `disk-full`.
   */
  add(file: string): Promise<CertificateFile>;
  /** Where a copy lies. Throws Failure `not-found`, or `corrupt` when it is not what was kept. */
  find(sha256: string): Promise<string>;
}

export function createDocuments(folder: string): Documents {
  const placeOf = (sha256: string) => path.join(folder, `${sha256}.pdf`);
  return {
    async add(file) {
      const source = await openOr(file, 'That file');
      const part = path.join(folder, `${String(process.pid)}-${String(Date.now())}.part`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const target = await open(part, 'wx', 0o600);
        const facts = await copyTo(target, source).finally(() => target.close());
        await rename(part, placeOf(facts.sha256));
        return { name: path.basename(file).slice(-LONGEST_NAME), ...facts };
      } catch (error) {
        await rm(part, { force: true });
        throw diskFailure(error, folder);
      } finally {
        await source.close();
      }
    },
    async find(sha256) {
      const source = await openOr(placeOf(sha256), 'The attached PDF');
      const hash = createHash('sha256');
      try {
        for await (const chunk of chunksOf(source)) hash.update(chunk);
      } finally {
        await source.close();
      }
      if (hash.digest('hex') !== sha256) throw new Failure({ kind: 'corrupt', what: 'The attached PDF' });
      return placeOf(sha256);
    },
  };
}

async function openOr(file: string, what: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new Failure({ kind: 'not-found', what }, { cause: error });
    throw new Failure({ kind: 'invalid', path: what, reason: 'it cannot be read' }, { cause: error });
  }
}

async function copyTo(
  target: FileHandle,
  source: FileHandle,
): Promise<Pick<CertificateFile, 'sha256' | 'sizeBytes'>> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of chunksOf(source)) {
    if (sizeBytes === 0 && chunk.subarray(0, HEAD.length).toString('latin1') !== HEAD)
      throw new Failure({ kind: 'invalid', path: 'That file', reason: 'it is not a PDF' });
    sizeBytes += chunk.length;
    if (sizeBytes > LARGEST_BYTES)
      throw new Failure({ kind: 'invalid', path: 'That file', reason: 'it is larger than 64 MB' });
    hash.update(chunk);
    await target.writeFile(chunk);
  }
  if (sizeBytes === 0) throw new Failure({ kind: 'invalid', path: 'That file', reason: 'it is empty' });
  await target.sync();
  return { sha256: hash.digest('hex'), sizeBytes };
}

async function* chunksOf(source: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await source.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
