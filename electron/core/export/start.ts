/** Turns what a person chose into an audio job. */
import type { RecordingFilter } from '../../contract';
import type { AudioEstimate, AudioFormat, Job } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Archive, JobItemInput, StoredRecord } from '../db/archive';
import type { JobQueue } from '../jobs/job';
import { field, text } from '../queries/fields';
import { toPageFilter } from '../queries/recordings';

interface Account {
  readonly archive: Archive;
  readonly queue: JobQueue;
}

/** The library keeps the lossless format: every other can be made from it, and it is what the service gives by default. */
const LIBRARY_FORMAT: AudioFormat = 'FLAC';
const ALL = Number.MAX_SAFE_INTEGER;
/** Bytes per second until files were measured: 48 kHz, 16 bit, mono, and what codecs usually make of it. */
const USUAL_BYTES_PER_SECOND: Readonly<Record<AudioFormat, number>> = {
  WAV: 96_000,
  FLAC: 55_000,
  AAC: 16_000,
  OGG: 14_000,
};

/** Throws Failure `not-found` when nothing is chosen. */
export function startAudioExport(
  { archive, queue }: Account,
  request: { readonly filter: RecordingFilter; readonly format: AudioFormat; readonly folder: string },
): Job {
  const { format, folder } = request;
  const items = chooseRecordings(archive, request.filter);
  return queue.start('audio-export', title('Export', items.length, format), { folder, format }, items);
}

/** Throws Failure `not-found` when none of the ids is listed. */
export function startAudioFetch({ archive, queue }: Account, ids: readonly string[]): Job {
  const items = chooseRecordings(archive, { ids: [...ids] });
  return queue.start(
    'audio-fetch',
    title('Fetch', items.length, LIBRARY_FORMAT),
    { format: LIBRARY_FORMAT },
    items,
  );
}

const title = (verb: string, count: number, format: AudioFormat) =>
  `${verb} ${String(count)} ${count === 1 ? 'recording' : 'recordings'} as ${format}`;

function chooseRecordings(archive: Archive, filter: RecordingFilter): readonly JobItemInput[] {
  const { rows } = archive.records.page('recordings', toPageFilter(filter), ALL);
  if (rows.length === 0) throw new Failure({ kind: 'not-found', what: 'A recording for this choice' });
  return rows.map(({ instrument, row }) => toItem(instrument, row));
}

function toItem(instrument: string, row: StoredRecord): JobItemInput {
  const trigger = text(field(row.data, 'triggerName'));
  const data = { instrument, from: row.time, to: row.until ?? row.time };
  return { key: row.key, data: trigger === undefined ? data : { ...data, trigger } };
}

/** How many files, seconds and bytes a choice comes to. */
export function estimateAudio(archive: Archive, filter: RecordingFilter, format: AudioFormat): AudioEstimate {
  const { rows } = archive.records.page('recordings', toPageFilter(filter), ALL);
  const seconds =
    rows.reduce((sum, { row }) => sum + Math.max(0, (row.until ?? row.time) - row.time), 0) / 1000;
  const measured = archive.audio.bytesPerSecond(format);
  const bytes = Math.round(seconds * (measured ?? USUAL_BYTES_PER_SECOND[format]));
  return { files: rows.length, seconds, bytes, measured: measured !== undefined };
}
