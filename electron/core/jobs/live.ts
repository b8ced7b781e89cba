/** One job while it runs: what it reports is stored and announced at a bearable rate, and the last state is never lost. */
import type { FolderHandle, Job, JobIssue } from '../../contract/jobs';
import type { TransferProgress } from '../../contract/sounds';
import type { Clock } from '../clock';
import type { JobRow, JobStore } from '../db/job-store';
import type { Log } from '../log';
import { createEta } from './eta';
import type { JobContext } from './job';

export interface LiveDeps {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  announce(row: JobRow, now: Volatile): void;
}
/** What a job shows only while it runs. */
export interface Volatile {
  readonly activity?: string | undefined;
  readonly waiting?: { readonly reason: string; readonly until: number | undefined } | undefined;
  readonly leftMs?: number | undefined;
  readonly transfer?: TransferProgress | undefined;
}
export interface Live {
  readonly context: Omit<JobContext, 'signal' | 'job'>;
  row(): JobRow;
  shown(): Volatile;
  /** Stores and announces a change at once. */
  set(change: Parameters<JobStore['update']>[1]): JobRow;
  /** Tells what is still on its way, and stores it unless its end is about to be. */
  close(isEnding: boolean): void;
}

const PAUSE_MS = 100;

export function createLive(deps: LiveDeps, start: JobRow): Live {
  const { jobs, clock } = deps;
  let row = start;
  let shown: Volatile = {};
  let pending = false;
  let resting: AbortController | undefined;
  const eta = createEta(start.done, clock.now());
  let stored = start;
  /** What is shown changes more often than what is kept, and each transaction waits for the disk. */
  const isStored = (now: JobRow): boolean =>
    now.state === stored.state &&
    now.done === stored.done &&
    now.total === stored.total &&
    now.bytes === stored.bytes &&
    now.issues === stored.issues;

  const store = (): void => {
    pending = false;
    const { state, done, total, bytes, issues } = row;
    try {
      if (!isStored(row)) stored = row = jobs.update(row.id, { state, done, total, bytes, issues });
    } catch (error) {
      // The runner meets the same trouble when it writes, and ends the job for it.
      deps.log.warn({ error: String(error) }, 'the progress of a job could not be stored');
    }
    deps.announce(row, shown);
  };
  /** At once when the last was a while ago, otherwise when that while is over. */
  const soon = (): void => {
    pending = true;
    if (resting !== undefined) return;
    store();
    const rest = new AbortController();
    resting = rest;
    void clock.sleep(PAUSE_MS, rest.signal).then(
      () => {
        resting = undefined;
        if (pending) soon();
      },
      () => undefined,
    );
  };
  const report = (change: Partial<JobRow>, next: Volatile): void => {
    row = { ...row, ...change };
    shown = next;
    soon();
  };
  return {
    context: {
      progress({ activity, leftMs, transfer = shown.transfer, ...counts }) {
        const now = clock.now();
        if (row.state === 'waiting') eta.rest(now);
        eta.mark(counts.done ?? row.done, now);
        const next = { ...row, ...counts };
        const left = leftMs ?? (next.total === 0 ? undefined : eta.leftMs(next.total - next.done));
        const volatile = { activity: activity ?? shown.activity, leftMs: left, transfer };
        report({ ...counts, state: 'running' }, volatile);
      },
      waiting(reason, until) {
        report(
          { state: 'waiting' },
          { activity: shown.activity, transfer: shown.transfer, waiting: { reason, until } },
        );
      },
      issue(issue: JobIssue) {
        if (row.issues.some(({ text }) => text === issue.text)) return;
        report({ issues: [...row.issues, issue] }, shown);
      },
    },
    row: () => row,
    shown: () => shown,
    set(change) {
      shown = {};
      const { state, done, total, bytes, issues } = row;
      row = { ...row, ...change };
      stored = row = jobs.update(row.id, { state, done, total, bytes, issues, ...change });
      pending = false;
      deps.announce(row, shown);
      return row;
    },
    close(isEnding) {
      resting?.abort();
      if (!pending) return;
      pending = false;
      if (isEnding) deps.announce(row, shown);
      else store();
    },
  };
}

/** The job as it crosses the contract. */
export function toJob(row: JobRow, shown: Volatile, folder: FolderHandle | undefined): Job {
  const { id, kind, state, title, done, total, bytes, startedAt, endedAt, issues, summary } = row;
  return {
    id,
    kind,
    state,
    title,
    activity: shown.activity,
    waiting: shown.waiting,
    done,
    total,
    unit: kind === 'sync' ? 'requests' : kind === 'marks-export' ? 'sounds' : 'files',
    bytes,
    transfer: shown.transfer,
    startedAt,
    endedAt,
    leftMs: shown.leftMs,
    issues,
    summary,
    folder,
  };
}
