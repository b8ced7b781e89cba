/** How this person likes to review; kept in the page's own storage. */
const KEY = 'leqbook-review';

export interface Preferences {
  /** On to the next sound once one was tagged. */
  advance: boolean;
  /** Play each sound as soon as it is shown. */
  playEach: boolean;
}
const DEFAULTS: Preferences = { advance: false, playEach: true };

/** Anything not understood is the default. */
export function parsePreferences(text: string | null): Preferences {
  let saved: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) saved = parsed;
  } catch {
    // Unreadable preferences are none.
  }
  const flag = (name: keyof Preferences) => {
    const value = saved[name];
    return typeof value === 'boolean' ? value : DEFAULTS[name];
  };
  return { advance: flag('advance'), playEach: flag('playEach') };
}

export function createPreferences(storage: Storage): Preferences {
  let kept = $state.raw(parsePreferences(storage.getItem(KEY)));
  const set = (change: Partial<Preferences>) => {
    kept = { ...kept, ...change };
    storage.setItem(KEY, JSON.stringify(kept));
  };
  return {
    get advance() {
      return kept.advance;
    },
    set advance(advance) {
      set({ advance });
    },
    get playEach() {
      return kept.playEach;
    },
    set playEach(playEach) {
      set({ playEach });
    },
  };
}
