/** What every audio job does: look at what is there, plan, and fetch the rest, as many at once as pays. */
import path from 'node:path';
import type { Events } from '../../contract/index';
import type { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { TransferLimits } from '../../contract/sounds';
import type { Api, AudioAnswer } from '../api/api';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import type { Log } from '../log';
import type { Network } from '../network';
import type { BodyLimits } from '../transfer/body';
import type { Connections } from '../transfer/connections';
import { factsOf, onDisk } from '../transfer/disk';
import type { Downloaded } from '../transfer/download';
import { inspectFile, type Inspected } from '../transfer/inspect';
import type { NameOptions } from '../transfer/names';
import { allEnded, inParallel } from '../transfer/parallel';
import type { PatienceDeps } from '../transfer/patience';
import { knownPaths, planInTurns, type FileFact, type KnownFile, type TransferStep } from '../transfer/plan';
import { sweepStale } from '../transfer/stale';
import type { Writers } from '../transfer/writers';
import { listItems, type JobSound, type ListedItem } from './audio-job';
import type { Ledger } from './ledger';
import { createPace, type Pace } from './table-pace';
import { TransferFiles } from './transfer-files';

export interface TransferDeps {
  readonly archive: Archive;
  readonly api: Api;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  announce(change: Events['data-changed']): void;
  /** `wait`: the job waits for the network and goes on by itself. `stop`: it ends with Failure `offline` after brief retries. */
  readonly whenOffline: 'wait' | 'stop';
  /** The service rejected the key; no further request is sent with it. */
  onUnauthorized(): void;
  /** Of the account, shared by its jobs; absent: the job learns by itself. */
  readonly connections?: Connections;
  /** Of the account, for all files; absent: they are written in this thread. */
  readonly writers?: Writers;
  readonly limits?: BodyLimits;
  readonly patience?: Pick<PatienceDeps, 'faults' | 'offline'>;
}
/** Where the files of one job go, and who must hear of each. */
export interface Target {
  /** An existing folder. */
  readonly root: string;
  readonly format: AudioFormat;
  readonly known: readonly KnownFile[];
  readonly names?: Pick<NameOptions, 'template' | 'zone'>;
  readonly limits?: TransferLimits | undefined;
  /** All below the folder is ours, so that whatever is left unfinished there for long may go. */
  readonly isOurs: boolean;
  /** What is known of sounds by their ids, beside `known`. */
  knownOf?(ids: readonly string[]): readonly KnownFile[];
  /** Throws Failure `not-writable` when the folder is not the one it was. */
  assertPlace?(): Promise<void>;
  /** What earlier jobs noted as theirs, and nothing else tells of; it is ours only where it still is what they noted. */
  savedBefore?(): readonly KnownFile[];
  /** A file was there already, whole. */
  kept(sound: JobSound, path: string, found: Inspected): Promise<void>;
  /** A file is there now, whole and durable. */
  saved(sound: JobSound, file: Downloaded, from: Origin): Promise<void>;
  /** All that could be had is there. */
  ended?(): Promise<void>;
  /** A copy nearer than the service. */
  near?(sound: string): Promise<Near | undefined>;
}
export interface Near {
  readonly answer: AudioAnswer;
  /** When it came from the service, epoch ms. */
  readonly fetchedAt: number;
}
export interface Origin {
  readonly list: 'recordings' | 'events' | 'near';
  readonly fetchedAt: number;
}
export interface TransferSummary {
  readonly fetched: number;
  readonly kept: number;
  readonly failed: number;
  /** Not fetched because a limit was reached. */
  readonly left: number;
  /** Of the files that came. */
  readonly bytes: number;
  /** What the limit was, as in `stopped at …`. */
  readonly stoppedAt: string | undefined;
}

/** More than may be open at once: many are between the last byte and the disk. */
const WIDTH = 48;

/** Makes the target hold every sound of the job; throws Failure where going on makes no sense, names the rest as issues. */
export async function runTransfer(
  deps: TransferDeps & { readonly ledger: Ledger },
  context: JobContext,
  target: Target,
): Promise<TransferSummary> {
  const pace = createPace(context.signal);
  await assertFolder(target.root);
  const items = await listItems(deps.archive, context);
  const sounds = new Map(items.map(({ sound }) => [sound.id, sound]));
  const { steps, found } = await plan(deps, context, target, { items, pace });
  const files = new TransferFiles(deps, context, target, sounds);
  files.begin(steps);
  for (const step of steps) if (step.action === 'keep') await files.keep(step, found.get(step.path));
  const missing = steps.filter((step) => step.action === 'fetch');
  await inParallel(missing, WIDTH, context.signal, (step, signal) => files.fetch(step, signal));
  if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
  const [summary] = await allEnded([
    files.finish(),
    target.ended?.() ?? Promise.resolve(),
    tidy(deps, target, steps),
  ]);
  return summary;
}

/** What cannot be tidied away does no harm. */
async function tidy(
  deps: TransferDeps,
  { root, isOurs }: Target,
  steps: readonly TransferStep[],
): Promise<void> {
  const paths = steps.map((step) => step.path);
  await sweepStale(root, { paths, isOurs, now: deps.clock.now() }).catch((error: unknown) =>
    deps.log.warn({ error: String(error) }, 'old unfinished downloads could not be removed'),
  );
}

async function assertFolder(root: string): Promise<void> {
  const facts = await onDisk(root, () => factsOf(root));
  // A link to a folder is a folder a person may choose.
  if (facts?.isDirectory() !== true && facts?.isSymbolicLink() !== true) {
    throw new Failure({ kind: 'not-writable', where: root });
  }
}

async function plan(
  deps: TransferDeps,
  context: JobContext,
  target: Target,
  { items, pace }: { readonly items: readonly ListedItem[]; readonly pace: Pace },
) {
  const { format, root } = target;
  const wanted = items.map(({ sound }) => sound);
  const names = { ...target.names, format, rootLength: root.length };
  const said = items.flatMap(({ item }): readonly KnownFile[] =>
    item.path === undefined ? [] : [{ recording: item.key, format, path: item.path, sha256: item.sha256 }],
  );
  const before = target.savedBefore?.() ?? [];
  const ids = wanted.map(({ id }) => id);
  const all = [...target.known, ...(target.knownOf?.(ids) ?? []), ...before, ...said];
  const found = await lookAt(deps, context, target, knownPaths({ wanted, known: all, names }));
  // What was about to get its name when the job was stopped is there, or not; nothing else under that name is ours.
  const done = new Set(items.flatMap(({ item }) => (item.state === 'done' ? [item.key] : [])));
  const unsure = new Set([...before, ...said.filter(({ recording = '' }) => !done.has(recording))]);
  const known = all.map((file) =>
    unsure.has(file) && found.get(file.path)?.sha256 !== file.sha256 ? { ...file, sha256: undefined } : file,
  );
  const facts = new Map<string, FileFact>();
  for (const [file, { sha256, verdict }] of found) facts.set(file, { sha256, isWhole: verdict.whole });
  const steps = await planInTurns({ wanted, known, names, onDisk: facts }, () => pace.breathe());
  return { steps, found };
}

/** Reads every file that should be there. */
async function lookAt(
  deps: TransferDeps,
  context: JobContext,
  target: Target,
  paths: ReadonlyMap<string, KnownFile>,
): Promise<ReadonlyMap<string, Inspected>> {
  const found = new Map<string, Inspected>();
  const files = [...paths.values()].filter((file) => file.sha256 !== undefined);
  if (files.length > 0) context.progress({ activity: 'Checking what is already there' });
  await inParallel(files, 2, context.signal, async ({ path: file }, signal) => {
    const full = path.join(target.root, ...file.split('/'));
    try {
      const inspected = await inspectFile(full, target.format, signal);
      if (inspected !== undefined) found.set(file, inspected);
    } catch (error) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      // What cannot be read is fetched again.
      deps.log.warn({ file, error: String(error) }, 'a file that should be there cannot be read');
    }
  });
  if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
  return found;
}
