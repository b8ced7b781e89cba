/** What earlier exports brought into a folder and could not enter in its manifest: the disk was full, or it was pulled out. */
import type { Archive } from '../db/archive';
import type { KnownFile } from '../transfer/plan';
import { ExportJob } from './audio-job';

const LOOKED_AT = 200;

/** Files by what unfinished jobs noted of them, the newest last; none that `isNamed` knows. They may be gone since. */
export function savedBefore(
  { jobs }: Pick<Archive, 'jobs'>,
  { id, folder, format }: Pick<ExportJob, 'folder' | 'format'> & { readonly id: number },
  isNamed: (sound: string) => boolean,
): readonly KnownFile[] {
  const rows = jobs.list(LOOKED_AT).filter((row) => {
    if (row.id === id || row.kind !== 'audio-export' || row.state === 'done') return false;
    const other = ExportJob.safeParse(row.request).data;
    return other?.folder === folder && other.format === format;
  });
  return rows
    .reverse()
    .flatMap((row) => jobs.items(row.id))
    .flatMap(({ key, path, sha256 }) =>
      path === undefined || sha256 === undefined || isNamed(key)
        ? []
        : [{ recording: key, format, path, sha256 }],
    );
}
