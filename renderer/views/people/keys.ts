/** Which key does what among the notes, for the page of keys. */
import type { KeyEntry } from '../../components/key-list';

export const KEYS: readonly KeyEntry[] = [
  [['N'], 'New note'],
  [['X'], 'Leave out a stretch'],
  [['/'], 'Filter by what they say; Esc for all'],
  [['Enter'], 'On a time: the levels of that time'],
  [['Ctrl', 'Enter'], 'Save what is being written'],
];
