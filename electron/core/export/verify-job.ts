/** Jobs of kind `audio-verify`: re-read an exported folder, and name whatever is not as it was written. */
import path from 'node:path';
import { z } from 'zod';
import type { Job } from '../../contract';
import type { AppError } from '../../contract/result';
import type { JobContext, JobQueue, JobRunner } from '../jobs/job';
import { verifyFolder, type FolderReport } from './verify';

const VerifyJob = z.object({ folder: z.string() });

/** Starts re-reading every file of a folder, given by its path. */
export const startVerify = ({ queue }: { readonly queue: JobQueue }, folder: string): Job =>
  queue.start('audio-verify', `Verify ${path.basename(folder) || folder}`, { folder });

/** Needs no network, and reads the folder only. */
export function createVerifyRunner(): JobRunner {
  return async (context) => {
    const { folder } = VerifyJob.parse(context.job.request);
    const report = await verifyFolder(folder, context.signal, ({ done, total, file }) =>
      context.progress({ done, total, activity: file }),
    );
    tell(context, report);
    return { summary: summarize(report) };
  };
}

function tell(context: JobContext, report: FolderReport): void {
  const issue = (item: string, text: string, error: AppError) =>
    context.issue({ dataset: undefined, instrument: undefined, item, text, error });
  for (const { file, reason } of report.altered)
    issue(file, `${file} ${reason}.`, { kind: 'corrupt', what: file });
  for (const file of report.missing) issue(file, `${file} is missing.`, { kind: 'not-found', what: file });
  for (const file of report.foreign)
    issue(file, `${file} is not of this export.`, { kind: 'invalid', path: file, reason: 'is foreign' });
  for (const file of report.unfinished)
    issue(file, `${file} was left unfinished.`, { kind: 'invalid', path: file, reason: 'is unfinished' });
}

/** Such as `812 whole, 1 altered, 2 missing, 3 foreign`. */
export function summarize({ whole, altered, missing, foreign, unfinished }: FolderReport): string {
  const parts = [
    `${String(whole.length)} whole, ${String(altered.length)} altered, ${String(missing.length)} missing`,
    `${String(foreign.length)} foreign`,
  ];
  if (unfinished.length > 0) parts.push(`${String(unfinished.length)} unfinished`);
  return parts.join(', ');
}
