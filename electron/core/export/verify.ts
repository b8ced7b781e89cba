/** Re-reads an exported folder with the network off and says what is whole, altered, missing and foreign. */
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../contract/result';
import { factsOf, onDisk } from '../transfer/disk';
import { inspectFile } from '../transfer/inspect';
import { isPart } from '../transfer/part';
import type { ManifestEntry } from './entry';
import { readManifest } from './manifest';
import { MANIFEST_FILES } from './manifest-files';

export interface FolderReport {
  /** Paths relative to the folder, with `/` between parts, sorted. */
  readonly whole: readonly string[];
  readonly altered: readonly { readonly file: string; readonly reason: string }[];
  readonly missing: readonly string[];
  /** There, but not Leqbook's. */
  readonly foreign: readonly string[];
  /** Left by an export that was interrupted. */
  readonly unfinished: readonly string[];
}
export interface VerifyProgress {
  readonly done: number;
  readonly total: number;
  readonly file: string;
}

/**
 * Reads every byte that the folder's manifest names. Throws Failure: `not-found` when there is no manifest, `corrupt`
 * when it cannot be read, `not-writable` when the disk refuses, `cancelled`.
 */
export async function verifyFolder(
  folder: string,
  signal: AbortSignal,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<FolderReport> {
  const entries = await readManifest(folder);
  if (entries === undefined)
    throw new Failure({ kind: 'not-found', what: path.join(folder, MANIFEST_FILES[0] ?? '') });
  const report = {
    whole: [] as string[],
    altered: [] as { file: string; reason: string }[],
    missing: [] as string[],
  };
  for (const [done, entry] of entries.entries()) {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    onProgress({ done, total: entries.length, file: entry.file });
    const verdict = await onDisk(entry.file, () => judge(folder, entry, signal));
    if (verdict === 'whole') report.whole.push(entry.file);
    else if (verdict === 'missing') report.missing.push(entry.file);
    else report.altered.push({ file: entry.file, reason: verdict });
  }
  const known = new Set([...entries.map((entry) => entry.file), ...MANIFEST_FILES]);
  const others = (await onDisk(folder, () => listFiles(folder, signal))).filter((file) => !known.has(file));
  return {
    whole: report.whole.sort(),
    altered: report.altered.sort((a, b) => (a.file < b.file ? -1 : 1)),
    missing: report.missing.sort(),
    foreign: others.filter((file) => !isPart(file)).sort(),
    unfinished: others.filter(isPart).sort(),
  };
}

/** `whole`, `missing`, or what is wrong. */
async function judge(folder: string, entry: ManifestEntry, signal: AbortSignal): Promise<string> {
  const file = path.join(folder, ...entry.file.split('/'));
  const facts = await factsOf(file);
  if (facts === undefined) return 'missing';
  if (!facts.isFile()) return 'is not a file any more';
  if (facts.size !== entry.bytes) return `has ${String(facts.size)} bytes instead of ${String(entry.bytes)}`;
  const found = await inspectFile(file, entry.format, signal);
  if (found === undefined) return 'missing';
  if (found.sha256 !== entry.sha256) return 'has other contents than when it was fetched';
  return found.verdict.whole ? 'whole' : found.verdict.reason;
}

/** Everything below the folder that is no folder, links not followed. */
async function listFiles(root: string, signal: AbortSignal): Promise<string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    for await (const entry of await opendir(path.join(root, folder))) {
      const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(inner);
      else files.push(inner);
    }
  }
  return files;
}
