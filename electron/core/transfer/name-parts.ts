/** Parts of names: text made safe on Windows, macOS, Linux and FAT, cut, told apart and compared. Nothing here touches a disk. */
import { createHash } from 'node:crypto';
import sanitize from 'sanitize-filename';

const SERIAL_CHARS = 32;
const ID_CHARS = 12;
const HASH_CHARS = 6;

/**
 * Text as one part of a name: letters, digits, `-`, `_`, `+` of any script, never empty, never a reserved name, never
 * beginning with what a shell or a file list treats specially.
 */
export function safePart(text: string, maxChars: number, fallback: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[^\p{L}\p{M}\p{Nd}_+-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .normalize('NFC');
  const trimmed = shorten(plain.replace(/^[\p{M}_+-]+/u, ''), maxChars, maxChars * 2);
  const part = sanitize(trimmed.replace(/[-_+]+$/, '')).normalize('NFC');
  return part === '' ? fallback : part;
}

/** At most so many UTF-16 units and UTF-8 bytes, cut between characters. */
export function shorten(text: string, chars: number, bytes: number): string {
  if (text.length <= chars && Buffer.byteLength(text) <= bytes) return text;
  let units = 0;
  let size = 0;
  let result = '';
  for (const letter of text) {
    units += letter.length;
    size += Buffer.byteLength(letter);
    if (units > chars || size > bytes) break;
    result += letter;
  }
  return result;
}

/** What a file system that ignores case and composition sees; stricter than any of them. */
export const foldName = (path: string): string =>
  path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const hash = (text: string, chars = HASH_CHARS): string =>
  createHash('sha256').update(text).digest('hex').slice(0, chars);

/** Tells apart what would be called the same; always the same for an id. */
export const suffixOf = (id: string): string => `_${hash(id)}`;

/** An instrument's folder; a serial that had to be changed carries a hash, so that two never become one. */
export function instrumentFolder(serial: string): string {
  const part = safePart(serial, SERIAL_CHARS, 'instrument');
  return part === serial ? part : `${part}-${hash(serial)}`;
}

/** What `{id}` stands for: the id itself where that is short and safe, otherwise a hash of it. */
export const shortId = (id: string): string =>
  id.length <= ID_CHARS && safePart(id, ID_CHARS, '') === id ? id : hash(id, ID_CHARS);
