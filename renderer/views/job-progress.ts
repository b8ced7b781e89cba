/** One line about a job under way. Pure. */
import type { Job } from '../../electron/contract/index';
import { clock, duration, plural, progressCount, roughly } from '../format';

/**
 * `412 of 1,204 requests · about 4 min left`, or why it waits and for how long.
 * @param jobs all there are, where the place of one that is queued should be told
 */
export function progressLine(job: Job, now: number, zone: string, jobs: readonly Job[] = []): string {
  const done = progressCount(job.done, job.total, job.unit);
  switch (job.state) {
    case 'waiting':
      return `${done} · ${waitingLine(job, now, zone)}`;
    case 'paused':
      return `${done} · paused`;
    case 'queued':
      return queuedLine(job, jobs);
    default:
      return job.leftMs === undefined ? done : `${done} · ${roughly(job.leftMs)} left`;
  }
}

/** Jobs of one kind go one after the other, the oldest first. */
function queuedLine(job: Job, jobs: readonly Job[]): string {
  const goesBefore = ({ id, kind, state }: Job): boolean =>
    kind === job.kind && id < job.id && (state === 'queued' || state === 'running' || state === 'waiting');
  const before = jobs.filter(goesBefore).length;
  return before === 0 ? 'waiting for its turn' : `waiting for its turn, after ${plural(before, 'other')}`;
}

/** Why a job waits, with what is left of the wait when that is known. */
export function waitingLine(job: Job, now: number, zone: string): string {
  if (job.waiting === undefined) return 'waiting';
  const { reason, until } = job.waiting;
  if (until === undefined || until <= now) return reason;
  return until - now > 3_600_000
    ? `${reason}, next try at ${clock(until, zone)}`
    : `${reason}, next try in ${duration(Math.ceil((until - now) / 1_000) * 1_000)}`;
}
