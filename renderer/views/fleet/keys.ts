/** Which key does what in the fleet, for the page of keys. */
import type { KeyEntry } from '../../components/key-list';

export const KEYS: readonly KeyEntry[] = [
  [['J', '↓'], 'Next instrument; among cards and marks also →'],
  [['K', '↑'], 'Previous instrument; among cards and marks also ←'],
  [['Enter'], 'Open the instrument; on a mark of several, zoom in'],
  [['Tab'], 'Its reasons: Enter on one shows the evidence'],
  [['/'], 'Filter the list; Esc for all'],
  [['Esc'], 'The whole fleet on the plan'],
];
