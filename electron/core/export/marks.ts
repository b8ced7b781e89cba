/** Jobs of kind `marks-export`: what people said of sounds, as a table, or as label tracks for Audacity. */
import { z } from 'zod';
import type { Job } from '../../contract/jobs';
import { Failure } from '../../contract/result';
import { MarksRequest } from '../../contract/sounds';
import type { Archive } from '../db/archive';
import type { JobQueue, JobRunner } from '../jobs/job';
import { openDataManifest } from './data-manifest';
import { thenTold, whileFolderIsThere, type FolderDeps } from './folder-wait';
import { writeLabels, writeTable, type MarksExported } from './marks-run';
import { createPace } from './table-pace';
import { zonesOf } from './zones';

export interface MarksExportDeps extends FolderDeps {
  readonly archive: Archive;
  /** Leqbook's. */
  readonly version: string;
}
/** With the path of its folder. */
export const MarksJob = MarksRequest.extend({ folder: z.string() });
export type MarksJob = z.infer<typeof MarksJob>;

const FOREVER = new AbortController().signal;

/**
 * Starts a job that writes tags and notes into `folder`, a path. Throws Failure `not-found` when no sound matches, and
 * `invalid` for an unknown zone.
 */
export function startMarksExport(
  { archive, queue }: { readonly archive: Archive; readonly queue: JobQueue },
  request: MarksJob,
): Job {
  zonesOf(archive, request);
  const { count } = archive.sounds.sum(request.filter);
  if (count === 0) throw new Failure({ kind: 'not-found', what: 'A sound for this choice' });
  const what = request.as === 'csv' ? 'tags and notes' : 'label tracks';
  return queue.start('marks-export', `Export ${what} of ${plural(count, 'sound')}`, MarksJob.parse(request));
}

/**
 * Request: {@link MarksJob}. Each file appears whole and is entered in the folder's list; running it again writes only
 * what is new. Throws Failure `disk-full`, `not-writable`, `cancelled`.
 */
export function createMarksExportRunner(deps: MarksExportDeps): JobRunner {
  const { clock } = deps;
  return async (context) => {
    const job = MarksJob.parse(context.job.request);
    await deps.archive.sounds.prepare(job.filter);
    const exported = await whileFolderIsThere(deps, context, job.folder, async (place) => {
      const manifest = await openDataManifest({
        ...{ root: job.folder, clock, pace: createPace(FOREVER) },
        assertPlace: () => place.assertSame(),
      });
      const run = {
        ...{ ...deps, ...job, context, place, manifest },
        ...{ zones: zonesOf(deps.archive, job), pace: createPace(context.signal) },
      };
      return thenTold(manifest, job.as === 'csv' ? writeTable(run) : writeLabels(run));
    });
    return { summary: summaryText(exported, job.as) };
  };
}

const plural = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

function summaryText({ files, sounds }: MarksExported, as: MarksJob['as']): string {
  if (sounds > 0) return `${plural(sounds, 'sound')} in ${plural(files, 'file')}`;
  return as === 'csv'
    ? 'None of these sounds has a tag or a note'
    : 'None of these sounds has a tag, a note or a trigger';
}
