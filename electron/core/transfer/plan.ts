/** Which recordings still have to be fetched, and where each goes, decided from what is known and what is on disk. */
import type { AudioFormat } from '../../contract/model';
import { foldName, suffixOf } from './name-parts';
import {
  assigning,
  byTime,
  isInnerPath,
  readyNames,
  recordingPath,
  withSuffix,
  type NamedRecording,
  type NameOptions,
  type Ready,
} from './names';

/** What a manifest, a job or the library says was fetched before. */
export interface KnownFile {
  /** Undefined: of none that could be wanted, such as a copy with more in its headers; only its path is taken. */
  readonly recording: string | undefined;
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
    if (file.recording === undefined || !ids.has(file.recording)) continue;
    if (file.format !== format || !isInnerPath(file.path)) continue;
    if (!file.path.toLowerCase().endsWith(`.${format.toLowerCase()}`)) continue;
    if (file.sha256 === undefined && found.get(file.recording)?.sha256 !== undefined) continue;
    found.set(file.recording, file);
  }
  return found;
}

/** One step per wanted recording, each once, in order of time. */
export function planTransfer(facts: TransferFacts): readonly TransferStep[] {
  const steps = planning(facts);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** As {@link planTransfer}, in turns: a hundred thousand names take seconds. Rejects with what `breathe` rejects with. */
export async function planInTurns(
  facts: TransferFacts,
  breathe: () => Promise<void>,
): Promise<readonly TransferStep[]> {
  const steps = planning(facts);
  for (let count = 1; ; count++) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (count % AT_ONCE === 0) await breathe();
  }
}

const AT_ONCE = 100;

function* planning(facts: TransferFacts): Generator<undefined, readonly TransferStep[]> {
  const mine = knownPaths(facts);
  const names = readyNames(facts.names);
  const taken = new Map<string, string | undefined>();
  for (const file of facts.known) {
    if (isInnerPath(file.path)) taken.set(foldName(file.path), undefined);
    yield;
  }
  for (const file of mine.values()) taken.set(foldName(file.path), file.recording);
  const newcomers = facts.wanted.filter((recording) => !mine.has(recording.id));
  const assigned = yield* assigning(newcomers, names, taken);
  const once = new Map(facts.wanted.map((recording) => [recording.id, recording]));
  const inOrder = [...once.values()].sort(byTime);
  const steps: TransferStep[] = [];
  for (const recording of inOrder) {
    steps.push(stepOf(recording, { facts, names, file: mine.get(recording.id), assigned }));
    yield;
  }
  return steps;
}

function stepOf(
  recording: NamedRecording,
  about: {
    readonly facts: TransferFacts;
    readonly names: Ready;
    readonly file: KnownFile | undefined;
    readonly assigned: ReadonlyMap<string, string>;
  },
): TransferStep {
  const { facts, names, file, assigned } = about;
  const path = file?.path ?? assigned.get(recording.id) ?? recordingPath(recording, names);
  const fact = facts.onDisk.get(path);
  const isOurs = file?.sha256 !== undefined;
  const isThere = isOurs && fact?.isWhole === true && fact.sha256 === file.sha256;
  return {
    recording,
    path,
    otherwise: withSuffix(path, suffixOf(recording.id)),
    action: isThere ? 'keep' : 'fetch',
    replaces: isOurs && fact !== undefined,
  };
}
