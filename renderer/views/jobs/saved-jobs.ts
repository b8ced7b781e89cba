/** The list of jobs as a table to be saved. Pure. */
import type { Job, ShownTable } from '../../../electron/contract/index';
import { jobWord } from '../verdict';

export const jobsTable = (jobs: readonly Job[], zone: string): Omit<ShownTable, 'facts'> => ({
  columns: [
    { name: 'Job', kind: 'text' },
    { name: 'State', kind: 'text' },
    { name: 'Started', kind: 'time' },
    { name: 'Ended', kind: 'time' },
    { name: 'Done', kind: 'number' },
    { name: 'Of', kind: 'number' },
    { name: 'Counted in', kind: 'text' },
    { name: 'Transferred', kind: 'number', unit: 'B' },
    { name: 'Outcome', kind: 'text' },
    { name: 'Missing', kind: 'text' },
  ],
  rows: jobs.map((job) => [
    job.title,
    jobWord(job).word,
    job.startedAt ?? null,
    job.endedAt ?? null,
    job.done,
    job.total,
    job.unit,
    job.bytes,
    job.summary ?? null,
    job.issues.map(({ text }) => text).join('; ') || null,
  ]),
  zone,
});
