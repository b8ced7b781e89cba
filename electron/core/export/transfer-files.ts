/** The files of one job, one by one: fetched, tried again, given up or left, and told of. */
import { describeError, Failure, isFailure } from '../../contract/result';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import { createConnections, type Connection, type Line } from '../transfer/connections';
import { onDisk } from '../transfer/disk';
import { clearPart, downloadTo, type DownloadRequest } from '../transfer/download';
import { createFolders } from '../transfer/folder-sync';
import type { Inspected } from '../transfer/inspect';
import { createBudget, type Share } from '../transfer/limits';
import { createDoor } from '../door';
import { withPatience } from '../transfer/patience';
import type { TransferStep } from '../transfer/plan';
import { createRate } from '../transfer/rate';
import type { JobSound } from './audio-job';
import type { Ledger } from './ledger';
import { createSources } from './sources';
import { filesText } from './summary';
import { createTally, type Tally } from './tally';
import { outcomeOf, stopsAll } from './transfer-failures';
import type { Origin, Target, TransferDeps, TransferSummary } from './transfer-run';

/** With a cap on the rate there is nothing to be gained by more. */
const CAPPED_WIDTH = 4;
/** From the library at once. */
const COPIES = 4;
/** So many refusals of the format before any file came in it, and the rest would be refused alike. */
const REFUSALS = 3;
/** What a file's turn came to before its download began. */
const LEFT = Symbol('left by a limit');

type Deps = TransferDeps & { readonly ledger: Ledger };
/** What a download may use, and how it stops where that does not do. */
interface Allowed {
  readonly connection: Connection;
  readonly share: Share;
  readonly keepTo: (isFit: boolean) => void;
}
type ItemChange = Parameters<Archive['jobs']['setItem']>[2];

export class TransferFiles {
  private readonly tally: Tally;
  private readonly budget;
  private readonly rate;
  private readonly line: Line;
  private readonly sources;
  private readonly folders;
  private readonly counts = { fetched: 0, kept: 0, failed: 0, left: 0, bytes: 0 };
  private readonly copies = createDoor(COPIES);
  private refusals = 0;

  constructor(
    private readonly deps: Deps,
    private readonly context: JobContext,
    private readonly target: Target,
    private readonly sounds: ReadonlyMap<string, JobSound>,
  ) {
    const { limits = {}, format } = target;
    const connections = deps.connections ?? createConnections(deps.clock);
    this.line = connections.line(
      limits.metered === true ? 1 : limits.bytesPerSecond === undefined ? undefined : CAPPED_WIDTH,
    );
    this.budget = createBudget(limits);
    this.rate = createRate(limits.bytesPerSecond, deps.clock);
    this.sources = createSources(deps.api);
    this.folders = createFolders(target.assertPlace);
    this.tally = createTally({ ...deps, context, format, line: this.line });
  }

  /** Tells what there is to do. */
  begin(steps: readonly TransferStep[]): void {
    this.tally.begin(steps.map(({ recording }) => recording));
  }

  /** Tells how it ended; what a limit left is named, too. */
  async finish(): Promise<TransferSummary> {
    await this.deps.ledger.settled();
    const { left } = this.counts;
    const stoppedAt = this.budget.stoppedAt();
    if (left > 0 && stoppedAt !== undefined)
      this.context.issue({
        ...{ dataset: undefined, instrument: undefined, item: undefined },
        text: `Stopped at ${stoppedAt}: ${filesText(left)} left. Start it again to go on.`,
        error: { kind: 'limit' },
      });
    this.tally.report();
    return { ...this.counts, stoppedAt };
  }

  async keep({ recording, path: file }: TransferStep, found: Inspected | undefined): Promise<void> {
    const sound = this.sounds.get(recording.id);
    if (found === undefined || sound === undefined) return;
    await onDisk(this.target.root, () => clearPart(this.target.root, file));
    await this.target.kept(sound, file, found);
    this.markLater(sound.id, { state: 'done', sizeBytes: found.sizeBytes, sha256: found.sha256, path: file });
    this.counts.kept += 1;
    this.tally.ended(sound, found.sizeBytes);
  }

  async fetch(step: TransferStep, signal: AbortSignal): Promise<void> {
    const sound = this.sounds.get(step.recording.id);
    if (sound === undefined) return;
    try {
      const came = await this.bring(step, sound, signal);
      if (came === LEFT) {
        this.counts.left += 1;
        return;
      }
      const { file, from } = came;
      await this.target.saved(sound, file, from);
      const { path: named, sizeBytes, sha256 } = file;
      this.markLater(sound.id, { state: 'done', path: named, sizeBytes, sha256, error: undefined });
      this.counts.fetched += 1;
      this.counts.bytes += sizeBytes;
      this.tally.ended(sound, sizeBytes);
    } catch (error) {
      this.giveUp(sound, error);
    }
  }

  private async bring(step: TransferStep, sound: JobSound, signal: AbortSignal) {
    // A copy that cannot be read is no reason to go without.
    const copied = await this.copies(() => this.copy(step, sound, signal)).catch((error: unknown) => {
      if (isFailure(error, 'server') || isFailure(error, 'offline')) return undefined;
      throw error;
    });
    if (copied !== undefined) return copied;
    const context = {
      waiting: this.context.waiting,
      retrying: (why: string, until: number | undefined) => this.tally.retrying(sound, why, until),
    };
    const deps = { ...this.deps, ...this.deps.patience };
    return withPatience(deps, context, signal, () => this.attempt(step, sound, signal));
  }

  private async copy(step: TransferStep, sound: JobSound, signal: AbortSignal) {
    const isOver = signal.aborted || this.budget.isOver(this.deps.clock.now());
    const near = isOver ? undefined : await this.target.near?.(sound.id);
    if (near === undefined) return undefined;
    const open = () => Promise.resolve(near.answer);
    const request: DownloadRequest = { ...this.request(step, sound), source: `near ${sound.id}`, open };
    const file = await this.toDisk(sound, request, signal);
    return { file, from: { list: 'near', fetchedAt: near.fetchedAt } satisfies Origin };
  }

  /** One try, when there is a connection for it and nothing speaks against another file. */
  private async attempt(step: TransferStep, sound: JobSound, signal: AbortSignal) {
    const { now } = this.deps.clock;
    const share = await this.budget.admit({ expected: () => this.tally.expected(sound), now, signal });
    if (share === undefined) return LEFT;
    try {
      const connection = await this.line.take(signal);
      if (!this.budget.isOver(now())) return await this.within(step, sound, { connection, share }, signal);
      connection.close('given-up');
      return LEFT;
    } finally {
      share.end();
    }
  }

  /** As long as the file keeps to its share; otherwise it is left. */
  private async within(
    step: TransferStep,
    sound: JobSound,
    { connection, share }: { readonly connection: Connection; readonly share: Share },
    signal: AbortSignal,
  ) {
    const verdict = { isLeft: false };
    const keepTo = (isFit: boolean): void => {
      if (isFit) return;
      verdict.isLeft = true;
      throw new Failure({ kind: 'cancelled' });
    };
    try {
      return await this.download(step, sound, { connection, share, keepTo }, signal);
    } catch (error) {
      connection.close(verdict.isLeft ? 'given-up' : outcomeOf(error));
      if (!verdict.isLeft) throw error;
      this.tally.gaveUp(sound);
      return LEFT;
    } finally {
      connection.close('given-up');
    }
  }

  private async download(
    step: TransferStep,
    sound: JobSound,
    { connection, share, keepTo }: Allowed,
    signal: AbortSignal,
  ) {
    const from = { list: 'recordings' as Origin['list'], fetchedAt: 0 };
    let keptBytes = 0;
    this.tally.started(sound);
    const request: DownloadRequest = {
      ...this.request(step, sound),
      open: async (resume, inner) => {
        const { answer, list } = await this.sources.open(sound, this.target.format, resume, inner);
        from.list = list;
        keptBytes = answer.status === 206 ? (resume?.offset ?? 0) : 0;
        return answer;
      },
      onLength: (bytes) => {
        this.tally.opened(sound, bytes);
        keepTo(share.fits(bytes - keptBytes));
      },
      onBytes: (count) => {
        connection.bytes(count);
        this.tally.came(sound, count);
        keepTo(share.spend(count));
        return this.rate?.take(count, signal);
      },
      onBody: () => {
        from.fetchedAt = this.deps.clock.now();
        connection.close('served');
      },
    };
    return { file: await this.toDisk(sound, request, signal), from };
  }

  /** Noted before it has its name, so that a kill in between does not make it a stranger. */
  private async toDisk(sound: JobSound, request: DownloadRequest, signal: AbortSignal) {
    const { note, end } = this.deps.ledger.expect();
    const onWhole: DownloadRequest['onWhole'] = (file) => note(this.marking(sound.id, file));
    const deps = { ...this.deps, folders: this.folders };
    return downloadTo(deps, { ...request, onWhole }, signal).finally(end);
  }

  private request(step: TransferStep, sound: JobSound): Omit<DownloadRequest, 'open'> {
    const { format, root } = this.target;
    const { path: file, otherwise, replaces } = step;
    return {
      ...{ root, path: file, otherwise, format, replaces },
      source: `${sound.id} ${format}`,
      expectedMs: sound.to > sound.from ? sound.to - sound.from : undefined,
      onLength: (bytes) => this.tally.opened(sound, bytes),
    };
  }

  /** Names what cannot be had and lets the rest go on, unless the rest would fail alike. */
  private giveUp(sound: JobSound, error: unknown): void {
    this.tally.gaveUp(sound);
    if (!(error instanceof Failure)) throw error;
    if (error.error.kind === 'unauthorized') this.deps.onUnauthorized();
    if (this.isFatal(sound, error)) throw error;
    this.markLater(sound.id, { state: 'failed', error: error.error });
    this.counts.failed += 1;
    const when = `${new Date(sound.from).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    this.context.issue({
      dataset: 'recordings',
      instrument: sound.instrument,
      item: sound.id,
      text: `The sound of ${sound.instrument} at ${when} (${sound.id}) is missing: ${this.whyText(error)}`,
      error: error.error,
    });
    this.tally.ended(sound, 0);
  }

  private isFatal(sound: JobSound, failure: Failure): boolean {
    const { kind } = failure.error;
    // A key that may not read events may still read recordings.
    if (kind === 'forbidden' && sound.recording === undefined)
      return ![...this.sounds.values()].some(({ recording }) => recording !== undefined);
    if (kind === 'invalid' && failure.error.path === 'request') {
      this.refusals += 1;
      return this.refusals >= REFUSALS && this.counts.fetched + this.counts.kept === 0;
    }
    return stopsAll(kind);
  }

  /** A format that the service does not give is told as such. */
  private whyText(failure: Failure): string {
    const { error } = failure;
    return isFailure(failure, 'invalid') && error.kind === 'invalid' && error.path === 'request'
      ? `MyCirrus does not give it as ${this.target.format}: ${error.reason}`
      : describeError(error);
  }

  private markLater(key: string, change: ItemChange): void {
    this.deps.ledger.later(this.marking(key, change));
  }

  private marking(key: string, change: ItemChange): () => void {
    const { jobs } = this.deps.archive;
    const { id } = this.context.job;
    return () => jobs.setItem(id, key, this.withoutMove(key, change));
  }

  private readonly decided = new Map<string, string>();

  /** Where an item goes is said once; what ended elsewhere is in the manifest. */
  private withoutMove(key: string, change: ItemChange): ItemChange {
    const { path: named, ...rest } = change;
    if (named === undefined) return change;
    const before = this.decided.get(key) ?? named;
    this.decided.set(key, before);
    return before === named ? change : rest;
  }
}
