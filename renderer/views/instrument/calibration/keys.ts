/** Which key does what in the calibration passport, for the page of keys. */
import type { KeyEntry } from '../../../components/key-list';

export const KEYS: readonly KeyEntry[] = [
  [['←', '→'], 'On a chart: move through time'],
  [['+', '−'], 'Zoom in and out (also the wheel)'],
  [['Drag'], 'Zoom to what is marked'],
  [['Esc'], 'All of the history (also a double click)'],
  [['Ctrl', 'Enter'], 'Save what is being written'],
];
