/** Which rows stand beneath the chart, as this person last chose. Kept in the page's own storage. */
export const ROWS = [
  { id: 'coverage', label: 'Coverage', short: 'Held' },
  { id: 'events', label: 'Events', short: 'Events' },
  { id: 'sounds', label: 'Sounds', short: 'Sounds' },
  { id: 'checks', label: 'Calibrations and SICs', short: 'Checks' },
  { id: 'left-out', label: 'Left out', short: 'Left out' },
  { id: 'notes', label: 'Notes', short: 'Notes' },
  { id: 'wind', label: 'Wind', short: 'Wind' },
  { id: 'rain', label: 'Rain', short: 'Rain' },
] as const;
export type RowId = (typeof ROWS)[number]['id'];
const KEY = 'leqbook-level-rows';
const USUAL: readonly RowId[] = ['coverage', 'events', 'sounds', 'left-out', 'notes'];

/** Anything not understood is the usual choice. */
export function readRows(storage: Storage): readonly RowId[] {
  try {
    const saved: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (Array.isArray(saved)) return ROWS.map(({ id }) => id).filter((id) => saved.includes(id));
  } catch {
    // An unreadable choice is none.
  }
  return USUAL;
}
export const keepRows = (storage: Storage, rows: readonly RowId[]): void =>
  storage.setItem(KEY, JSON.stringify(rows));
