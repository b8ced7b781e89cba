/** For the page of keys. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['↑', '↓'], 'Previous and next dataset'],
  [['←', '→'], 'Previous and next stretch'],
  [['Home', 'End'], 'Oldest and newest stretch'],
  [['Enter'], 'Why it is so, and how to fetch it'],
];
