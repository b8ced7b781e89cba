/** The jobs queue: the only place that runs long tasks, one per kind, each a row that survives a crash. */
import type { FolderHandle, Job, JobKind, JobState } from '../../contract/jobs';
import { describeError, Failure, type AppError } from '../../contract/result';
import type { Clock } from '../clock';
import type { JobRow, JobStore } from '../db/job-store';
import type { Log } from '../log';
import type { JobQueue, JobRunner } from './job';
import { createLive, toJob, type Live, type Volatile } from './live';

export interface JobQueueDeps {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** What to show as an export job's folder; absent: none. */
  readonly folderOf?: (row: JobRow) => FolderHandle | undefined;
}
export const createJobQueue = (deps: JobQueueDeps): JobQueue => new Queue(deps);

interface Running {
  readonly live: Live;
  readonly stop: AbortController;
  /** Settles once the runner has, and what came of it is stored. */
  finished: Promise<void>;
}
type Stop = 'pause' | 'cancel' | 'close';
type Change = Parameters<JobStore['update']>[1];

const LISTED = 200;
const ENDED: readonly JobState[] = ['done', 'failed', 'cancelled'];
const BLANK = {
  state: 'queued',
  done: 0,
  total: 0,
  bytes: 0,
  startedAt: undefined,
  endedAt: undefined,
  issues: [],
  summary: undefined,
} as const;

class Queue implements JobQueue {
  private readonly runners = new Map<JobKind, JobRunner>();
  private readonly running = new Map<JobKind, Running>();
  private readonly listeners = new Set<(job: Job) => void>();
  private readonly giveUps = new Set<() => void>();
  /** Jobs whose end could not be stored; started again only when asked to. */
  private readonly stuck = new Set<number>();
  /** Given to this queue; another process may be at work on the rest of the archive's jobs. */
  private readonly mine = new Set<number>();
  /** The newest job when this queue began. */
  private readonly newestBefore: number;
  private closed = false;

  constructor(private readonly deps: JobQueueDeps) {
    this.newestBefore = deps.jobs.list(1)[0]?.id ?? 0;
  }

  register(kind: JobKind, runner: JobRunner): void {
    this.runners.set(kind, runner);
    this.next(kind);
  }

  start(kind: JobKind, title: string, request: Readonly<Record<string, unknown>>, total = 0): Job {
    const { jobs, clock } = this.deps;
    const now = clock.now();
    // One that begins at once is stored as begun: a transaction less to wait for.
    const runner = this.closed || this.running.has(kind) ? undefined : this.runners.get(kind);
    const begun = runner && { state: 'running' as const, startedAt: now };
    const row = jobs.add({ ...BLANK, ...begun, kind, title, request, total, createdAt: now });
    this.mine.add(row.id);
    this.announce(row);
    if (runner !== undefined) this.begin(row, runner);
    return this.show(row.id);
  }

  async pause(id: number): Promise<Job> {
    await this.halt(id, 'pause');
    if (this.need(id).state === 'queued') this.store(id, { state: 'paused' });
    return this.show(id);
  }

  resume(id: number): Job {
    const { state, kind, issues } = this.need(id);
    this.stuck.delete(id);
    this.mine.add(id);
    const lacks = state === 'done' && issues.length > 0;
    if (lacks || state === 'paused' || state === 'failed' || state === 'cancelled')
      this.store(id, { state: 'queued', endedAt: undefined, summary: undefined });
    this.next(kind);
    return this.show(id);
  }

  async cancel(id: number): Promise<Job> {
    await this.halt(id, 'cancel');
    if (!ENDED.includes(this.need(id).state))
      this.store(id, { state: 'cancelled', endedAt: this.deps.clock.now() });
    return this.show(id);
  }

  list(): readonly Job[] {
    return this.deps.jobs.list(LISTED).map(({ id }) => this.show(id));
  }

  resumeUnfinished(): void {
    this.stuck.clear();
    for (const { id, state } of this.deps.jobs.unfinished()) {
      // What began since is someone's who is alive: a command that came second.
      if (state === 'paused' || (id > this.newestBefore && !this.mine.has(id))) continue;
      this.mine.add(id);
      if (state !== 'queued' && this.liveOf(id) === undefined) this.store(id, { state: 'queued' });
    }
    for (const kind of this.runners.keys()) this.next(kind);
  }

  onChange(listener: (job: Job) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async ended(id: number): Promise<Job> {
    if (ENDED.includes(this.need(id).state)) return this.show(id);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        off();
        this.giveUps.delete(giveUp);
        act();
      };
      const giveUp = (): void => settle(() => reject(new Failure({ kind: 'cancelled' })));
      const off = this.onChange((job) => {
        if (job.id === id && ENDED.includes(job.state)) settle(() => resolve(job));
      });
      this.giveUps.add(giveUp);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.running.values()];
    for (const { stop } of all) stop.abort('close' satisfies Stop);
    await Promise.all(all.map(({ finished }) => finished));
    for (const giveUp of this.giveUps) giveUp();
    this.listeners.clear();
  }

  /** Starts the oldest queued job of a kind when nothing of that kind runs. */
  private next(kind: JobKind): void {
    const runner = this.runners.get(kind);
    if (this.closed || runner === undefined || this.running.has(kind)) return;
    const row = this.deps.jobs
      .unfinished()
      .find(({ id, ...each }) => each.kind === kind && each.state === 'queued' && this.isDue(id));
    if (row !== undefined) this.begin(row, runner);
  }

  private begin(row: JobRow, runner: JobRunner): void {
    const { kind } = row;
    const live = createLive({ ...this.deps, announce: (...about) => this.announce(...about) }, row);
    const entry: Running = { live, stop: new AbortController(), finished: Promise.resolve() };
    this.running.set(kind, entry);
    entry.finished = this.run(entry, runner).finally(() => {
      this.running.delete(kind);
      this.next(kind);
    });
  }

  private readonly isDue = (id: number): boolean => this.mine.has(id) && !this.stuck.has(id);

  private async run({ live, stop }: Running, runner: JobRunner): Promise<void> {
    const { clock, log } = this.deps;
    let ending: Change | undefined;
    try {
      const { state, startedAt = clock.now() } = live.row();
      const job = state === 'running' ? live.row() : live.set({ state: 'running', startedAt, issues: [] });
      const { summary } = await runner({ job, signal: stop.signal, ...live.context });
      ending = { state: 'done', summary, endedAt: clock.now() };
    } catch (error) {
      ending = stop.signal.aborted ? this.stopped(stop.signal.reason as Stop) : this.failed(live, error);
    }
    live.close(ending !== undefined);
    try {
      if (ending !== undefined) live.set(ending);
    } catch (error) {
      // A full disk, say: the row stays unfinished for the next start; now it shows as what it is.
      log.warn({ error: String(error) }, 'the end of a job could not be stored');
      this.stuck.add(live.row().id);
      this.announce({ ...live.row(), ...ending });
    }
  }

  private stopped(reason: Stop): Change | undefined {
    if (reason === 'close') return undefined;
    return reason === 'pause' ? { state: 'paused' } : { state: 'cancelled', endedAt: this.deps.clock.now() };
  }

  private failed(live: Live, error: unknown): Change {
    const { clock, log } = this.deps;
    const known: AppError =
      error instanceof Failure
        ? error.error
        : { kind: 'internal', ref: log.bug(error, `a job of kind ${live.row().kind} failed`) };
    const text = describeError(known);
    live.context.issue({ dataset: undefined, instrument: undefined, item: undefined, text, error: known });
    return { state: 'failed', summary: text, issues: live.row().issues, endedAt: clock.now() };
  }

  private async halt(id: number, reason: Stop): Promise<void> {
    const entry = this.liveOf(id);
    entry?.stop.abort(reason);
    await entry?.finished;
  }

  private liveOf(id: number): Running | undefined {
    return [...this.running.values()].find(({ live }) => live.row().id === id);
  }

  private need(id: number): JobRow {
    const row = this.liveOf(id)?.live.row() ?? this.deps.jobs.get(id);
    if (row === undefined) throw new Failure({ kind: 'not-found', what: `Job ${id}` });
    return row;
  }

  private store(id: number, change: Change): void {
    this.announce(this.deps.jobs.update(id, change));
  }

  private show(id: number): Job {
    return this.toJob(this.need(id), this.liveOf(id)?.live.shown() ?? {});
  }

  private toJob(row: JobRow, shown: Volatile): Job {
    return toJob(row, shown, this.deps.folderOf?.(row));
  }

  private announce(row: JobRow, shown: Volatile = {}): void {
    const job = this.toJob(row, shown);
    for (const listener of [...this.listeners]) listener(job);
  }
}
