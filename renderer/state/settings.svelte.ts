/** How this person likes to look at things; kept in the page's own storage, nothing of the account's data. */
export type Theme = 'system' | 'light' | 'dark' | 'sunlight';
/** By this computer's clocks, by those of the site that is looked at, or UTC. */
export type TimeDisplay = 'local' | 'site' | 'utc';
const KEY = 'leqbook-settings';
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'sunlight'];
const TIME_DISPLAYS: readonly TimeDisplay[] = ['local', 'site', 'utc'];

export interface Settings {
  theme: Theme;
  timeDisplay: TimeDisplay;
  /** The link costs by the byte: previews before originals, one file at a time, nothing on the mere chance that it is wanted. */
  metered: boolean;
  /** This computer's zone, an IANA name. */
  readonly localZone: string;
  /** Whose clocks `zone` is of: this computer's also where a site's are wanted but none with a zone is on show. */
  readonly clocks: TimeDisplay;
  /** The zone to show times in, an IANA name or `UTC`; of an instrument's site while that instrument is on show. */
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
    timeDisplay: TIME_DISPLAYS.find((display) => display === saved.timeDisplay) ?? 'local',
    metered: saved.metered === true,
  };
}

/** @param siteZone of the site that is looked at; undefined: none is, or it has no zone of its own */
export function createSettings(
  page: Window,
  localZone: string,
  siteZone: () => string | undefined,
): Settings {
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
    localZone,
    get clocks() {
      return timeDisplay === 'site' && siteZone() === undefined ? 'local' : timeDisplay;
    },
    get zone() {
      if (timeDisplay === 'utc') return 'UTC';
      return (timeDisplay === 'site' ? siteZone() : undefined) ?? localZone;
    },
  };
}
