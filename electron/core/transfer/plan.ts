/** Which recordings still have to be fetched, and where each goes, decided from what is known and what is on disk. */
import type { AudioFormat } from '../../contract/model';
import {
  assignPaths,
  foldName,
  isInnerPath,
  recordingPath,
  suffixOf,
  type NamedRecording,
  type NameOptions,
} from './names';

/** What a manifest, a job or the library says was fetched before. */
export interface KnownFile {
  readonly recording: string;
  readonly format: AudioFormat;
  readonly path: string;
  /** Undefined: a path was chosen, but nothing was announced to be there. */
  readonly sha256: string | undefined;
}
/** What reading a file showed. */
export interface FileFact {
  readonly sha256: string;
  readonly isWhole: boolean;
}
export interface TransferFacts {
  readonly wanted: readonly NamedRecording[];
  readonly names: NameOptions;
  readonly known: readonly KnownFile[];
  /** By path as {@link KnownFile} gives it; absent: no such file. */
  readonly onDisk: ReadonlyMap<string, FileFact>;
}
export interface TransferStep {
  readonly recording: NamedRecording;
  readonly path: string;
  /** Where to go when something else stands under `path` that is not to be replaced. */
  readonly otherwise: string;
  /** `keep`: it is there, whole and unaltered. */
  readonly action: 'keep' | 'fetch';
  /** The file under `path` is our own, but damaged. */
  readonly replaces: boolean;
}

/** The known file of each wanted recording in the wanted format, the last said first believed; hostile paths are not. */
export function knownPaths(facts: Omit<TransferFacts, 'onDisk'>): ReadonlyMap<string, KnownFile> {
  const { format } = facts.names;
  const ids = new Set(facts.wanted.map((recording) => recording.id));
  const found = new Map<string, KnownFile>();
  for (const file of facts.known) {
    if (file.format !== format || !ids.has(file.recording) || !isInnerPath(file.path)) continue;
    if (!file.path.toLowerCase().endsWith(`.${format.toLowerCase()}`)) continue;
    if (file.sha256 === undefined && found.get(file.recording)?.sha256 !== undefined) continue;
    found.set(file.recording, file);
  }
  return found;
}

/** One step per wanted recording, each once, in order of time. */
export function planTransfer(facts: TransferFacts): readonly TransferStep[] {
  const mine = knownPaths(facts);
  const taken = new Map<string, string | undefined>();
  for (const file of facts.known) if (isInnerPath(file.path)) taken.set(foldName(file.path), undefined);
  for (const file of mine.values()) taken.set(foldName(file.path), file.recording);
  const newcomers = facts.wanted.filter((recording) => !mine.has(recording.id));
  const assigned = assignPaths(newcomers, facts.names, taken);
  const once = new Map(facts.wanted.map((recording) => [recording.id, recording]));
  return [...once.values()]
    .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
    .map((recording) => {
      const file = mine.get(recording.id);
      const path = file?.path ?? assigned.get(recording.id) ?? recordingPath(recording, facts.names);
      const fact = facts.onDisk.get(path);
      const isOurs = file?.sha256 !== undefined;
      const isThere = isOurs && fact?.isWhole === true && fact.sha256 === file.sha256;
      return {
        recording,
        path,
        otherwise: recordingPath(recording, facts.names, suffixOf(recording.id)),
        action: isThere ? 'keep' : 'fetch',
        replaces: isOurs && fact !== undefined,
      };
    });
}
