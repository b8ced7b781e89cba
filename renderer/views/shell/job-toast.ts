/** What is said when a job ends. Pure. */
import type { Job } from '../../../electron/contract/index';
import { plural } from '../../format';
import { isLimit, jobRemedy } from '../jobs/issues';
import { jobWord } from '../verdict';

export interface JobToast {
  readonly kind: 'success' | 'warning' | 'error' | 'info';
  readonly title: string;
  readonly description: string;
  /** Success is soon read; what went wrong stays longer, and stands in the list of jobs for good. */
  readonly durationMs: number;
  readonly remedy: ReturnType<typeof jobRemedy>;
}
const BRIEF_MS = 4_000;
const LONG_MS = 12_000;

export function jobToast(job: Job): JobToast {
  const description = job.summary ?? '';
  const [first] = job.issues;
  const brief = { durationMs: BRIEF_MS, remedy: undefined };
  const long = { durationMs: LONG_MS, remedy: jobRemedy(job) };
  switch (job.state) {
    case 'failed':
      return {
        kind: 'error',
        title: `${job.title}: failed`,
        description: first?.text ?? description,
        ...long,
      };
    case 'cancelled':
      return {
        kind: 'info',
        title: `${job.title}: cancelled`,
        description: description || 'What was finished is kept.',
        ...brief,
      };
    default:
      // A verdict, or a limit that was kept to, is not that something is missing.
      if (first !== undefined && (job.kind === 'audio-verify' || job.issues.every(isLimit)))
        return { kind: 'warning', title: `${job.title}: ${jobWord(job).word}`, description, ...long };
      return first === undefined
        ? { kind: 'success', title: `${job.title}: complete`, description, ...brief }
        : {
            kind: 'warning',
            title: `${job.title}: ${plural(job.issues.length, 'thing is', 'things are')} missing`,
            description: first.text,
            ...long,
          };
  }
}
