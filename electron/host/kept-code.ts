/** A program's compiled form, kept from one run to the next: V8 then neither reads nor compiles its text again. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** Of the text that was compiled and of what V8 made of it, four bytes each. */
const HEAD_BYTES = 8;

export interface KeptCode {
  /** Keeps what is compiled by now; does nothing where that is kept already. Never throws: a start without it is only slower. */
  keep(): void;
}

/**
 * Runs a CommonJS program in this process.
 * @param program its file
 * @param kept the file of its compiled form; one that is missing, damaged, or of another text or V8 is made anew by `keep`
 */
export function runKept(program: string, kept: string): KeptCode {
  const text = readFileSync(program);
  const textSum = crc32(text);
  const cachedData = codeOf(kept, textSum);
  const script = new Script(asFunction(text.toString('utf8')), { filename: program, cachedData });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  const module = { exports: {} };
  const run = script.runInThisContext() as (...given: unknown[]) => void;
  run(module.exports, createRequire(program), module, program, path.dirname(program));
  return {
    keep() {
      if (!isKept) write(kept, textSum, script.createCachedData());
    },
  };
}

/** What Node makes of a CommonJS file before it runs it. */
const asFunction = (text: string): string =>
  `(function (exports, require, module, __filename, __dirname) {${text}\n})`;

/** V8 takes compiled code on trust, and would crash on a torn file. */
function codeOf(kept: string, textSum: number): Buffer | undefined {
  try {
    const file = readFileSync(kept);
    const code = file.subarray(HEAD_BYTES);
    return file.readUInt32LE(0) === textSum && file.readUInt32LE(4) === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

function write(kept: string, textSum: number, code: Buffer): void {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(textSum, 0);
  head.writeUInt32LE(crc32(code), 4);
  const part = `${kept}.${String(process.pid)}.part`;
  try {
    writeFileSync(part, Buffer.concat([head, code]), { mode: 0o600 });
    renameSync(part, kept);
  } catch {
    rmSync(part, { force: true });
  }
}
