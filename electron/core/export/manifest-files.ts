/** The three files of a manifest: written as drafts, then named in an order that a crash may break off anywhere. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { factsOf, onDisk, openRegular, syncFolder } from '../transfer/disk';
import { guarded } from './csv';
import { draftFile, hashOf, type DraftDeps, type DraftFile, type FileSink } from './data-file';
import type { ManifestEntry } from './entry';
import { linesOf } from './lines';
import { ABOUT } from './manifest-about';
import { allEnded } from '../transfer/parallel';
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
  const [json, csv, sums] = await Promise.all([MANIFEST, MANIFEST_CSV, MANIFEST_SUMS].map(which));
  return { json, csv, sums };
}

interface WriteDeps extends Pick<DraftDeps, 'clock' | 'assertPlace'> {
  readonly folder: string;
  /** Whether the manifest there is still the one that the entries were merged with. */
  isUnchanged(): Promise<boolean>;
}

/**
 * Writes all three; undefined when another export was quicker, and nothing was written. Rejects with Failure `disk-full`
 * or `not-writable`.
 */
export async function writeManifest(
  { folder, isUnchanged, ...deps }: WriteDeps,
  entries: readonly ManifestEntry[],
): Promise<ManifestParts | undefined> {
  const files = [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));
  const { json, csv, sums } = await draftAll({ ...deps, root: folder }, files);
  const flush = () => onDisk(folder, () => syncFolder(folder));
  try {
    if (!(await isUnchanged())) return undefined;
    // By its drafts one knows, after a power cut as well, that not all three have their names yet.
    await flush();
    await allEnded([json.rename(), csv.rename()]);
    // The sums last: they are of both others, which by now have their names for good.
    await flush();
    await sums.keep();
    return await manifestParts(folder);
  } finally {
    await allEnded([json, csv, sums].map((each) => each.discard()));
  }
}

interface Drafts {
  readonly json: DraftFile;
  readonly csv: DraftFile;
  readonly sums: DraftFile;
}

/** Side by side, since each waits for the disk; when one cannot be written none is left. */
async function draftAll(deps: DraftDeps, files: readonly ManifestEntry[]): Promise<Drafts> {
  const pace = createPace(FOREVER);
  const made: DraftFile[] = [];
  const draft = (name: string, fill: (sink: FileSink) => Promise<void>) => {
    const hash = later<string>();
    const file = draftFile(deps, name, fill, hash.resolve);
    file.then((each) => made.push(each), hash.reject);
    return { file, hash: hash.promise };
  };
  const json = draft(MANIFEST, (sink) => writePieces(sink, pace, jsonOf(files)));
  const csv = draft(MANIFEST_CSV, (sink) => writePieces(sink, pace, csvOf(files)));
  const sums = draft(MANIFEST_SUMS, async (sink) => {
    await writePieces(sink, pace, sumsOf(files));
    await sink.write(sumLine(await json.hash, MANIFEST) + sumLine(await csv.hash, MANIFEST_CSV));
  });
  try {
    const [first, second, third] = await allEnded([json.file, csv.file, sums.file]);
    return { json: first, csv: second, sums: third };
  } catch (error) {
    await allEnded(made.map((each) => each.discard())).catch(() => undefined);
    throw error;
  }
}

function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  // Whoever awaits it hears of it; nobody may.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
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
  yield `{"kind": "leqbook-audio", "schema": ${String(SCHEMA)}, "about": ${ABOUT}, "files": [`;
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
