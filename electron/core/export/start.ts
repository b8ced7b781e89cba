/** Turns what a person chose into an audio job. */
import path from 'node:path';
import type { Job } from '../../contract/jobs';
import type { AudioFormat } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { ExportRequest, SoundFilter } from '../../contract/sounds';
import type { Archive } from '../db/archive';
import type { JobQueue } from '../jobs/job';
import { parseTemplate } from '../transfer/template';
import { ExportJob, FetchJob } from './audio-job';
import { zonesOf } from './zones';

interface Account {
  readonly archive: Archive;
  readonly queue: JobQueue;
}

/** The library keeps the lossless format: every other can be made from it, and it is what the service gives by default. */
const LIBRARY_FORMAT: AudioFormat = 'FLAC';

/**
 * Starts a job that makes `folder`, a path, hold every sound that matches now. Which these are is written down by the
 * job itself, in turns, before it fetches anything. Throws Failure `not-found` when none matches, and Failure
 * `invalid` for a template or zone that is none, and for BWF copies of anything but WAV.
 */
export function startAudioExport({ archive, queue }: Account, request: ExportRequest): Job {
  const { format } = request;
  assertSound(archive, request);
  const count = countOf(archive, request.filter);
  // Exports of the same sounds are told apart by where they go.
  const where = path.basename(request.folder) || request.folder;
  const named = `${title('Export', count, format)} to ${where}`;
  return queue.start('audio-export', named, ExportJob.parse(request), count);
}

function assertSound(archive: Archive, { format, bext, name, ...clocks }: ExportRequest): void {
  if (bext === true && format !== 'WAV')
    throw new Failure({ kind: 'invalid', path: 'bext', reason: 'only WAV files can carry a bext chunk' });
  const template = name === undefined ? undefined : parseTemplate(name);
  if (typeof template === 'string') throw new Failure({ kind: 'invalid', path: 'name', reason: template });
  zonesOf(archive, clocks);
}

/**
 * Starts a job that brings sounds into the library; one at a time on a metered link. Throws Failure `not-found` when none
 * of the ids is listed.
 */
export function startAudioFetch(
  { archive, queue }: Account,
  ids: readonly string[],
  format: AudioFormat = LIBRARY_FORMAT,
  metered?: boolean,
): Job {
  const filter: SoundFilter = { ids: [...ids] };
  const count = countOf(archive, filter);
  const request = FetchJob.parse({ filter, format, metered });
  return queue.start('audio-fetch', title('Download', count, format), request, count);
}

function countOf(archive: Archive, filter: SoundFilter): number {
  const { count } = archive.sounds.sum(filter);
  if (count === 0) throw new Failure({ kind: 'not-found', what: 'A sound for this choice' });
  return count;
}

const title = (verb: string, count: number, format: AudioFormat) =>
  `${verb} ${String(count)} ${count === 1 ? 'sound' : 'sounds'} as ${format}`;
