/** For the page of keys. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['←', '→'], 'Move through time, with Page Up and Page Down by all that is on show'],
  [['+', '−'], 'Zoom in and out (also the wheel)'],
  [['Home', 'End'], 'Oldest and newest'],
  [['S'], 'Select by keys: ← → move the mark, Enter sets it'],
  [['Esc'], 'No selection; then all of it (also a double click)'],
  [['Drag'], 'Zoom to what is marked; with Shift select, for its figures'],
];
