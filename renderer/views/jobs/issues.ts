/** What a job left out, and what helps against it. Many issues of one cause are one line. Pure. */
import type { Job, JobIssue } from '../../../electron/contract/index';

export interface IssueGroup {
  readonly key: string;
  readonly text: string;
  /** Instruments or files concerned; empty when the sentence says it all. */
  readonly where: string;
}
const NAMED = 6;

export function groupIssues(issues: readonly JobIssue[]): readonly IssueGroup[] {
  const groups = new Map<string, string[]>();
  for (const issue of issues) {
    const key = `${issue.dataset ?? ''}\n${issue.text}`;
    const place = [issue.instrument, issue.item].filter((part) => part !== undefined).join(' · ');
    const places = groups.get(key) ?? [];
    if (place !== '' && !places.includes(place)) places.push(place);
    groups.set(key, places);
  }
  return [...groups].map(([key, places]) => ({
    key,
    text: key.slice(key.indexOf('\n') + 1),
    where:
      places.length > NAMED
        ? `${places.slice(0, NAMED).join(', ')} and ${String(places.length - NAMED)} more`
        : places.join(', '),
  }));
}

/** What to list below a job's summary: a sentence that the summary is already does not stand there twice. */
export const listedIssues = (job: Job): readonly IssueGroup[] =>
  groupIssues(job.issues.filter((issue) => issue.text !== job.summary || issue.instrument !== undefined));

/** What the person must do before another run can go better; undefined when running again is all. */
export function jobRemedy(job: Job): 'new-key' | undefined {
  const key = job.issues.some(({ error }) =>
    ['unauthorized', 'signed-out', 'forbidden'].includes(error.kind),
  );
  return key && job.state === 'failed' ? 'new-key' : undefined;
}
