/** Reading an exported folder again, to say what of it is whole. */
import type { FolderHandle, Job, Result } from '../../../electron/contract/index';
import type { App } from '../../state/app.svelte';
import { hasEnded } from '../../state/live.svelte';

/** Exports write down what they wrote, so that it can be compared. */
export const canVerify = (job: Job): boolean =>
  hasEnded(job) && job.folder !== undefined && job.kind !== 'sync' && job.kind !== 'audio-fetch';

/** Asks for the folder where none is given; undefined when the person changed their mind. */
export async function startVerify(
  app: App,
  folder: FolderHandle | undefined,
): Promise<Result<Job> | undefined> {
  const chosen =
    folder === undefined ? await app.api.call('folders.choose') : { ok: true as const, value: folder };
  if (!chosen.ok) return chosen;
  if (chosen.value === undefined) return undefined;
  const result = await app.api.call('audio.verify', { folder: chosen.value.handle });
  if (result.ok) app.jobs.put(result.value);
  return result;
}
