/** How a list of sounds was left, so that one comes back to it as it was; as long as the page lives. */
import { createContext } from 'svelte';
import { NONE, type Choice } from './choice';
import { EVERYTHING, type Wanted } from './filter';

export interface LibraryView {
  wanted: Wanted;
  order: 'newest' | 'oldest';
  chosen: Choice;
  /** The sound one was at. */
  at: string | undefined;
  /** The row at the upper edge, counted from 0; a part of it may be above. */
  place: number;
  details: boolean;
}
export interface LibraryViews {
  /** Of one instrument, or of all, in one account. */
  of(account: string, serial: string | undefined): LibraryView;
}

function createView(): LibraryView {
  let wanted = $state.raw(EVERYTHING);
  let order = $state<LibraryView['order']>('newest');
  let chosen = $state.raw(NONE);
  let details = $state(true);
  return {
    at: undefined,
    place: 0,
    get wanted() {
      return wanted;
    },
    set wanted(next) {
      wanted = next;
      // What was chosen of another list is not what one sees chosen.
      chosen = NONE;
    },
    get order() {
      return order;
    },
    set order(next) {
      order = next;
    },
    get chosen() {
      return chosen;
    },
    set chosen(next) {
      chosen = next;
    },
    get details() {
      return details;
    },
    set details(next) {
      details = next;
    },
  };
}
export function createLibraryViews(): LibraryViews {
  const views: Record<string, LibraryView> = {};
  return { of: (account, serial) => (views[JSON.stringify([account, serial])] ??= createView()) };
}
export const [getLibraryViews, setLibraryViews] = createContext<LibraryViews>();

/** The table on screen, as far as others move it. */
export interface TableHandle {
  /** Scrolls to where one was; if the sound one is at is elsewhere by now, to that one. */
  comeBack(place: number, focus: boolean): Promise<void>;
  /** So many rows came in above: what is on screen stays where it is. */
  shift(by: number): void;
}

/** What is opened from the list; with `one` of that sound alone. */
export interface OpenDialog {
  readonly kind: 'download' | 'export' | 'tags';
  readonly one?: string | undefined;
}
