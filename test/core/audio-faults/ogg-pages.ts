/** Ogg files, page by page. */
import { crc32 } from '../../../electron/core/transfer/crc';

const HEAD = 27;

/** Where each page of an Ogg file begins. */
export function pagesOf(bytes: Uint8Array): readonly number[] {
  const pages: number[] = [];
  for (let at = 0; at < bytes.length;) {
    pages.push(at);
    const lacing = bytes.subarray(at + HEAD, at + HEAD + (bytes[at + HEAD - 1] as number));
    at += HEAD + lacing.length + lacing.reduce((sum, length) => sum + length, 0);
  }
  return pages;
}

/** The same file as another encoder would have numbered it: its stream has that serial. */
export function withOggSerial(file: Uint8Array, serial: number): Uint8Array {
  const bytes = Buffer.from(file);
  const pages = pagesOf(bytes);
  for (const [n, at] of pages.entries()) {
    const page = bytes.subarray(at, pages[n + 1]);
    page.writeUInt32LE(serial, 14);
    page.writeUInt32LE(0, 22);
    page.writeUInt32LE(crc32(page), 22);
  }
  return bytes;
}
