/** `leqbook-export.json`: what a folder holds of exported data, tags and notes. One file per line, so that even a long one is read in slices. */
import path from 'node:path';
import { z } from 'zod';
import { DataFormat } from '../../contract/jobs';
import { DatasetId } from '../../contract/model';
import { parseJson } from '../parse-json';
import { factsOf, onDisk, openRegular, renamePatiently } from '../transfer/disk';
import { isInnerPath } from '../transfer/names';
import { draftFile, type DraftDeps } from './data-file';
import type { Pace } from './table-pace';

export const DATA_MANIFEST = 'leqbook-export.json';
const MAX_BYTES = 1024 ** 3;
/** Written again after this, and never for more than a small share of the time. */
const FLUSH_MS = 5_000;
const SHARE = 20;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Entry = z.object({
  /** Relative to the folder, with `/` between parts. */
  file: z.string().refine(isInnerPath, 'leads out of the folder'),
  sha256: Sha256,
  bytes: z.number().int().min(0),
  format: DataFormat,
  dataset: DatasetId,
  variant: z.string(),
  instrument: z.string(),
  /** ISO 8601 UTC; half-open. */
  from: z.string(),
  to: z.string(),
  rows: z.number().int().min(0),
  /** Share of the span's past that is held, 0 to 1, and how many gaps there are. */
  held: z.number(),
  gaps: z.number().int().min(0),
  /** SHA-256 of what is in it, less the moment it was written. */
  content: Sha256,
  /** SHA-256 of what its content was made from; the same again means that there is nothing new. Absent: not known. */
  source: Sha256.optional(),
  exportedAt: z.string(),
  leqbook: z.string(),
  /** What is about to stand under that name in its place: after a crash it is one or the other. */
  next: z.object({ sha256: Sha256, bytes: z.number().int().min(0) }).optional(),
});
export type DataEntry = z.infer<typeof Entry>;
/** Tags, notes and label tracks. */
const MarksEntry = Entry.pick({
  file: true,
  sha256: true,
  bytes: true,
  content: true,
  source: true,
  exportedAt: true,
  leqbook: true,
  next: true,
}).extend({
  kind: z.literal('marks'),
  /** Leqbook's id of the sound that a label track is of: it keeps its name, whatever it would be called today. */
  sound: z.string().optional(),
});
export type MarksEntry = z.infer<typeof MarksEntry>;
export type ListedFile = DataEntry | MarksEntry;
const Listed = z.union([Entry, MarksEntry]);
const Head = z.object({ kind: z.literal('leqbook-data'), schema: z.literal(1) });
const Whole = Head.extend({ files: z.array(Listed) });

export interface DataManifest {
  get(file: string): ListedFile | undefined;
  all(): Iterable<ListedFile>;
  /** Notes what is about to take the place of files it lists, and writes that down at once; others are left out. */
  announce(files: readonly Announced[]): Promise<void>;
  /** Takes or replaces an entry and writes now and then. */
  put(entry: ListedFile): Promise<void>;
  /** Writes the file if anything changed; throws Failure `disk-full` or `not-writable`. */
  flush(): Promise<void>;
}
export interface Announced {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}
interface Deps extends DraftDeps {
  /** That of no job: the list is written even when its job is cancelled. */
  readonly pace: Pace;
}

/** Opens a folder's list. One that cannot be read is set aside, not overwritten: its files are then not ours. */
export async function openDataManifest(deps: Deps): Promise<DataManifest> {
  const entries = new Map((await readDataManifest(deps)).map((entry) => [entry.file, entry]));
  let changed = false;
  let nextAt = deps.clock.now() + FLUSH_MS;
  const flush = async () => {
    if (!changed) return;
    changed = false;
    const began = deps.clock.now();
    try {
      await write(deps, [...entries.values()]);
    } catch (error) {
      changed = true;
      throw error;
    }
    const ended = deps.clock.now();
    nextAt = ended + Math.max(FLUSH_MS, (ended - began) * SHARE);
  };
  return {
    get: (file) => entries.get(file),
    all: () => entries.values(),
    async announce(files) {
      let isNew = false;
      for (const { file, ...next } of files) {
        const entry = entries.get(file);
        if (entry === undefined || [entry.sha256, entry.next?.sha256].includes(next.sha256)) continue;
        entries.set(file, { ...entry, next });
        isNew = true;
      }
      changed ||= isNew;
      if (isNew) await flush();
    },
    async put(entry) {
      const whole = { ...entry };
      delete whole.next;
      entries.set(entry.file, whole);
      changed = true;
      if (deps.clock.now() >= nextAt) await flush();
    },
    flush,
  };
}

/** The entries of a folder's list; none when there is none, or when it was damaged and had to be set aside. */
export async function readDataManifest(deps: Deps): Promise<readonly ListedFile[]> {
  const found = await lookAtDataManifest(deps.root, deps.pace);
  if (found === 'damaged') await setAside(deps);
  return found === 'damaged' ? [] : (found ?? []);
}

/** As {@link readDataManifest}, but leaves the folder as it is; undefined: there is no list. */
export async function lookAtDataManifest(
  root: string,
  pace: Pace,
): Promise<readonly ListedFile[] | 'damaged' | undefined> {
  const file = path.join(root, DATA_MANIFEST);
  const text = await onDisk(file, async () => {
    const handle = await openRegular(file);
    if (handle === undefined) return undefined;
    try {
      return (await handle.stat()).size > MAX_BYTES ? '' : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  });
  return text === undefined ? undefined : ((await parse(text, pace)) ?? 'damaged');
}

/** As it is written here, line by line; otherwise at once. */
async function parse(text: string, pace: Pace): Promise<readonly ListedFile[] | undefined> {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.endsWith('"files": ['));
  const entries: ListedFile[] = [];
  if (first >= 0 && Head.safeParse(parseJson(`${lines.slice(0, first + 1).join('')}]}`)).success) {
    for (const line of lines.slice(first + 1)) {
      if (line === ']}') return entries;
      const entry = Listed.safeParse(parseJson(line.endsWith(',') ? line.slice(0, -1) : line));
      if (!entry.success) break;
      entries.push(entry.data);
      await pace.breathe();
    }
  }
  const whole = Whole.safeParse(parseJson(text));
  return whole.success ? whole.data.files : undefined;
}

async function setAside({ root, clock }: Deps): Promise<void> {
  for (let n = 1; ; n++) {
    const aside = path.join(root, `leqbook-export.damaged-${String(n)}.json`);
    if ((await onDisk(root, () => factsOf(aside))) !== undefined) continue;
    await onDisk(root, () => renamePatiently(path.join(root, DATA_MANIFEST), aside, clock));
    return;
  }
}

async function write(deps: Deps, all: readonly ListedFile[]): Promise<void> {
  const files = [...all].sort((a, b) => (a.file < b.file ? -1 : 1));
  const draft = await draftFile(deps, DATA_MANIFEST, async (sink) => {
    let text = '{"kind": "leqbook-data", "schema": 1, "files": [';
    for (const [i, entry] of files.entries()) {
      text += `${i === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
      if (text.length < 100_000) continue;
      await sink.write(text);
      await deps.pace.breathe();
      text = '';
    }
    await sink.write(`${text}\n]}\n`);
  });
  try {
    await draft.keep();
  } finally {
    await draft.discard();
  }
}
