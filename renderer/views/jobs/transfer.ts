/** How a transfer goes on, in figures. Pure. */
import type { Job, Retry } from '../../../electron/contract/index';
import { bytes, clock, count, dateTime, duration, plural, roughly, sentence } from '../../format';

const HOUR_MS = 3_600_000;

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Beside the value, softer. */
  readonly of?: string;
}

/** What the figures are made of: a job, or several together. */
export type Transferring = Pick<Job, 'state' | 'done' | 'total' | 'bytes' | 'leftMs' | 'transfer'>;

/** Files, data, rate, time left, connections; what is not known yet is an en dash. */
export function transferFigures(job: Transferring): readonly Figure[] {
  const { transfer } = job;
  if (transfer === undefined) return [];
  const total = transfer.bytesTotal;
  const moves = job.state === 'running';
  const rate = moves ? transfer.bytesPerSecond : undefined;
  return [
    { name: 'Files', value: count(job.done), of: `of ${count(job.total)}` },
    { name: 'Data', value: bytes(job.bytes), ...(total !== undefined && { of: `of about ${bytes(total)}` }) },
    { name: 'Rate', value: rate === undefined ? bytes(undefined) : `${bytes(rate)}/s` },
    { name: 'Left', value: roughly(moves ? job.leftMs : undefined) },
    { name: 'At once', value: moves ? plural(transfer.connections, 'file') : bytes(undefined) },
  ];
}

export interface AllTransfers extends Transferring {
  readonly jobs: number;
}

/**
 * All transfers that are under way or wait for their turn, as if they were one; undefined where there are not several.
 * Those that have not begun are thought to have files as large as the others.
 */
export function allTransfers(jobs: readonly Job[]): AllTransfers | undefined {
  const all = jobs.filter(({ kind, state }) => MOVING.includes(state) && TRANSFERS.includes(kind));
  if (all.length < 2) return undefined;
  const sum = (of: (job: Job) => number | undefined): number =>
    all.reduce((total, job) => total + (of(job) ?? 0), 0);
  const known = all.filter(({ transfer }) => transfer?.bytesTotal !== undefined);
  const files = known.reduce((count, { total }) => count + total, 0);
  const knownBytes = sum(({ transfer }) => transfer?.bytesTotal);
  const bytesTotal = files === 0 ? undefined : (knownBytes * sum(({ total }) => total)) / files;
  const bytes = sum((job) => job.bytes);
  const rate = sum(({ state, transfer }) => (state === 'running' ? transfer?.bytesPerSecond : undefined));
  const leftMs = bytesTotal === undefined || rate <= 0 ? undefined : (1_000 * (bytesTotal - bytes)) / rate;
  return {
    jobs: all.length,
    state: all.some(({ state }) => state === 'running') ? 'running' : 'waiting',
    ...{ done: sum((job) => job.done), total: sum((job) => job.total), bytes, leftMs },
    transfer: {
      bytesTotal,
      bytesPerSecond: rate > 0 ? rate : undefined,
      connections: sum(({ transfer }) => transfer?.connections),
      retrying: all.flatMap(({ transfer }) => transfer?.retrying ?? []),
      moreRetrying: sum(({ transfer }) => transfer?.moreRetrying),
    },
  };
}
const MOVING: readonly Job['state'][] = ['queued', 'running', 'waiting'];
const TRANSFERS: readonly Job['kind'][] = ['audio-export', 'audio-fetch'];

export interface RetryLines {
  readonly what: string;
  /** Sentences: why, and when next. */
  readonly why: string;
}

/** What is tried again, why, and when next, on the clock of a zone. */
export function retryLines(
  { what, why, instrument, from, until }: Retry,
  now: number,
  zone: string,
): RetryLines {
  const next =
    until === undefined
      ? 'It is tried again as soon as MyCirrus can be reached.'
      : until <= now
        ? 'It is tried again now or when its turn comes.'
        : until - now > HOUR_MS
          ? `Next try at ${clock(until, zone)}.`
          : `Next try in ${duration(Math.ceil((until - now) / 1_000) * 1_000)}.`;
  return {
    what:
      instrument === undefined || from === undefined
        ? what
        : `${instrument}, sound of ${dateTime(from, zone, true)}`,
    why: `${sentence(why)} ${next}`,
  };
}

export interface RetryGroup {
  readonly what: readonly string[];
  readonly why: string;
}

/** What is tried again, the first of them: those of one reason, and of one time for the next try, together. */
export function retryGroups(
  retries: readonly Retry[],
  now: number,
  zone: string,
  most: number,
): readonly RetryGroup[] {
  const groups = new Map<string, string[]>();
  for (const retry of retries.slice(0, most)) {
    const { what, why } = retryLines(retry, now, zone);
    groups.set(why, [...(groups.get(why) ?? []), what]);
  }
  return [...groups].map(([why, what]) => ({ what, why }));
}

/** What part is done, 0 to 1: by bytes where their sum is known, since files differ in size. */
export function transferShare(job: Job): { readonly done: number; readonly total: number } {
  const bytesTotal = job.transfer?.bytesTotal;
  if (bytesTotal === undefined || bytesTotal <= 0) return { done: job.done, total: job.total };
  // The sum is an estimate until the last file was opened: it must not say that all is here before it is.
  const isAll = job.total > 0 && job.done >= job.total;
  return { done: isAll ? bytesTotal : Math.min(job.bytes, 0.99 * bytesTotal), total: bytesTotal };
}
