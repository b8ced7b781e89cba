/** How screens were left, for as long as the page lives: whoever comes back finds them so. */
export interface Left {
  /** What was left at that place by this account; `first` where nothing was. */
  of<T>(place: string, first: T): { value: T };
}

/** @param account whose screens are on show */
export function createLeft(account: () => string | undefined): Left {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- each that is held tells of its own changes
  const all = new Map<string, { value: unknown }>();
  return {
    of<T>(place: string, first: T): { value: T } {
      const key = `${account() ?? ''}\n${place}`;
      // Whoever asks for a place knows what it has left there.
      const known = all.get(key) as { value: T } | undefined;
      const held = known ?? createHeld(first);
      all.set(key, held);
      return held;
    },
  };
}

function createHeld<T>(first: T): { value: T } {
  let value = $state.raw(first);
  return {
    get value() {
      return value;
    },
    set value(next) {
      value = next;
    },
  };
}
