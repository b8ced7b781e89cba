/** What a job left out, and what helps against it. Many issues of one cause are one line. Pure. */
import type { Job, JobIssue } from '../../../electron/contract/index';
import { plural } from '../../format';
import { hasEnded } from '../../state/live.svelte';

export interface IssueGroup {
  readonly key: string;
  readonly text: string;
  /** Instruments or files concerned; empty when the sentence says it all. */
  readonly where: string;
}
const NAMED = 6;

const isSaid = (part: string | undefined, { text }: JobIssue): boolean =>
  part !== undefined && text.includes(part);

export function groupIssues(issues: readonly JobIssue[]): readonly IssueGroup[] {
  const groups = new Map<string, Set<string>>();
  for (const issue of issues) {
    const key = `${issue.dataset ?? ''}\n${issue.text}`;
    // A sentence that begins with the file's name has said it.
    const item = isSaid(issue.item, issue) ? undefined : issue.item;
    const instrument = isSaid(issue.instrument, issue) ? undefined : issue.instrument;
    const place = [instrument, item].filter((part) => part !== undefined).join(' · ');
    const places = groups.get(key) ?? new Set();
    if (place !== '') places.add(place);
    groups.set(key, places);
  }
  return [...groups].map(([key, set]) => {
    const places = [...set];
    return {
      key,
      text: key.slice(key.indexOf('\n') + 1),
      where:
        places.length > NAMED
          ? `${places.slice(0, NAMED).join(', ')} and ${String(places.length - NAMED)} more`
          : places.join(', '),
    };
  });
}

export interface IssueList {
  readonly title: string;
  readonly groups: readonly IssueGroup[];
  /** Not listed, because no one reads so many. */
  readonly more: number;
}
/** As many lines as a person may still read through; the command line lists all. */
const LISTED = 500;

/** What to list below a job's summary: a sentence that the summary is already does not stand there twice. */
export function listedIssues(job: Job): readonly IssueList[] {
  const isTold = (issue: JobIssue): boolean =>
    (issue.text === job.summary && issue.instrument === undefined) ||
    // The line about a transfer that ended says which limit it kept to.
    (job.state === 'done' && job.summary !== undefined && isLimit(issue));
  const issues = job.issues.filter((issue) => !isTold(issue));
  const left = { title: 'Left for the next time', of: isLimit };
  const missing = {
    title: hasEnded(job) ? 'Missing' : 'Missing so far',
    of: (issue: JobIssue) => !isLimit(issue),
  };
  return (job.kind === 'audio-verify' ? VERDICTS : [missing, left]).flatMap(({ title, of }) => {
    const those = issues.filter(of);
    if (those.length === 0) return [];
    const groups = groupIssues(those);
    return {
      // One limit leaves many files.
      title: of === isLimit ? title : `${title}: ${plural(those.length, 'item')}`,
      groups: groups.slice(0, LISTED),
      more: Math.max(0, groups.length - LISTED),
    };
  });
}

/** A limit that was set is kept to; that is no failure. */
export const isLimit = ({ error }: JobIssue): boolean => error.kind === 'limit';

const isAltered = ({ error }: JobIssue): boolean => error.kind === 'corrupt';
const isMissing = ({ error }: JobIssue): boolean => error.kind === 'not-found';
/** How a folder that was read again can differ from what was exported. Foreign: there, but not by Leqbook. */
const isForeign = ({ error }: JobIssue): boolean => error.kind === 'invalid';
const VERDICTS: readonly { readonly title: string; readonly of: (issue: JobIssue) => boolean }[] = [
  { title: 'Altered', of: isAltered },
  { title: 'Missing', of: isMissing },
  { title: 'Not part of the export', of: isForeign },
  { title: 'Not read', of: (issue) => !isAltered(issue) && !isMissing(issue) && !isForeign(issue) },
];

/** The service does not give what was asked for in that format, and would not the next time. */
const isFormat = ({ error }: JobIssue): boolean =>
  error.kind === 'invalid' && (error.path === 'request' || error.path === 'format');

/** What the end of a job means for what comes next, a sentence; undefined when there is nothing to say. */
export function afterwards(job: Job): string | undefined {
  if (!hasEnded(job) || job.issues.length === 0) return undefined;
  if (job.kind !== 'audio-verify' && job.issues.every(isFormat))
    return job.state === 'failed'
      ? undefined
      : 'Export again in another format to have these as well; what came is kept.';
  if (job.kind !== 'audio-verify')
    return job.issues.every(isLimit)
      ? 'Export the same to this folder again to go on; what came is kept.'
      : 'The next run asks for what is missing; what came is kept.';
  if (job.state === 'failed')
    return job.issues.every(isMissing)
      ? 'Choose the folder that was exported to: the one in which manifest.json stands.'
      : undefined;
  if (job.issues.some((issue) => isAltered(issue) || isMissing(issue)))
    return 'Exporting to this folder again fetches what is altered or missing. Other files are left alone.';
  return job.issues.every(isForeign)
    ? 'All that was exported is whole. Other files were not looked into.'
    : undefined;
}

/**
 * Whether the same job may be run once more. One that stopped at a limit would stop there again, or take as much again
 * unasked; a sync that came to its end leaves what it lacks to the next.
 * @param hasKey whether there is a key that is not known to be rejected, such as one entered since
 */
export const canRetry = (job: Job, hasKey = false): boolean =>
  hasEnded(job) &&
  (job.kind === 'sync'
    ? job.state === 'failed'
    : (job.kind === 'audio-export' || job.kind === 'audio-fetch') &&
      (job.state !== 'done' || job.issues.length > 0)) &&
  !job.issues.some(isLimit) &&
  (job.issues.length === 0 || !job.issues.every(isFormat)) &&
  (hasKey || jobRemedy(job) === undefined);

/** What the person must do before another run can go better; undefined when running again is all. */
export function jobRemedy(job: Job): 'new-key' | undefined {
  const key = job.issues.some(({ error }) =>
    ['unauthorized', 'signed-out', 'forbidden'].includes(error.kind),
  );
  return key && job.state === 'failed' ? 'new-key' : undefined;
}
