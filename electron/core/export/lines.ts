/** A text file of any length, line by line. */
import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

const PIECE_BYTES = 64 * 1024;
/** What is longer is not a file of lines; it ends here. */
const MAX_LINE_CHARS = 1024 * 1024;

/** A few lines at a time, without their ends; after the last line end an empty one. */
export async function* linesOf(handle: FileHandle): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(PIECE_BYTES);
  let rest = '';
  let position = 0;
  while (rest.length <= MAX_LINE_CHARS) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest + decoder.end()];
}
