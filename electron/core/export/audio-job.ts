/** What an audio job was asked for, and the sounds it is about: written down in turns, so that the core stays free. */
import { z } from 'zod';
import { AudioFormat } from '../../contract/model';
import { ExportRequest, SoundFilter, TransferLimits } from '../../contract/sounds';
import type { Archive } from '../db/archive';
import type { JobItem, JobItemInput } from '../db/job-store';
import type { SoundRow } from '../db/sound-store';
import type { JobContext } from '../jobs/job';
import { namedSounds } from './preview';
import { createPace } from './table-pace';

/** Jobs of kind `audio-export`. `listed`: its items are written down. */
export const ExportJob = ExportRequest.extend({ folder: z.string(), listed: z.boolean().optional() });
export type ExportJob = z.infer<typeof ExportJob>;
/** Jobs of kind `audio-fetch`. */
export const FetchJob = z.object({
  filter: SoundFilter,
  format: AudioFormat,
  metered: TransferLimits.shape.metered,
  listed: z.boolean().optional(),
});
export type FetchJob = z.infer<typeof FetchJob>;

const Levels = z.object({ LAeq: z.number().optional(), LAFMax: z.number().optional() });
const ItemData = z.object({
  instrument: z.string(),
  from: z.number(),
  to: z.number(),
  trigger: z.string().optional(),
  /** Its id in the list of recordings, and the id of the event's audio. */
  recording: z.string().optional(),
  eventAudio: z.string().optional(),
  eventType: z.string().optional(),
  levels: Levels.optional(),
  /** For its name. */
  instrumentName: z.string().optional(),
  tags: z.array(z.string()).optional(),
});
type ItemData = z.infer<typeof ItemData>;
/** A sound as a job wrote it down. */
export interface JobSound extends Readonly<ItemData> {
  readonly id: string;
  readonly trigger: string | undefined;
}
export interface ListedItem {
  readonly sound: JobSound;
  readonly item: JobItem;
}

/**
 * The job's items; those of a job that has none yet are written down first, from what matches its filter now. Stopped
 * in between, it goes on where it was.
 */
export async function listItems(
  archive: Pick<Archive, 'jobs' | 'sounds' | 'instruments' | 'transaction'>,
  { job, signal, progress }: Pick<JobContext, 'job' | 'signal' | 'progress'>,
): Promise<readonly ListedItem[]> {
  const pace = createPace(signal);
  // The row as it is now: this may be the second look of a job that waited for its folder.
  const request = archive.jobs.get(job.id)?.request ?? job.request;
  const { filter, listed } = FetchJob.partial({ format: true }).parse(request);
  if (listed !== true) {
    progress({ activity: 'Listing what there is to fetch' });
    const add = (rows: readonly SoundRow[]) => archive.jobs.addItems(job.id, toItems(archive, rows));
    let last: readonly SoundRow[] = [];
    for (const rows of archive.sounds.pages(filter)) {
      if (last.length > 0) add(last);
      last = rows;
      await pace.breathe();
    }
    // Together, because each transaction waits for the disk, and most choices are one page.
    archive.transaction(() => {
      add(last);
      archive.jobs.update(job.id, { request: { ...request, listed: true } });
    });
  }
  const items: ListedItem[] = [];
  for (const page of archive.jobs.itemPages(job.id)) {
    for (const item of page) {
      const data = ItemData.parse(item.data);
      items.push({ item, sound: { ...data, id: item.key, trigger: data.trigger } });
    }
    await pace.breathe();
  }
  return items;
}

function toItems(
  archive: Parameters<typeof listItems>[0],
  rows: readonly SoundRow[],
): readonly JobItemInput[] {
  const named = namedSounds(archive, rows);
  return rows.map((row, index) => {
    const { id, instrument, from, to, trigger, recording, eventAudio, eventType, levels } = row;
    const { instrumentName, tags } = named[index] ?? {};
    const about: ItemData = { instrument, from, to, trigger, recording, eventAudio, eventType, levels };
    const data: ItemData = { ...about, instrumentName, tags: tags === undefined ? undefined : [...tags] };
    return { key: id, data: { ...data } };
  });
}
