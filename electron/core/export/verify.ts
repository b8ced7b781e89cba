/** Re-reads an exported folder with the network off and says what is whole, altered, missing and foreign. */
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import type { AudioFormat } from '../../contract/model';
import { Failure, isFailure } from '../../contract/result';
import { factsOf, onDisk } from '../transfer/disk';
import { inspectFile } from '../transfer/inspect';
import { isPart } from '../transfer/part';
import { DATA_MANIFEST, lookAtDataManifest } from './data-manifest';
import { hashOf } from './data-file';
import { MANIFEST_FILES } from './manifest-files';
import { lookAtManifest } from './manifest-read';
import { createPace, type Pace } from './table-pace';
import { checkSums } from './verify-sums';

export interface FolderReport {
  /** Paths relative to the folder, with `/` between parts, sorted. */
  readonly whole: readonly string[];
  readonly altered: readonly Altered[];
  readonly missing: readonly string[];
  /** There, but not Leqbook's. */
  readonly foreign: readonly string[];
  /** Left by an export that was interrupted. */
  readonly unfinished: readonly string[];
}
export interface Altered {
  readonly file: string;
  /** In words that fit after the file's name. */
  readonly reason: string;
}
export interface VerifyProgress {
  /** Files. */
  readonly done: number;
  readonly total: number;
  /** Looked at so far. */
  readonly bytes: number;
  readonly file: string;
}

/** A file that a manifest promises. */
interface Promised {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Undefined: no sound. */
  readonly format: AudioFormat | undefined;
  /** What else may be there, where an export was killed while it put that in the place of the other. */
  readonly next?: { readonly sha256: string; readonly bytes: number } | undefined;
}
interface Contents {
  readonly files: readonly Promised[];
  /** The manifests themselves. */
  readonly own: readonly string[];
  readonly altered: readonly Altered[];
  readonly missing: readonly string[];
}

/**
 * Reads every byte that the folder's manifests name, of sounds and of data, and the manifests' own sums. Changes nothing.
 * Throws Failure: `not-found` when there is no manifest or the folder goes away meanwhile, `corrupt` when one cannot be
 * read, `not-writable` when the disk refuses, `cancelled`.
 */
export async function verifyFolder(
  folder: string,
  signal: AbortSignal,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<FolderReport> {
  const pace = createPace(signal);
  try {
    const contents = await readContents(folder, pace);
    const judged = await judgeAll({ folder, signal, pace, onProgress }, contents);
    const known = new Set([...contents.files.map(({ file }) => file), ...contents.own]);
    const others = (await onDisk(folder, () => listFiles(folder, pace))).filter((file) => !known.has(file));
    return {
      whole: judged.whole.sort(),
      altered: [...contents.altered, ...judged.altered].sort((a, b) => (a.file < b.file ? -1 : 1)),
      missing: [...contents.missing, ...judged.missing].sort(),
      foreign: others.filter((file) => !isPart(file)).sort(),
      unfinished: others.filter(isPart).sort(),
    };
  } catch (error) {
    throw signal.aborted ? new Failure({ kind: 'cancelled' }, { cause: error }) : error;
  }
}

async function readContents(folder: string, pace: Pace): Promise<Contents> {
  const sounds = await lookAtManifest(folder);
  const data = await lookAtDataManifest(folder, pace);
  if (data === 'damaged') throw new Failure({ kind: 'corrupt', what: path.join(folder, DATA_MANIFEST) });
  if (sounds === undefined && data === undefined) throw await nothingToGoBy(folder);
  const seal = sounds === undefined ? { altered: [], missing: [] } : await checkSums(folder, sounds);
  return {
    ...seal,
    own: [...(sounds === undefined ? [] : MANIFEST_FILES), ...(data === undefined ? [] : [DATA_MANIFEST])],
    files: [
      ...(sounds?.entries ?? []),
      ...(data ?? []).map(({ file, sha256, bytes, next }) => ({
        file,
        sha256,
        bytes,
        next,
        format: undefined,
      })),
    ],
  };
}

/** A folder that is not there is another matter than one that Leqbook never wrote to. */
async function nothingToGoBy(folder: string): Promise<Failure> {
  const facts = await onDisk(folder, () => factsOf(folder));
  const what = facts === undefined ? `The folder ${folder}` : `A manifest of Leqbook in ${folder}`;
  return new Failure({ kind: 'not-found', what });
}

interface Judging {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  onProgress(progress: VerifyProgress): void;
}

async function judgeAll(deps: Judging, { files, own }: Contents) {
  const judged = { whole: [] as string[], altered: [] as Altered[], missing: [] as string[] };
  let bytes = 0;
  for (const [done, promised] of files.entries()) {
    await deps.pace.breathe();
    deps.onProgress({ done, total: files.length, bytes, file: promised.file });
    const verdict = await judge(deps, promised);
    if (verdict === 'whole') judged.whole.push(promised.file);
    else {
      await assertStillThere(deps.folder, own);
      if (verdict === 'missing') judged.missing.push(promised.file);
      else judged.altered.push({ file: promised.file, reason: verdict });
    }
    bytes += promised.bytes;
  }
  return judged;
}

/** A stick that was pulled out is no folder whose files are missing. */
async function assertStillThere(folder: string, own: readonly string[]): Promise<void> {
  for (const name of own)
    if ((await onDisk(folder, () => factsOf(path.join(folder, name))))?.isFile() === true) return;
  throw new Failure({ kind: 'not-found', what: folder });
}

/** `whole`, `missing`, or what is wrong. */
async function judge({ folder, signal, pace }: Judging, promised: Promised): Promise<string> {
  const file = path.join(folder, ...promised.file.split('/'));
  try {
    const facts = await onDisk(promised.file, () => factsOf(file));
    if (facts === undefined) return 'missing';
    if (!facts.isFile()) return 'is not a file any more';
    const { format, next } = promised;
    if (facts.size !== promised.bytes && facts.size !== next?.bytes)
      return `has ${String(facts.size)} bytes instead of ${String(promised.bytes)}`;
    if (format === undefined) {
      const hash = await hashOf(folder, promised.file, pace.breathe);
      return hash === promised.sha256 || hash === next?.sha256
        ? 'whole'
        : 'has other contents than when it was written';
    }
    const found = await onDisk(promised.file, () => inspectFile(file, format, signal, { decode: true }));
    if (found === undefined) return 'missing';
    if (found.sha256 !== promised.sha256) return 'has other contents than when it was fetched';
    return found.verdict.whole ? 'whole' : found.verdict.reason;
  } catch (error) {
    if (isFailure(error, 'not-writable')) return 'cannot be read';
    throw error;
  }
}

/** Everything below the folder that is no folder, links not followed. */
async function listFiles(root: string, pace: Pace): Promise<string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opendir(path.join(root, folder))) {
      await pace.breathe();
      const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(inner);
      else files.push(inner);
    }
  }
  return files;
}
