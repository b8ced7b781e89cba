/** Writing what people add, each change with its way back. */
import { toast } from 'svelte-sonner';
import type { AppError, Entry, EntryInput, Result } from '../../../electron/contract/index';
import { explain } from '../../explain';
import type { App } from '../../state/app.svelte';
import { inputOf, kindWord } from './words';

const UNDO_MS = 12_000;
/** One at a time: the news of the last change takes the place of the one before. */
const TOAST = 'people';

/** What is written at once. */
export interface Change {
  readonly entries: readonly EntryInput[];
  /** What has the ids of these now, so that it can be put back. */
  readonly before: readonly Entry[];
  /** What the news of it says, such as `Note added`. */
  readonly title: string;
}
export interface People {
  readonly busy: boolean;
  /** Why the last change was not made. */
  readonly error: AppError | undefined;
  /** @param before what has the ids of these now, so that it can be put back */
  put(
    entries: readonly EntryInput[],
    before: readonly Entry[],
    title: string,
  ): Promise<readonly Entry[] | undefined>;
  remove(entry: Entry): Promise<boolean>;
  restore(entry: Entry): Promise<boolean>;
}

export function createPeople(app: Pick<App, 'api' | 'settings'>): People {
  const { api } = app;
  let busy = $state(false);
  let error = $state.raw<AppError | undefined>();
  async function run<T>(call: () => Promise<Result<T>>): Promise<T | undefined> {
    if (busy) return undefined;
    busy = true;
    const result = await call();
    busy = false;
    error = result.ok ? undefined : result.error;
    return result.ok ? result.value : undefined;
  }
  const tell = (title: string, undo: () => Promise<readonly Result<unknown>[]>): void => {
    const back = async (): Promise<void> => {
      // The dialog that could show it is long closed.
      for (const result of await undo())
        if (!result.ok) toast.error(explain(result.error, app.settings.zone).title);
    };
    toast.success(title, {
      ...{ id: TOAST, duration: UNDO_MS },
      action: { label: 'Undo', onClick: () => void back() },
    });
  };
  const removeIds = (ids: number[]) => api.call('people.remove', { ids });
  const restoreIds = (ids: number[]) => api.call('people.restore', { ids });
  return {
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    async put(entries, before, title) {
      const written = await run(() => api.call('people.put', { entries: [...entries] }));
      if (written === undefined) return undefined;
      const known = before.map(({ id }) => id);
      const added = written.map(({ id }) => id).filter((id) => !known.includes(id));
      tell(title, async () => [
        ...(before.length === 0 ? [] : [await api.call('people.put', { entries: before.map(inputOf) })]),
        ...(added.length === 0 ? [] : [await removeIds(added)]),
      ]);
      return written;
    },
    async remove({ id, added }) {
      const removed = await run(() => removeIds([id]));
      if (removed !== undefined)
        tell(`${kindWord(added.kind)} removed`, async () => [await restoreIds([id])]);
      return removed !== undefined;
    },
    async restore({ id, added }) {
      const restored = await run(() => restoreIds([id]));
      if (restored !== undefined)
        tell(`${kindWord(added.kind)} restored`, async () => [await removeIds([id])]);
      return restored !== undefined;
    },
  };
}
