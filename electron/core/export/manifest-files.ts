/** The three files of a manifest: written as drafts, then named in an order that a crash may break off anywhere. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Clock } from '../clock';
import { factsOf, onDisk, openRegular, syncFolder } from '../transfer/disk';
import { guarded } from './csv';
import { draftFile, hashOf, type DraftFile, type FileSink } from './data-file';
import type { ManifestEntry } from './entry';
import { linesOf } from './lines';
import { createPace, type Pace } from './table-pace';

export const MANIFEST = 'manifest.json';
export const MANIFEST_CSV = 'manifest.csv';
export const MANIFEST_SUMS = 'manifest.sha256';
export const MANIFEST_FILES: readonly string[] = [MANIFEST, MANIFEST_CSV, MANIFEST_SUMS];
const SCHEMA = 2;
const PIECE_CHARS = 100_000;
const ROWS_AT_ONCE = 200;
const FOREVER = new AbortController().signal;

/** Which file stands under each name, or undefined: no two files are ever the same. */
export interface ManifestParts {
  readonly json: string | undefined;
  readonly csv: string | undefined;
  readonly sums: string | undefined;
}
export async function manifestParts(folder: string): Promise<ManifestParts> {
  const which = (name: string) =>
    onDisk(folder, async () => {
      const facts = await factsOf(path.join(folder, name));
      return facts && [facts.ino, facts.size, facts.mtimeMs].join(' ');
    });
  return {
    json: await which(MANIFEST),
    csv: await which(MANIFEST_CSV),
    sums: await which(MANIFEST_SUMS),
  };
}

interface WriteDeps {
  readonly folder: string;
  readonly clock: Clock;
  /** Whether the manifest there is still the one that the entries were merged with. */
  isUnchanged(): Promise<boolean>;
}

/**
 * Writes all three; undefined when another export was quicker, and nothing was written. Rejects with Failure `disk-full`
 * or `not-writable`.
 */
export async function writeManifest(
  { folder, clock, isUnchanged }: WriteDeps,
  entries: readonly ManifestEntry[],
): Promise<ManifestParts | undefined> {
  const files = [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));
  const pace = createPace(FOREVER);
  const drafts: DraftFile[] = [];
  const draft = async (name: string, fill: (sink: FileSink) => Promise<void>) => {
    const made = await draftFile({ root: folder, clock }, name, fill);
    drafts.push(made);
    return made;
  };
  try {
    const json = await draft(MANIFEST, (sink) => writePieces(sink, pace, jsonOf(files)));
    const csv = await draft(MANIFEST_CSV, (sink) => writePieces(sink, pace, csvOf(files)));
    const own = [sumLine(json.sha256, MANIFEST), sumLine(csv.sha256, MANIFEST_CSV)];
    const sums = await draft(MANIFEST_SUMS, (sink) => writePieces(sink, pace, [...sumsOf(files), ...own]));
    if (!(await isUnchanged())) return undefined;
    // By its drafts one knows, after a power cut as well, that not all three have their names yet.
    await onDisk(folder, () => syncFolder(folder));
    // The sums last: they are of both others.
    for (const each of [json, csv, sums]) await each.keep();
    return await manifestParts(folder);
  } finally {
    for (const each of drafts) await each.discard();
  }
}

async function writePieces(sink: FileSink, pace: Pace, texts: Iterable<string>): Promise<void> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARS) continue;
    await sink.write(piece);
    await pace.breathe();
    piece = '';
  }
  await sink.write(piece);
}

function* jsonOf(files: readonly ManifestEntry[]): Iterable<string> {
  yield `{"kind": "leqbook-audio", "schema": ${String(SCHEMA)}, "files": [`;
  for (const [i, entry] of files.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
  yield '\n]}\n';
}

const sumLine = (sha256: string, file: string): string => `${sha256}  ${file}\n`;

function* sumsOf(files: readonly ManifestEntry[]): Iterable<string> {
  for (const { sha256, file } of files) yield sumLine(sha256, file);
}

const COLUMNS = [
  ...(['file', 'instrument', 'instrumentName', 'trigger', 'event'] as const),
  ...(['startLocal', 'endLocal', 'zone', 'startUtc', 'endUtc', 'durationMs', 'LAeq', 'LAFMax'] as const),
  ...(['format', 'lossy', 'sampleRate', 'channels', 'bitsPerSample', 'bytes', 'sha256'] as const),
  ...(['sound', 'recording', 'eventAudio', 'source', 'fetchedAt', 'leqbook', 'derivedFrom'] as const),
] satisfies readonly (keyof ManifestEntry)[];

function* csvOf(files: readonly ManifestEntry[]): Iterable<string> {
  const cell = (value: string | number | boolean | undefined) =>
    typeof value === 'string' ? guarded(value) : value === undefined ? '' : String(value);
  yield stringify([COLUMNS]);
  for (let at = 0; at < files.length; at += ROWS_AT_ONCE) {
    const rows = files.slice(at, at + ROWS_AT_ONCE);
    yield stringify(rows.map((entry) => COLUMNS.map((name) => cell(entry[name]))));
  }
}

/** The sums as they stand in a folder, by file; undefined when there are none. */
export async function readSums(
  folder: string,
  name = MANIFEST_SUMS,
): Promise<ReadonlyMap<string, string> | undefined> {
  const file = path.join(folder, name);
  return onDisk(file, async () => {
    const handle = await openRegular(file);
    if (handle === undefined) return undefined;
    try {
      const sums = new Map<string, string>();
      for await (const lines of linesOf(handle)) {
        for (const line of lines) {
          const [, sha256, listed] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
          if (sha256 !== undefined && listed !== undefined) sums.set(listed, sha256);
        }
      }
      return sums;
    } finally {
      await handle.close();
    }
  });
}

/** SHA-256 of the manifest's own two files as they are now. */
export async function hashManifest(folder: string): Promise<ReadonlyMap<string, string | undefined>> {
  const breathe = () => Promise.resolve();
  const hashes = new Map<string, string | undefined>();
  for (const name of [MANIFEST, MANIFEST_CSV]) hashes.set(name, await hashOf(folder, name, breathe));
  return hashes;
}

/** Whether all three are there, of one age, and no draft of them is left. */
export async function isSealed(folder: string): Promise<boolean> {
  for (const name of MANIFEST_FILES)
    if ((await onDisk(folder, () => factsOf(path.join(folder, `${name}.part`)))) !== undefined) return false;
  const sums = await readSums(folder);
  const hashes = await hashManifest(folder);
  return [...hashes].every(([name, hash]) => hash !== undefined && sums?.get(name) === hash);
}
