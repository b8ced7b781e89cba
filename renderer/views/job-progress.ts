/** One line about a job under way. Pure. */
import type { Job } from '../../electron/contract/index';
import { clock, duration, progressCount, roughly } from '../format';

/** `412 of 1,204 requests · about 4 min left`, or why it waits and for how long. */
export function progressLine(job: Job, now: number, zone: string): string {
  const done = progressCount(job.done, job.total, job.unit);
  switch (job.state) {
    case 'waiting':
      return `${done} · ${waitingLine(job, now, zone)}`;
    case 'paused':
      return `${done} · paused`;
    case 'queued':
      return 'waiting for its turn';
    default:
      return job.leftMs === undefined ? done : `${done} · ${roughly(job.leftMs)} left`;
  }
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
