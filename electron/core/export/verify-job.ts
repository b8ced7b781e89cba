/** Jobs of kind `audio-verify`: re-read an exported folder, and name whatever is not as it was written. */
import path from 'node:path';
import { z } from 'zod';
import type { Job } from '../../contract';
import type { AppError } from '../../contract/result';
import type { JobContext, JobQueue, JobRunner } from '../jobs/job';
import { verifyFolder, type FolderReport } from './verify';

/** Of a job; what is beyond is counted. */
const MAX_ISSUES = 500;
const VerifyJob = z.object({ folder: z.string() });

/** Starts re-reading every file of a folder, given by its path. */
export const startVerify = ({ queue }: { readonly queue: JobQueue }, folder: string): Job =>
  queue.start('audio-verify', `Verify ${path.basename(folder) || folder}`, { folder });

/** Needs no network, and reads the folder only. Request: `{ folder }`, a path. */
export function createVerifyRunner(): JobRunner {
  return async (context) => {
    const { folder } = VerifyJob.parse(context.job.request);
    const report = await verifyFolder(folder, context.signal, ({ done, total, bytes, file }) =>
      context.progress({ done, total, bytes, activity: file }),
    );
    const { whole, altered, missing } = report;
    const count = whole.length + altered.length + missing.length;
    context.progress({ done: count, total: count });
    tell(context, report);
    return { summary: summarize(report) };
  };
}

function tell(context: JobContext, report: FolderReport): void {
  const issues = issuesOf(report);
  const shown = issues.slice(0, MAX_ISSUES);
  for (const { item, text, error } of shown)
    context.issue({ dataset: undefined, instrument: undefined, item, text, error });
  const more = issues.length - shown.length;
  if (more === 0) return;
  const text = `${String(more)} more are not named here; leqbook verify names them all.`;
  const error = { kind: 'invalid', path: 'folder', reason: text } as const;
  context.issue({ dataset: undefined, instrument: undefined, item: undefined, text, error });
}

interface Issue {
  readonly item: string;
  readonly text: string;
  readonly error: AppError;
}
/** What matters most comes first. */
const issuesOf = ({ altered, missing, unfinished, foreign }: FolderReport): readonly Issue[] => [
  ...altered.map(({ file, reason }) => issue(file, reason, { kind: 'corrupt', what: file })),
  ...missing.map((file) => issue(file, 'is missing', { kind: 'not-found', what: file })),
  ...unfinished.map((file) => issue(file, 'was left by an export that did not finish')),
  ...foreign.map((file) => issue(file, 'is not part of this export')),
];
const issue = (item: string, reason: string, error?: AppError): Issue => ({
  item,
  text: `${item} ${reason}.`,
  error: error ?? { kind: 'invalid', path: item, reason },
});

/** Such as `812 whole, 1 altered, 2 missing, 3 foreign`. */
export function summarize({ whole, altered, missing, foreign, unfinished }: FolderReport): string {
  const counts = { whole, altered, missing, foreign };
  const parts = Object.entries(counts).map(([what, files]) => `${String(files.length)} ${what}`);
  if (unfinished.length > 0) parts.push(`${String(unfinished.length)} unfinished`);
  return parts.join(', ');
}
