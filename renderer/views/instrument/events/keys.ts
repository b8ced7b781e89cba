/** Which key does what in the list of events. Pure. */
export type EventAction = 'older' | 'newer' | 'first' | 'last' | 'play' | 'listen';

const MOVES: Readonly<Record<string, EventAction>> = { ArrowDown: 'older', ArrowUp: 'newer' };
const LETTERS: Readonly<Record<string, EventAction>> = { j: 'older', k: 'newer', l: 'listen' };
const IN_LIST: Readonly<Record<string, EventAction>> = { Home: 'first', End: 'last', Enter: 'listen' };
/** Tabs, menus and charts have arrows of their own. */
const OTHERS = '[role="tablist"],[role="menu"],[role="application"],[role="group"]';
const PRESSABLE = 'button:focus-visible, a:focus-visible, input:focus-visible';

/** What a key press means; undefined: nothing, so that it is left to others. */
export function eventAction(press: KeyboardEvent): EventAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const letter = LETTERS[press.key.toLowerCase()];
  if (letter !== undefined) return letter;
  const within = (selector: string): boolean =>
    press.target instanceof Element && press.target.closest(selector) !== null;
  if (press.key === ' ') return within(PRESSABLE) || within('[role="menu"]') ? undefined : 'play';
  if (within(OTHERS)) return undefined;
  return MOVES[press.key] ?? (within('[role="listbox"]') ? IN_LIST[press.key] : undefined);
}

/** For the page of keys. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['J', '↓'], 'Next older event'],
  [['K', '↑'], 'Next newer event'],
  [['Home', 'End'], 'Newest and oldest event, in the list'],
  [['Space'], 'Play and pause its sound'],
  [['L', 'Enter'], 'Review its sound'],
];
