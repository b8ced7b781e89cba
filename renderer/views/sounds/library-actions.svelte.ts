/** What is done with the sounds of a list: tagging them, saying of them elsewhere what was said here. */
import { toast } from 'svelte-sonner';
import type { AppError, Sound, Tag } from '../../../electron/contract/index';
import { count, plural } from '../../format';
import type { App } from '../../state/app.svelte';
import { fileClocks, SITES } from '../export/file-clocks';
import { chosenCount, MOST_BY_NAME } from './choice';
import { createChoosing, type Choosing, type ChoosingDeps } from './choosing';
import { collectSounds } from './collect';
import { createTagging } from './tagging.svelte';

export interface LibraryActions extends Omit<Choosing, 'sounds'> {
  readonly error: AppError | undefined;
  dismiss(): void;
  /** Of what is chosen, or of the sound one is at. */
  tag(tag: Tag): Promise<void>;
  tagOne(sound: Sound, tag: string): Promise<void>;
  undo(): Promise<void>;
  exportMarks(as: 'csv' | 'audacity'): Promise<void>;
}
interface Deps extends Pick<ChoosingDeps, 'list' | 'view' | 'query'> {
  readonly app: App;
}
const NEWS_MS = 4_000;
const tooMany = (what: string) =>
  toast.warning(`${what} takes at most ${count(MOST_BY_NAME)} sounds at once`, {
    description: 'Narrow the filter, or choose fewer.',
    duration: NEWS_MS,
  });

export function createLibraryActions({ app, list, view, query }: Deps): LibraryActions {
  let error = $state.raw<AppError | undefined>();
  const failed = (next: AppError | undefined) => (error = next);
  const { sounds, ...choosing } = createChoosing({
    ...{ list, view, query, ontoomany: tooMany },
    async rows(of, offset, limit) {
      const found = await collectSounds(app.api, of, { offset, limit });
      failed(found.ok ? undefined : found.error);
      return found.ok ? found.sounds : undefined;
    },
  });
  const marks = createMarks({ app, list, failed });
  return {
    ...choosing,
    get error() {
      return error;
    },
    dismiss: () => failed(undefined),
    async tag(tag) {
      const tagged = await sounds();
      if (tagged !== undefined && tagged.length > 0)
        await marks.toggle(tagged, tag, chosenCount(view().chosen, list.total) > 0);
    },
    tagOne: (sound, tag) => marks.toggle([sound], { id: tag, title: tag }, false),
    undo: () => marks.undo(),
    async exportMarks(as) {
      const folder = await app.api.call('folders.choose');
      failed(folder.ok ? undefined : folder.error);
      if (!folder.ok || folder.value === undefined) return;
      const result = await app.api.call('marks.export', {
        ...{ filter: choosing.filter(), folder: folder.value.handle, as },
        ...fileClocks(SITES, app.settings),
      });
      failed(result.ok ? undefined : result.error);
      if (result.ok) app.jobs.put(result.value);
    },
  };
}

/** Gives tags and takes them, and says so where it is not seen. */
function createMarks(deps: Pick<Deps, 'app' | 'list'> & { failed(error: AppError | undefined): void }) {
  const tagging = createTagging(deps.app.api, (id, change) => deps.list.patch(id, change));
  async function undo(): Promise<void> {
    const undone = await tagging.undo();
    deps.failed(tagging.error);
    if (undone > 0) toast.info(`Taken back for ${plural(undone, 'sound')}`, { duration: NEWS_MS });
  }
  return {
    undo,
    async toggle(sounds: readonly Sound[], tag: Pick<Tag, 'id' | 'title'>, named: boolean): Promise<void> {
      const on = await tagging.toggle(sounds, tag.id);
      deps.failed(tagging.error);
      if (on === undefined || !named) return;
      toast.success(`${tag.title}: ${on ? 'given to' : 'taken from'} ${plural(sounds.length, 'sound')}`, {
        duration: NEWS_MS,
        action: { label: 'Undo', onClick: () => void undo() },
      });
    },
  };
}
