/**
 * A ZIP file written piece by piece and deflated outside this thread, its sizes behind each entry as streams have them.
 * Why not a library for workbooks: those make all of one at once, and hold up the thread for seconds.
 */
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface Zip {
  /** Adds one entry; its text comes in pieces. */
  add(name: string, text: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** Writes the directory; the file is whole after it. */
  end(): Promise<void>;
}
interface Packed {
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}
interface Entry extends Packed {
  readonly name: Buffer;
  readonly offset: number;
}
type Put = (bytes: Uint8Array) => Promise<void>;

/** Sizes follow the entry; its name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** 1 January 1980, the earliest there is: the same table makes the same file. */
const [TIME, DATE] = [0, 0x0021];
/** Beyond this the format needs its larger form, which few workbooks use. */
const MOST_BYTES = 0xffff_fffe;

/** Throws RangeError for more than 4 GB. */
export function createZip(write: Put): Zip {
  const entries: Entry[] = [];
  let offset = 0;
  const put: Put = async (bytes) => {
    offset += bytes.length;
    if (offset > MOST_BYTES) throw new RangeError('a workbook of more than 4 GB');
    await write(bytes);
  };
  return {
    async add(name, text) {
      const entry = { name: Buffer.from(name), offset };
      const sizes = [...u32(0, 0, 0), ...u16(entry.name.length, 0)];
      await put(Buffer.from([...u32(0x04034b50), ...u16(VERSION, FLAGS, DEFLATED, TIME, DATE), ...sizes]));
      await put(entry.name);
      const packed = await deflate(text, put);
      await put(Buffer.from(u32(0x08074b50, packed.crc, packed.packed, packed.size)));
      entries.push({ ...entry, ...packed });
    },
    async end() {
      const start = offset;
      for (const { name, crc, packed, size, offset: at } of entries) {
        const about = u16(VERSION, VERSION, FLAGS, DEFLATED, TIME, DATE);
        const place = [...u16(name.length, 0, 0, 0, 0), ...u32(0, at)];
        await put(Buffer.from([...u32(0x02014b50), ...about, ...u32(crc, packed, size), ...place]));
        await put(name);
      }
      const { length } = entries;
      const end = [...u16(0, 0, length, length), ...u32(offset - start, start), ...u16(0)];
      await put(Buffer.from([...u32(0x06054b50), ...end]));
    },
  };
}

const bytesOf = (value: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** i) % 256);
const u16 = (...values: readonly number[]): readonly number[] => values.flatMap((each) => bytesOf(each, 2));
const u32 = (...values: readonly number[]): readonly number[] => values.flatMap((each) => bytesOf(each, 4));

async function deflate(text: AsyncIterable<string> | Iterable<string>, put: Put): Promise<Packed> {
  let crc = 0;
  let size = 0;
  let packed = 0;
  await pipeline(
    async function* () {
      for await (const piece of text) {
        if (piece === '') continue;
        const bytes = Buffer.from(piece);
        crc = crc32(bytes, crc);
        size += bytes.length;
        yield bytes;
      }
    },
    createDeflateRaw(),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        packed += chunk.length;
        await put(chunk);
      }
    },
  );
  return { crc, packed, size };
}
