/** What lies in an export folder: `manifest.json` for programs, `manifest.csv` for people, `manifest.sha256` for sha256sum. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import { NO_FOLLOW, factsOf, onDisk, openRegular, renamePatiently, syncFolder } from '../transfer/disk';
import { isInnerPath } from '../transfer/names';
import { remove } from '../transfer/part';
import { guarded } from './csv';
import { parseJson } from '../parse-json';

export const MANIFEST = 'manifest.json';
export const MANIFEST_FILES: readonly string[] = [MANIFEST, 'manifest.csv', 'manifest.sha256'];
const MAX_BYTES = 256 * 1024 * 1024;
const FLUSH_MS = 2_000;

const Entry = z.object({
  /** Relative to the folder, with `/` between parts. */
  file: z.string().refine(isInnerPath, 'leads out of the folder'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  format: AudioFormat,
  lossy: z.boolean(),
  durationMs: z.number().optional(),
  /** Hz */
  sampleRate: z.number(),
  channels: z.number().optional(),
  bitsPerSample: z.number().optional(),
  instrument: z.string(),
  recording: z.string(),
  trigger: z.string().optional(),
  /** ISO 8601 UTC, as MyCirrus lists it. */
  start: z.string(),
  end: z.string(),
  fetchedAt: z.string(),
  leqbook: z.string(),
});
export type ManifestEntry = z.infer<typeof Entry>;
const Manifest = z.object({ kind: z.literal('leqbook-audio'), schema: z.literal(1), files: z.array(Entry) });

/** The entries of a folder's manifest; undefined when there is none. Throws Failure `corrupt`. */
export async function readManifest(folder: string): Promise<readonly ManifestEntry[] | undefined> {
  const file = path.join(folder, MANIFEST);
  const handle = await onDisk(file, () => openRegular(file));
  if (handle === undefined) return undefined;
  try {
    const corrupt = (cause?: unknown) => new Failure({ kind: 'corrupt', what: file }, { cause });
    if ((await handle.stat()).size > MAX_BYTES) throw corrupt();
    const text = await handle.readFile('utf8');
    const parsed = Manifest.safeParse(parseJson(text));
    if (!parsed.success) throw corrupt(parsed.error);
    return parsed.data.files;
  } finally {
    await handle.close();
  }
}

/** A folder's manifest while files come in. */
export interface ManifestWriter {
  readonly entries: readonly ManifestEntry[];
  /** Takes or replaces an entry and writes now and then; entries not yet written are lost with the process, files are not. */
  put(entry: ManifestEntry): Promise<void>;
  /** Writes all three files if anything changed; throws Failure `disk-full` or `not-writable`. */
  flush(): Promise<void>;
}

/** Opens a folder's manifest. One that cannot be read is set aside, not overwritten: its files are then unknown. */
export async function openManifest(folder: string, clock: Clock): Promise<ManifestWriter> {
  const found = await readManifest(folder).catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.error.kind !== 'corrupt') throw error;
    await setAside(folder, clock);
    return undefined;
  });
  const entries = new Map((found ?? []).map((entry) => [entry.file, entry]));
  let changed = false;
  let writtenAt = clock.now();
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    if (!changed) return;
    changed = false;
    writtenAt = clock.now();
    try {
      await writeAll(folder, [...entries.values()], clock);
    } catch (error) {
      changed = true;
      throw error;
    }
  };
  const flush = () => {
    writing = writing.catch(() => undefined).then(write);
    return writing;
  };
  return {
    get entries() {
      return [...entries.values()];
    },
    async put(entry) {
      entries.set(entry.file, entry);
      changed = true;
      if (clock.now() - writtenAt >= FLUSH_MS) await flush();
    },
    flush,
  };
}

async function setAside(folder: string, clock: Clock): Promise<void> {
  for (let n = 1; ; n++) {
    const aside = path.join(folder, `manifest.damaged-${String(n)}.json`);
    if ((await factsOf(aside)) !== undefined) continue;
    await onDisk(folder, () => renamePatiently(path.join(folder, MANIFEST), aside, clock));
    return;
  }
}

async function writeAll(folder: string, entries: readonly ManifestEntry[], clock: Clock): Promise<void> {
  const files = [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));
  const json = JSON.stringify({ kind: 'leqbook-audio', schema: 1, files }, undefined, 2);
  const sums = files.map(({ sha256, file }) => `${sha256}  ${file}\n`).join('');
  await onDisk(folder, async () => {
    await writeAtomically(folder, 'manifest.csv', toCsv(files), clock);
    await writeAtomically(folder, 'manifest.sha256', sums, clock);
    // Last, because it is the one that counts.
    await writeAtomically(folder, MANIFEST, `${json}\n`, clock);
    await syncFolder(folder);
  });
}

async function writeAtomically(folder: string, name: string, text: string, clock: Clock): Promise<void> {
  const part = path.join(folder, `${name}.part`);
  await remove(part);
  const handle = await open(
    part,
    constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | NO_FOLLOW,
    0o644,
  );
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await renamePatiently(part, path.join(folder, name), clock);
}

const COLUMNS = [
  ...([
    'file',
    'instrument',
    'trigger',
    'start',
    'end',
    'durationMs',
    'format',
    'lossy',
    'sampleRate',
  ] as const),
  ...(['channels', 'bitsPerSample', 'bytes', 'sha256', 'recording', 'fetchedAt', 'leqbook'] as const),
] satisfies readonly (keyof ManifestEntry)[];

function toCsv(files: readonly ManifestEntry[]): string {
  const cell = (value: string | number | boolean | undefined) =>
    typeof value === 'string' ? guarded(value) : value === undefined ? '' : String(value);
  return stringify(
    files.map((entry) => COLUMNS.map((name) => cell(entry[name]))),
    {
      header: true,
      columns: COLUMNS.map((name) => ({ key: name, header: name })),
    },
  );
}
