/** What is said when a job ends. Pure. */
import type { Job } from '../../../electron/contract/index';
import { plural } from '../../format';

export interface JobToast {
  readonly kind: 'success' | 'warning' | 'error' | 'info';
  readonly title: string;
  readonly description: string;
}
export function jobToast(job: Job): JobToast {
  const description = job.summary ?? '';
  const [first] = job.issues;
  switch (job.state) {
    case 'failed':
      return { kind: 'error', title: `${job.title}: failed`, description: first?.text ?? description };
    case 'cancelled':
      return {
        kind: 'info',
        title: `${job.title}: cancelled`,
        description: description || 'What was finished is kept.',
      };
    default:
      return first === undefined
        ? { kind: 'success', title: `${job.title}: complete`, description }
        : {
            kind: 'warning',
            title: `${job.title}: ${plural(job.issues.length, 'thing is', 'things are')} missing`,
            description: first.text,
          };
  }
}
