/** Sorting the fleet by a column. Pure. */
import type { DriftVerdict, FleetEntry } from '../../../electron/contract/index';
import { outcomeWord } from '../verdict';

export type Column = 'needs' | 'name' | 'state' | 'calibration' | 'sic' | 'newest';
export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** Columns as they stand; ages stand to the right, so that they can be compared down the column. */
export const COLUMNS: readonly { readonly id: Column; readonly title: string; readonly side?: 'right' }[] = [
  { id: 'name', title: 'Instrument' },
  { id: 'needs', title: 'Needs attention' },
  { id: 'state', title: 'State' },
  { id: 'calibration', title: 'Last calibration' },
  { id: 'sic', title: 'Last SIC' },
  { id: 'newest', title: 'Newest data', side: 'right' },
];
/** Of least consequence first: what is wrong with one of these is a reason why an instrument needs someone. */
const FOLDED_BELOW_PX: Partial<Record<Column, number>> = { sic: 1080, calibration: 940, newest: 720 };
/** What there is room for; a width of 0 is not known yet. */
export const hasRoomFor = (column: Column, widthPx: number): boolean =>
  widthPx === 0 || widthPx >= (FOLDED_BELOW_PX[column] ?? 0);

/** Says what there is no room for, or nothing. */
export function foldedWords(widthPx: number): string {
  const folded = COLUMNS.filter(({ id }) => !hasRoomFor(id, widthPx));
  if (folded.length === 0) return '';
  const names = folded.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  return `Folded away for want of room: ${names.join(', ')}.`;
}

const VERDICTS: Readonly<Record<DriftVerdict, number>> = {
  suspect: 0,
  investigate: 1,
  unknown: 2,
  within: 3,
};
const flag = (value: boolean | undefined): number => (value === undefined ? 2 : value ? 0 : 1);

/** What a column sorts by; undefined stands last whatever the direction. */
function sortKey(entry: FleetEntry, column: Exclude<Column, 'needs'>): string | number | undefined {
  const { instrument, status } = entry;
  switch (column) {
    case 'name':
      return (instrument.name ?? instrument.serial).toLowerCase();
    case 'state':
      return 3 * flag(status?.online) + flag(status?.measuring);
    case 'calibration':
      return status?.lastCalibration === undefined ? undefined : VERDICTS[entry.drift];
    case 'sic':
      return status?.lastSic?.status === undefined
        ? undefined
        : outcomeWord(status.lastSic.status).tone === 'bad'
          ? 0
          : 1;
    case 'newest':
      return entry.newestDataAt === undefined ? undefined : -entry.newestDataAt;
  }
}
const collator = new Intl.Collator('en', { numeric: true });
function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/**
 * Sorted; equal ones by name, so that the order never jumps.
 * @param consequence what an instrument that needs someone sorts by; without it, all need someone alike
 */
export function sortFleet<T extends FleetEntry>(
  entries: readonly T[],
  { column, descending }: Order,
  consequence: (entry: T) => number = () => 0,
): readonly T[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: column === 'needs' ? consequence(entry) : sortKey(entry, column),
    name: sortKey(entry, 'name') ?? '',
  }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined)
      return Number(a.key === undefined) - Number(b.key === undefined) || compare(a.name, b.name);
    return (descending ? -1 : 1) * compare(a.key, b.key) || compare(a.name, b.name);
  });
  return keyed.map(({ entry }) => entry);
}
