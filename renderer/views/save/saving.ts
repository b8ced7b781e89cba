/** What is on show, as a file: asked for, written by the core, and told of. */
import { toast } from 'svelte-sonner';
import type { Result, SavedFile } from '../../../electron/contract/index';
import { explain } from '../../explain';
import type { App } from '../../state/app.svelte';

/** Tells how it ended: where the file is, what went wrong, or nothing when the person changed their mind. */
export async function tellSaved(
  { api, settings }: Pick<App, 'api' | 'settings'>,
  what: string,
  asked: Promise<Result<SavedFile | undefined>>,
): Promise<void> {
  const result = await asked;
  if (!result.ok) {
    const { title, safe, todo } = explain(result.error, settings.zone);
    toast.error(title, { description: `${safe} ${todo}` });
  } else if (result.value !== undefined) {
    const { path, folder } = result.value;
    toast.success(`${what} saved`, {
      description: path,
      action: {
        label: 'Show folder',
        onClick: () => void api.call('folders.show', { handle: folder.handle }),
      },
    });
  }
}
