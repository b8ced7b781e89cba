/** What is done with the sounds of a list: choosing them, tagging them, saying of them elsewhere what was said here. */
import { toast } from 'svelte-sonner';
import type { AppError, Sound, SoundFilter, Tag } from '../../../electron/contract/index';
import { count, plural } from '../../format';
import type { App } from '../../state/app.svelte';
import { ALL, choose, chosenCount, filterOf, isChosen, MOST_BY_NAME, NONE } from './choice';
import { collectSounds } from './collect';
import type { LibraryView } from './library-view.svelte';
import type { SoundList, SoundQuery } from './sound-list.svelte';
import { createTagging } from './tagging.svelte';
import { fileClocks, SITES } from '../export/file-clocks';

export interface LibraryActions {
  readonly error: AppError | undefined;
  dismiss(): void;
  /** The filter of what is chosen, or of all where nothing is. */
  filter(): SoundFilter;
  /** How many that are. */
  size(): number;
  /** Ticks a row, or with `range` all from the row ticked before it. */
  choose(index: number, range: boolean): Promise<void>;
  chooseAll(on: boolean): void;
  /** Of what is chosen, or of the sound one is at. */
  tag(tag: Tag): Promise<void>;
  tagOne(sound: Sound, tag: string): Promise<void>;
  undo(): Promise<void>;
  exportMarks(as: 'csv' | 'audacity'): Promise<void>;
}
interface Deps {
  readonly app: App;
  readonly list: SoundList;
  readonly view: () => LibraryView;
  readonly query: () => SoundQuery;
}
const NEWS_MS = 4_000;

export function createLibraryActions({ app, list, view, query }: Deps): LibraryActions {
  let error = $state.raw<AppError | undefined>();
  let before: number | undefined;
  const tagging = createTagging(app.api, (id, change) => list.patch(id, change));
  const size = () => chosenCount(view().chosen, list.total) || list.total;
  const tooMany = (what: string) =>
    toast.warning(`${what} takes at most ${count(MOST_BY_NAME)} sounds at once`, {
      description: 'Narrow the filter, or choose fewer.',
      duration: NEWS_MS,
    });
  /** Rows that may not be here yet. */
  async function rows(of: SoundQuery, offset: number, limit: number): Promise<readonly Sound[] | undefined> {
    const found = await collectSounds(app.api, of, { offset, limit });
    error = found.ok ? undefined : found.error;
    return found.ok ? found.sounds : undefined;
  }
  async function toggle(
    sounds: readonly Sound[],
    tag: Pick<Tag, 'id' | 'title'>,
    named: boolean,
  ): Promise<void> {
    const on = await tagging.toggle(sounds, tag.id);
    error = tagging.error;
    if (on === undefined || !named) return;
    toast.success(`${tag.title}: ${on ? 'given to' : 'taken from'} ${plural(sounds.length, 'sound')}`, {
      duration: NEWS_MS,
      action: { label: 'Undo', onClick: () => void undo() },
    });
  }
  async function undo(): Promise<void> {
    const undone = await tagging.undo();
    error = tagging.error;
    if (undone > 0) toast.info(`Taken back for ${plural(undone, 'sound')}`, { duration: NEWS_MS });
  }
  async function chosenSounds(): Promise<readonly Sound[] | undefined> {
    const { chosen } = view();
    const many = chosenCount(chosen, list.total);
    if (many === 0) return list.current === undefined ? [] : [list.current];
    if (many > MOST_BY_NAME) {
      tooMany('Tagging');
      return undefined;
    }
    return rows({ ...query(), filter: filterOf(chosen, query().filter) }, 0, many);
  }
  /** What is chosen as all becomes some as soon as one is left out. */
  async function leaveOut(id: string): Promise<void> {
    if (list.total > MOST_BY_NAME) {
      tooMany('Choosing one by one');
      return;
    }
    const all = await rows(query(), 0, MOST_BY_NAME);
    if (all === undefined) return;
    const others = all.map((sound) => sound.id).filter((other) => other !== id);
    view().chosen = choose(NONE, others, true);
  }
  async function chooseRow(index: number, range: boolean): Promise<void> {
    const sound = list.row(index);
    const last = before;
    before = index;
    if (sound === undefined) return;
    list.goTo(index);
    const { chosen } = view();
    const on = !isChosen(chosen, sound.id);
    if (chosen.kind === 'all') return leaveOut(sound.id);
    if (!range || last === undefined) {
      view().chosen = choose(chosen, [sound.id], on);
      return;
    }
    const [first, length] = [Math.min(last, index), Math.abs(last - index) + 1];
    if (length > MOST_BY_NAME) {
      tooMany('Choosing one by one');
      return;
    }
    const between = await rows(query(), first, length);
    if (between !== undefined)
      view().chosen = choose(
        view().chosen,
        between.map(({ id }) => id),
        on,
      );
  }
  async function exportMarks(as: 'csv' | 'audacity'): Promise<void> {
    const folder = await app.api.call('folders.choose');
    error = folder.ok ? undefined : folder.error;
    if (!folder.ok || folder.value === undefined) return;
    const { handle } = folder.value;
    const filter = filterOf(view().chosen, query().filter);
    const result = await app.api.call('marks.export', {
      filter,
      folder: handle,
      as,
      ...fileClocks(SITES, app.settings),
    });
    error = result.ok ? undefined : result.error;
    if (result.ok) app.jobs.put(result.value);
  }
  return {
    get error() {
      return error;
    },
    dismiss: () => (error = undefined),
    filter: () => filterOf(view().chosen, query().filter),
    size,
    choose: chooseRow,
    chooseAll: (on) => (view().chosen = on ? ALL : NONE),
    async tag(tag) {
      const sounds = await chosenSounds();
      if (sounds !== undefined && sounds.length > 0)
        await toggle(sounds, tag, chosenCount(view().chosen, list.total) > 0);
    },
    tagOne: (sound, tag) => toggle([sound], { id: tag, title: tag }, false),
    undo,
    exportMarks,
  };
}
