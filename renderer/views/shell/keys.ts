/** True where a letter belongs to the field and not to a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/** True when it is that letter alone, and not typed into a field. */
export const isLetter = (event: KeyboardEvent, letter: string): boolean =>
  event.key.toLowerCase() === letter &&
  !(event.ctrlKey || event.metaKey || event.altKey) &&
  !isTyping(event.target);

/** For the page of keys. */
export const SCREEN_KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Search, or jump to an instrument, screen or setting'],
  [['Ctrl', '1'], 'Fleet; 2 for Sounds, 3 for Jobs'],
  [['Alt', '←'], 'Back to where one was; → on again'],
  [['Ctrl', '+'], 'Everything larger; − smaller, 0 as it was'],
  [['Tab'], 'To the next control; with Shift to the one before'],
  [['?'], 'These keys'],
  [['Esc'], 'Close, or leave what is open'],
];
