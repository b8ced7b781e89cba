/** Reading `manifest.json` a line at a time, so that a long one takes neither the thread nor much memory. */
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../../contract/result';
import { parseJson } from '../parse-json';
import { onDisk, openRegular } from '../transfer/disk';
import { ENTRY_READERS, type ManifestEntry } from './entry';
import { linesOf } from './lines';
import { MANIFEST } from './manifest-files';
import { createPace, type Pace } from './table-pace';

const MAX_BYTES = 1024 ** 3;
const FOREVER = new AbortController().signal;
const Head = z.object({ kind: z.literal('leqbook-audio'), schema: z.number().int() });
const Whole = Head.extend({ files: z.array(z.unknown()) });

export interface ManifestFacts {
  /** Since the second, the sums are also of the manifest itself. */
  readonly schema: number;
  readonly entries: readonly ManifestEntry[];
}

/** What a folder's manifest says; undefined when there is none. Throws Failure `corrupt`. */
export async function lookAtManifest(folder: string): Promise<ManifestFacts | undefined> {
  const file = path.join(folder, MANIFEST);
  const handle = await onDisk(file, () => openRegular(file));
  if (handle === undefined) return undefined;
  try {
    const pace = createPace(FOREVER);
    const isFit = (await handle.stat()).size <= MAX_BYTES;
    const facts = isFit ? await onDisk(file, () => readHandle(handle, pace)) : undefined;
    if (facts === undefined) throw new Failure({ kind: 'corrupt', what: file });
    return facts;
  } finally {
    await handle.close();
  }
}

/** As it is written here, one entry a line; otherwise at once. */
const readHandle = async (handle: FileHandle, pace: Pace): Promise<ManifestFacts | undefined> =>
  (await readByLines(handle, pace)) ?? (await readAtOnce(handle, pace));

async function readByLines(handle: FileHandle, pace: Pace): Promise<ManifestFacts | undefined> {
  const entries: ManifestEntry[] = [];
  const share = sharing();
  let schema: number | undefined;
  let isOver = false;
  for await (const lines of linesOf(handle)) {
    for (const line of lines) {
      if (schema === undefined) {
        schema = Head.safeParse(parseJson(`${line}]}`)).data?.schema;
        if (schema === undefined || ENTRY_READERS[schema] === undefined) return undefined;
      } else if (isOver) {
        if (line !== '') return undefined;
      } else if (line === ']}') {
        isOver = true;
      } else {
        const entry = ENTRY_READERS[schema]?.(parseJson(line.endsWith(',') ? line.slice(0, -1) : line));
        if (entry === undefined) return undefined;
        entries.push(share(entry));
      }
      await pace.breathe();
    }
  }
  return schema === undefined || !isOver ? undefined : { schema, entries };
}

async function readAtOnce(handle: FileHandle, pace: Pace): Promise<ManifestFacts | undefined> {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(size);
  const { bytesRead } = await handle.read(buffer, 0, size, 0);
  const whole = Whole.safeParse(parseJson(buffer.toString('utf8', 0, bytesRead))).data;
  const read = whole === undefined ? undefined : ENTRY_READERS[whole.schema];
  if (whole === undefined || read === undefined) return undefined;
  const entries: ManifestEntry[] = [];
  for (const value of whole.files) {
    const entry = read(value);
    if (entry === undefined) return undefined;
    entries.push(entry);
    await pace.breathe();
  }
  return { schema: whole.schema, entries };
}

const WORDS = ['instrument', 'instrumentName', 'trigger', 'event', 'zone', 'source', 'leqbook'] as const;
const MAX_WORDS = 10_000;

/** The few words that a hundred thousand entries are made of are held once. */
function sharing(): (entry: ManifestEntry) => ManifestEntry {
  const words = new Map<string, string>();
  const once = (word: string): string => {
    const known = words.get(word);
    if (known !== undefined) return known;
    if (words.size < MAX_WORDS) words.set(word, word);
    return word;
  };
  return (entry) => {
    const shared: Record<string, unknown> = entry;
    for (const name of WORDS) if (entry[name] !== undefined) shared[name] = once(entry[name]);
    if (entry.recording === entry.sound) shared['recording'] = entry.sound;
    return entry;
  };
}
