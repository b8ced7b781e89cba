/** Jobs and what belongs to them, as they are kept. */
import type { AppErrorLike, JobIssue, JobKind, JobState } from '../../contract/jobs';

export interface JobRow {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly title: string;
  /** What was asked for; enough to start again after a crash. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly issues: readonly JobIssue[];
  readonly summary: string | undefined;
}

export interface JobStore {
  add(row: Omit<JobRow, 'id'>): JobRow;
  update(id: number, change: Partial<Omit<JobRow, 'id' | 'kind' | 'createdAt'>>): JobRow;
  get(id: number): JobRow | undefined;
  /** Newest first. */
  list(limit: number): readonly JobRow[];
  /** Queued, running, paused or waiting, oldest first: what a start resumes. */
  unfinished(): readonly JobRow[];
  addItems(job: number, items: readonly JobItemInput[]): void;
  items(job: number): readonly JobItem[];
  /** As `items`, a few hundred at a time, each read when it is asked for. */
  itemPages(job: number): Iterable<readonly JobItem[]>;
  setItem(job: number, key: string, change: Partial<Omit<JobItem, 'key' | 'data'>>): void;
}

export interface JobItemInput {
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One file of a transfer job. */
export interface JobItem extends JobItemInput {
  readonly state: 'todo' | 'done' | 'failed';
  /** Relative to the job's folder, once decided; never changes after. */
  readonly path: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly sha256: string | undefined;
  readonly error: AppErrorLike | undefined;
}
