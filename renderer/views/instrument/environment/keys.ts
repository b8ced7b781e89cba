/** For the page of keys: what the charts over time do, all of them at once. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['←', '→'], 'Move through time, with Page Up and Page Down by all that is on show'],
  [['+', '−'], 'Zoom in and out (also the wheel)'],
  [['Home', 'End'], 'Oldest and newest'],
  [['Esc'], 'All of it (also a double click)'],
  [['Drag'], 'Zoom to what is marked'],
];
