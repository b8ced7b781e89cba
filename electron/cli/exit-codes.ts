/** How a command tells a script what became of it. */
import type { Job } from '../contract/jobs';
import type { AppError } from '../contract/result';

export const EXIT = {
  complete: 0,
  incomplete: 1,
  usage: 2,
  offline: 3,
  key: 4,
  disk: 5,
  /** As shells say of a program that Ctrl+C ended. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For what ended a command. */
export function exitCodeOf(kind: AppError['kind'] | (string & {})): ExitCode {
  switch (kind) {
    case 'offline':
      return EXIT.offline;
    case 'unauthorized':
    case 'signed-out':
      return EXIT.key;
    case 'disk-full':
    case 'not-writable':
      return EXIT.disk;
    case 'cancelled':
      return EXIT.interrupted;
    default:
      return EXIT.incomplete;
  }
}

/** A job that ran through may still have named what it lacks; one that failed says why in its last issue. */
export function exitCodeOfJob(job: Job): ExitCode {
  if (job.state === 'cancelled') return EXIT.interrupted;
  if (job.state === 'done') return job.issues.length === 0 ? EXIT.complete : EXIT.incomplete;
  return exitCodeOf(job.issues.at(-1)?.error.kind ?? 'internal');
}
