/** Which sounds of a list are chosen: one by one, from one to another, or all that match. */
import type { Sound, SoundFilter } from '../../../electron/contract/index';
import { ALL, choose, chosenCount, filterOf, isChosen, MOST_BY_NAME, NONE } from './choice';
import type { LibraryView } from './library-view.svelte';
import type { SoundList, SoundQuery } from './sound-list.svelte';

export interface Choosing {
  /** The filter of what is chosen, or of all where nothing is. */
  filter(): SoundFilter;
  /** How many that are. */
  size(): number;
  /** Ticks a row, or with `range` all from the row ticked before it. */
  choose(index: number, range: boolean): Promise<void>;
  chooseAll(on: boolean): void;
  /** What is chosen, or else the sound one is at; undefined: too many to be named, or they could not be read. */
  sounds(): Promise<readonly Sound[] | undefined>;
}
export interface ChoosingDeps {
  readonly list: SoundList;
  readonly view: () => LibraryView;
  readonly query: () => SoundQuery;
  /** Rows that may not be here yet. */
  readonly rows: (of: SoundQuery, offset: number, limit: number) => Promise<readonly Sound[] | undefined>;
  /** What was asked for can only be done to sounds one by one, and there are too many. */
  readonly ontoomany: (what: string) => void;
}
const BY_NAME = 'Choosing one by one';

/** What is chosen as all becomes some as soon as one is left out. */
async function leaveOut(id: string, { list, view, query, rows, ontoomany }: ChoosingDeps): Promise<void> {
  if (list.total > MOST_BY_NAME) {
    ontoomany(BY_NAME);
    return;
  }
  const all = await rows(query(), 0, MOST_BY_NAME);
  if (all === undefined) return;
  const others = all.map((sound) => sound.id).filter((other) => other !== id);
  view().chosen = choose(NONE, others, true);
}
/** From one row to another, both included. */
async function chooseRange(from: number, to: number, on: boolean, deps: ChoosingDeps): Promise<void> {
  const { view, query, rows, ontoomany } = deps;
  const length = Math.abs(to - from) + 1;
  if (length > MOST_BY_NAME) {
    ontoomany(BY_NAME);
    return;
  }
  const between = await rows(query(), Math.min(from, to), length);
  const ids = between?.map(({ id }) => id);
  if (ids !== undefined) view().chosen = choose(view().chosen, ids, on);
}

export function createChoosing(deps: ChoosingDeps): Choosing {
  const { list, view, query } = deps;
  let before: number | undefined;
  return {
    filter: () => filterOf(view().chosen, query().filter),
    size: () => chosenCount(view().chosen, list.total) || list.total,
    chooseAll: (on) => (view().chosen = on ? ALL : NONE),
    async choose(index, range) {
      const sound = list.row(index);
      const last = before;
      before = index;
      if (sound === undefined) return;
      list.goTo(index);
      const { chosen } = view();
      const on = !isChosen(chosen, sound.id);
      if (chosen.kind === 'all') await leaveOut(sound.id, deps);
      else if (range && last !== undefined) await chooseRange(last, index, on, deps);
      else view().chosen = choose(chosen, [sound.id], on);
    },
    async sounds() {
      const { chosen } = view();
      const many = chosenCount(chosen, list.total);
      if (many === 0) return list.current === undefined ? [] : [list.current];
      if (many <= MOST_BY_NAME)
        return deps.rows({ ...query(), filter: filterOf(chosen, query().filter) }, 0, many);
      deps.ontoomany('Tagging');
      return undefined;
    },
  };
}
