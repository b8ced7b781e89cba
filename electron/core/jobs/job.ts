/** What a long task sees of the queue that runs it, and what the rest of the core sees of the queue. */
import type { Job, JobIssue, JobKind } from '../../contract/jobs';
import type { TransferProgress } from '../../contract/sounds';
import type { JobRow } from '../db/job-store';

/** Handed to a runner. Everything it reports is stored and announced by the queue, at most ten times a second. */
export interface JobContext {
  readonly job: JobRow;
  /** Fires on pause, cancel and close; the reason tells which, but a runner just stops. */
  readonly signal: AbortSignal;
  progress(change: {
    readonly done?: number;
    readonly total?: number;
    readonly bytes?: number;
    readonly activity?: string;
    readonly leftMs?: number;
    readonly transfer?: TransferProgress | undefined;
  }): void;
  /** Shows why nothing happens; cleared by the next progress. */
  waiting(reason: string, until: number | undefined): void;
  /** Names something missing, once per text. */
  issue(issue: JobIssue): void;
}
/** Must be resumable: it recomputes what is left from the archive, so running it again after a crash is always right. */
export type JobRunner = (context: JobContext) => Promise<{ readonly summary: string }>;

export interface JobQueue {
  register(kind: JobKind, runner: JobRunner): void;
  /**
   * Adds a job and starts it as soon as its kind is free; one job per kind runs at a time.
   * @param total how much there is to do, where that is known already
   */
  start(kind: JobKind, title: string, request: Readonly<Record<string, unknown>>, total?: number): Job;
  pause(id: number): Promise<Job>;
  resume(id: number): Job;
  cancel(id: number): Promise<Job>;
  list(): readonly Job[];
  /** Starts again what a crash or a close interrupted; paused jobs stay paused. */
  resumeUnfinished(): void;
  onChange(listener: (job: Job) => void): () => void;
  /** Resolves with the job once it is done, failed or cancelled. */
  ended(id: number): Promise<Job>;
  /** Stops runners without changing what is stored, so that the next start resumes them. */
  close(): Promise<void>;
}
