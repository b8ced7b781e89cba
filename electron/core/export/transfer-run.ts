/** What every audio job does: look at what is there, plan, and fetch the rest a few at a time. */
import path from 'node:path';
import type { Events } from '../../contract/index';
import type { AudioFormat } from '../../contract/model';
import { describeError, Failure, isFailure, type AppError } from '../../contract/result';
import type { Api, AudioAnswer, AudioSource } from '../api/api';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import type { Log } from '../log';
import type { Network } from '../network';
import type { BodyLimits } from '../transfer/body';
import { factsOf, onDisk } from '../transfer/disk';
import { clearPart, downloadTo, type Downloaded, type DownloadRequest } from '../transfer/download';
import { inspectFile, type Inspected } from '../transfer/inspect';
import type { NamedRecording } from '../transfer/names';
import { inParallel } from '../transfer/parallel';
import { withPatience, type PatienceDeps } from '../transfer/patience';
import { listItems, type JobSound, type ListedItem } from './audio-job';
import { knownPaths, planTransfer, type FileFact, type KnownFile, type TransferStep } from '../transfer/plan';

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
  readonly limits?: BodyLimits;
  readonly patience?: Pick<PatienceDeps, 'faults' | 'offline'>;
}
/** Where the files of one job go, and who must hear of each. */
export interface Target {
  /** An existing folder. */
  readonly root: string;
  readonly format: AudioFormat;
  readonly known: readonly KnownFile[];
  /** A file was there already, whole. */
  kept(recording: NamedRecording, path: string, found: Inspected): Promise<void>;
  /** A file is there now, whole and durable. */
  saved(recording: NamedRecording, file: Downloaded): Promise<void>;
  /** A source nearer than the service. */
  near?(recording: string): Promise<Awaited<ReturnType<Api['audio']>> | undefined>;
}
export interface TransferSummary {
  readonly fetched: number;
  readonly kept: number;
  readonly failed: number;
  readonly bytes: number;
}

const WIDTH = 4;
/** These stop the whole job: the next file would meet the same. */
const FATAL: ReadonlySet<AppError['kind']> = new Set([
  ...(['offline', 'unauthorized', 'signed-out', 'forbidden', 'rate-limited'] as const),
  ...(['disk-full', 'not-writable', 'cancelled', 'internal'] as const),
]);

/** Makes the target hold every recording of the job; throws Failure where going on makes no sense, names the rest as issues. */
export async function runTransfer(
  deps: TransferDeps,
  context: JobContext,
  target: Target,
): Promise<TransferSummary> {
  await assertFolder(target.root);
  const items = await listItems(deps.archive, context);
  const sounds = new Map(items.map(({ sound }) => [sound.id, sound]));
  const wanted = [...sounds.values()];
  const known = [...target.known, ...items.flatMap((item) => fromItem(item, target.format))];
  const names = { format: target.format, rootLength: target.root.length };
  const found = await lookAt(deps, context, target, knownPaths({ wanted, known, names }));
  const facts = new Map<string, FileFact>();
  for (const [file, { sha256, verdict }] of found) facts.set(file, { sha256, isWhole: verdict.whole });
  const steps = planTransfer({ wanted, known, names, onDisk: facts });
  const run = new Run(deps, context, target, sounds);
  for (const step of steps) if (step.action === 'keep') await run.keep(step, found.get(step.path));
  const missing = steps.filter((step) => step.action === 'fetch');
  await inParallel(missing, WIDTH, context.signal, (step, signal) => run.fetch(step, signal));
  if (context.signal.aborted) throw new Failure({ kind: 'cancelled' });
  return run.summary();
}

async function assertFolder(root: string): Promise<void> {
  const facts = await onDisk(root, () => factsOf(root));
  // A link to a folder is a folder a person may choose.
  if (facts?.isDirectory() !== true && facts?.isSymbolicLink() !== true) {
    throw new Failure({ kind: 'not-writable', where: root });
  }
}

function fromItem({ item }: ListedItem, format: AudioFormat): readonly KnownFile[] {
  if (item.path === undefined) return [];
  const sha256 = item.state === 'done' ? item.sha256 : undefined;
  return [{ recording: item.key, format, path: item.path, sha256 }];
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

class Run {
  private readonly total: number;
  private readonly counts = { fetched: 0, kept: 0, failed: 0, bytes: 0 };

  constructor(
    private readonly deps: TransferDeps,
    private readonly context: JobContext,
    private readonly target: Target,
    private readonly sounds: ReadonlyMap<string, JobSound>,
  ) {
    this.total = sounds.size;
    const { total } = this;
    context.progress({ done: 0, total, bytes: 0 });
  }

  summary(): TransferSummary {
    return { ...this.counts };
  }

  async keep({ recording, path: file }: TransferStep, found: Inspected | undefined): Promise<void> {
    if (found === undefined) return;
    await onDisk(this.target.root, () => clearPart(this.target.root, file));
    await this.target.kept(recording, file, found);
    this.mark(recording.id, { state: 'done', path: file, sizeBytes: found.sizeBytes, sha256: found.sha256 });
    this.counts.kept += 1;
    this.report();
  }

  async fetch(step: TransferStep, signal: AbortSignal): Promise<void> {
    const { recording } = step;
    try {
      this.mark(recording.id, { path: step.path });
      this.context.progress({
        activity: `${recording.instrument} · ${new Date(recording.from).toISOString()}`,
      });
      const file = await withPatience({ ...this.deps, ...this.deps.patience }, this.context, signal, () =>
        downloadTo(this.deps, this.request(step), signal),
      );
      await this.target.saved(recording, file);
      const { path: kept, sizeBytes, sha256 } = file;
      this.mark(recording.id, { state: 'done', path: kept, sizeBytes, sha256, error: undefined });
      this.counts.fetched += 1;
      this.report();
    } catch (error) {
      this.giveUp(step, error);
    }
  }

  /** Names what cannot be had and lets the rest go on, unless the rest would fail alike. */
  private giveUp({ recording }: TransferStep, error: unknown): void {
    if (!(error instanceof Failure)) throw error;
    if (error.error.kind === 'unauthorized') this.deps.onUnauthorized();
    if (FATAL.has(error.error.kind)) throw error;
    this.mark(recording.id, { state: 'failed', error: error.error });
    this.counts.failed += 1;
    const when = new Date(recording.from).toISOString();
    this.context.issue({
      dataset: 'recordings',
      instrument: recording.instrument,
      item: recording.id,
      text: `The recording of ${recording.instrument} at ${when} (${recording.id}) is missing: ${describeError(error.error)}`,
      error: error.error,
    });
    this.report();
  }

  private request({ recording, path: file, otherwise, replaces }: TransferStep): DownloadRequest {
    const { format, root, near } = this.target;
    return {
      root,
      path: file,
      otherwise,
      format,
      source: `${recording.id} ${format}`,
      expectedMs: recording.to > recording.from ? recording.to - recording.from : undefined,
      replaces,
      open: async (resume, signal) =>
        (resume === undefined ? await near?.(recording.id) : undefined) ??
        openSound(this.deps.api, this.sounds.get(recording.id), format, resume, signal),
      onBytes: (count) => {
        this.counts.bytes += count;
        this.report();
      },
    };
  }

  private report(): void {
    const { fetched, kept, failed, bytes } = this.counts;
    this.context.progress({ done: fetched + kept + failed, total: this.total, bytes });
  }

  private mark(key: string, change: Parameters<Archive['jobs']['setItem']>[2]): void {
    this.deps.archive.jobs.setItem(this.context.job.id, key, change);
  }
}

/** The recording, or where there is none or it is gone, the audio of the event. */
async function openSound(
  api: Api,
  sound: JobSound | undefined,
  ...rest: [AudioFormat, Parameters<Api['audio']>[2], AbortSignal]
): Promise<AudioAnswer> {
  const sources = sound === undefined ? [] : sourcesOf(sound);
  for (const [index, source] of sources.entries()) {
    try {
      return await api.audio(source, ...rest);
    } catch (error) {
      if (!isFailure(error, 'not-found') || index === sources.length - 1) throw error;
    }
  }
  throw new Failure({ kind: 'not-found', what: 'The audio of this sound' });
}

function sourcesOf({ recording, eventAudio }: JobSound): readonly AudioSource[] {
  return [
    ...(recording === undefined ? [] : [{ list: 'recordings' as const, id: recording }]),
    ...(eventAudio === undefined ? [] : [{ list: 'events' as const, id: eventAudio }]),
  ];
}
