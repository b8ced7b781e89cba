/**
 * Whether an audio file is whole, by what its container says of itself: the service sends no size and no hash, and a
 * body without a length that simply stops looks like success to every HTTP client.
 */
import type { AudioFormat } from '../../contract/model';
import { isAdts, verifyAdts } from './adts';
import { ascii, type ByteSource } from './bytes';
import { verifyFlac } from './flac';
import { isMp4, verifyMp4 } from './mp4';
import { verifyOgg } from './ogg';
import { notWhole, type Verdict } from './verdict';
import { verifyWav } from './wav';

export type Content = AudioFormat | 'page' | 'text' | 'unknown';

const SNIFF_BYTES = 64;
const ID3_HEAD_BYTES = 10;

/** What the first bytes look like; `page` is HTML or XML, `text` is JSON. */
export function sniff(head: Uint8Array): Content {
  const magic = ascii(head, 0, 4);
  if (magic === 'RIFF' || magic === 'RF64') return 'WAV';
  if (magic === 'fLaC') return 'FLAC';
  if (magic === 'OggS') return 'OGG';
  if (isAdts(head) || isMp4(head)) return 'AAC';
  const text = ascii(head)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  // Random bytes begin with `<` now and then, and a page stops the whole job.
  if (/^<[!?a-z]/i.test(text)) return 'page';
  return text.startsWith('{') || text.startsWith('[') || text.startsWith('"') ? 'text' : 'unknown';
}

/**
 * Reads all of `source` and says whether it is a whole file of that format. Never throws for what the bytes say, and
 * takes time in proportion to their number; throws what `source.read` throws. With `decode`, the samples of FLAC are
 * compared with their MD5, which takes several times as long.
 */
export async function verifyAudio(
  source: ByteSource,
  format: AudioFormat,
  { decode = true }: { readonly decode?: boolean } = {},
): Promise<Verdict> {
  if (source.size === 0) return notWhole('is empty');
  const start = await afterId3(source);
  const head = await source.read(start, SNIFF_BYTES);
  const content = sniff(head);
  if (content === 'page') return notWhole('is a web page, not sound');
  if (content === 'text') return notWhole('is text, not sound');
  if (content === 'unknown') return notWhole(`is not ${format}`);
  if (content !== format) return notWhole(`is ${content}, not ${format}`);
  switch (format) {
    case 'WAV':
      return verifyWav(source);
    case 'FLAC':
      return verifyFlac(source, start, decode);
    case 'OGG':
      return verifyOgg(source);
    case 'AAC':
      return isMp4(head) ? verifyMp4(source) : verifyAdts(source, start);
  }
}

/** Some encoders put an ID3v2 tag before FLAC or ADTS. */
async function afterId3(source: ByteSource): Promise<number> {
  const head = await source.read(0, ID3_HEAD_BYTES);
  if (ascii(head, 0, 3) !== 'ID3' || head.length < ID3_HEAD_BYTES) return 0;
  const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return Math.min(source.size, ID3_HEAD_BYTES + size);
}
