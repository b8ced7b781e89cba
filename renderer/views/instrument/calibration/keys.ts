/** Which key does what in the calibration passport, for the page of keys. */
export const KEYS: readonly (readonly [string, readonly (readonly [readonly string[], string])[]])[] = [
  [
    'Calibration',
    [
      [['←', '→'], 'On a chart: move through time'],
      [['+', '−'], 'Zoom in and out (also the wheel)'],
      [['Drag'], 'Zoom to what is marked'],
      [['Esc'], 'All of the history (also a double click)'],
      [['Ctrl', 'Enter'], 'Save what is being written'],
    ],
  ],
];
