/** How this person likes to look at things; kept in the page's own storage, nothing of the account's data. */
export type Theme = 'system' | 'light' | 'dark' | 'sunlight';
export type TimeDisplay = 'local' | 'utc';
const KEY = 'leqbook-settings';
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'sunlight'];

export interface Settings {
  theme: Theme;
  timeDisplay: TimeDisplay;
  /** The link costs by the byte: previews before originals, one file at a time, nothing on the mere chance that it is wanted. */
  metered: boolean;
  /** The time zone to show times in, as an IANA name or `UTC`. */
  readonly zone: string;
}
/** Reads what was kept; anything not understood is the default. */
export function parseSettings(text: string | null): {
  readonly theme: Theme;
  readonly timeDisplay: TimeDisplay;
  readonly metered: boolean;
} {
  let saved: { theme?: unknown; timeDisplay?: unknown; metered?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) saved = parsed;
  } catch {
    // Unreadable settings are no settings.
  }
  return {
    theme: THEMES.find((theme) => theme === saved.theme) ?? 'system',
    timeDisplay: saved.timeDisplay === 'utc' ? 'utc' : 'local',
    metered: saved.metered === true,
  };
}

export function createSettings(page: Window, localZone: string): Settings {
  const saved = parseSettings(page.localStorage.getItem(KEY));
  let theme = $state(saved.theme);
  let timeDisplay = $state(saved.timeDisplay);
  let metered = $state(saved.metered);
  const keep = () => {
    page.localStorage.setItem(KEY, JSON.stringify({ theme, timeDisplay, metered }));
    const root = page.document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  };
  return {
    get theme() {
      return theme;
    },
    set theme(next) {
      theme = next;
      keep();
    },
    get timeDisplay() {
      return timeDisplay;
    },
    set timeDisplay(next) {
      timeDisplay = next;
      keep();
    },
    get metered() {
      return metered;
    },
    set metered(next) {
      metered = next;
      keep();
    },
    get zone() {
      return timeDisplay === 'utc' ? 'UTC' : localZone;
    },
  };
}
