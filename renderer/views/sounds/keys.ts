/** For the page of keys. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['J', '↓'], 'Next sound'],
  [['K', '↑'], 'Previous sound'],
  [['Home', 'End'], 'First and last sound'],
  [['Enter'], 'Review from here'],
  [['Space'], 'Choose; with Shift all from the one before'],
  [['Ctrl', 'A'], 'Choose all that match; Esc for none'],
  [['1 – 9'], 'Tag what is chosen, or this sound'],
  [['U'], 'Take the last tag back (also Ctrl+Z)'],
  [['D'], 'Download'],
  [['E'], 'Export'],
  [['I'], 'Details'],
];
