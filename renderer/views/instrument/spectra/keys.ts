/** For the page of keys: what the spectrogram does, beside what every chart does. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['←', '→'], 'Move through time; + and − zoom'],
  [['Shift', '← →'], 'Move the cursor by a column'],
  [['Enter'], 'Keep the cursor where it is, or let it follow'],
  [['S'], 'Select by keys: ← → move the mark, Enter sets it'],
  [['Esc'], 'No selection; then all of it'],
];
