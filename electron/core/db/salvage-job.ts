import path from 'node:path';
import type { ArchiveSalvage } from './archive';
import type { JobRow } from './job-store';

/** A finished job that tells the person what happened, among the others. */
export function repairJob({ movedTo, at, blocks, records, lost }: ArchiveSalvage): Omit<JobRow, 'id'> {
  const error = { kind: 'corrupt' };
  const nowhere = { dataset: undefined, instrument: undefined };
  return {
    kind: 'sync',
    state: 'done',
    title: 'Archive repaired',
    request: {},
    done: 0,
    total: 0,
    bytes: 0,
    createdAt: at,
    startedAt: at,
    endedAt: at,
    issues: [
      {
        ...nowhere,
        item: path.basename(movedTo),
        text: `The archive was damaged. The damaged file is kept as ${path.basename(movedTo)}; what is missing is planned again.`,
        error,
      },
      ...lost.map((text) => ({ ...nowhere, item: undefined, text, error })),
    ],
    summary: `${blocks} days of samples and ${records} records taken over`,
  };
}
