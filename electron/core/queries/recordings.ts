/** Recordings as rows of a list, with what is on disk of each. */
import type { RecordingFilter } from '../../contract';
import type { Recording, Span } from '../../contract/model';
import type { Archive, AudioFile, StoredRecord } from '../db/archive';
import { parseTime } from '../api/wire-time';
import { field, text } from './fields';

const EVER: Span = { from: -8.64e15, to: 8.64e15 };

/** Newest first. `total` counts all that match, not only the rows given. */
export function listRecordings(
  archive: Archive,
  account: string,
  filter: RecordingFilter,
  limit: number,
): { readonly rows: readonly Recording[]; readonly total: number } {
  const { rows, total } = archive.records.page('recordings', toPageFilter(filter), limit);
  const files = archive.audio.many(rows.map(({ row }) => row.key));
  return {
    rows: rows.map(({ instrument, row }) => toRecording(account, instrument, row, files.get(row.key))),
    total,
  };
}

export const toPageFilter = ({ instruments, ids, from, to }: RecordingFilter) => ({
  ...(instruments && { instruments }),
  ...(ids && { keys: ids }),
  ...((from !== undefined || to !== undefined) && {
    span: { from: from ?? EVER.from, to: to ?? EVER.to },
  }),
});

function toRecording(
  account: string,
  instrument: string,
  row: StoredRecord,
  file: AudioFile | undefined,
): Recording {
  return {
    id: row.key,
    instrument,
    from: row.time,
    to: row.until ?? row.time,
    trigger: text(field(row.data, 'triggerName')),
    triggerFrom: parseTime(field(row.data, 'triggerStartTime')),
    triggerTo: parseTime(field(row.data, 'triggerEndTime')),
    local: file && {
      url: mediaUrl(account, file.path),
      format: file.format,
      sizeBytes: file.sizeBytes,
    },
  };
}

/** What a media element plays; the window's `media:` protocol maps it into that account's audio folder only. */
const mediaUrl = (account: string, path: string): string =>
  ['media://audio', account, ...path.split('/').map(encodeURIComponent)].join('/');
