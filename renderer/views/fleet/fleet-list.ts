/** Sorting, filtering and summing up the fleet. Pure. */
import type { DriftVerdict, FleetEntry } from '../../../electron/contract/index';
import { plural } from '../../format';
import { attention as reasons, outcomeWord } from '../verdict';

export type Column = 'name' | 'serial' | 'model' | 'online' | 'measuring' | 'calibration' | 'sic' | 'newest';
export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

const SEVERITY: Readonly<Record<DriftVerdict, number>> = {
  suspect: 0,
  investigate: 1,
  unknown: 2,
  within: 3,
};
const flag = (value: boolean | undefined): number => (value === undefined ? 2 : value ? 0 : 1);

/** What a column sorts by; undefined stands last whatever the direction. */
function sortKey(entry: FleetEntry, column: Column): string | number | undefined {
  const { instrument, status } = entry;
  switch (column) {
    case 'name':
      return (instrument.name ?? instrument.serial).toLowerCase();
    case 'serial':
      return instrument.serial.toLowerCase();
    case 'model':
      return `${instrument.type ?? ''} ${instrument.model ?? ''}`.toLowerCase();
    case 'online':
      return flag(status?.online);
    case 'measuring':
      return flag(status?.measuring);
    case 'calibration':
      return status?.lastCalibration === undefined ? undefined : SEVERITY[entry.drift];
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

/** Sorted; equal ones by name, so that the order never jumps. */
export function sortFleet(
  entries: readonly FleetEntry[],
  { column, descending }: Order,
): readonly FleetEntry[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: sortKey(entry, column),
    name: sortKey(entry, 'name') ?? '',
  }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined)
      return Number(a.key === undefined) - Number(b.key === undefined) || compare(a.name, b.name);
    return (descending ? -1 : 1) * compare(a.key, b.key) || compare(a.name, b.name);
  });
  return keyed.map(({ entry }) => entry);
}

/** Those in which every typed word occurs, in name, serial, model, type or what needs attention. */
export function filterFleet(entries: readonly FleetEntry[], text: string): readonly FleetEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const { name, serial, model, type } = entry.instrument;
    const online = entry.status?.online === true ? 'online' : entry.status?.online === false ? 'offline' : '';
    const all = [name, serial, model, type, online, ...reasons(entry)].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** `8 instruments · 6 online · 1 needs attention`; what was never asked is neither offline nor without fault. */
export function summarise(entries: readonly FleetEntry[]): string {
  const known = entries.filter(({ status }) => status?.online !== undefined);
  const unknown = entries.length - known.length;
  const worrying = entries.filter((entry) => reasons(entry).length > 0).length;
  const attention =
    worrying > 0
      ? `${String(worrying)} ${worrying === 1 ? 'needs' : 'need'} attention`
      : 'none needs attention';
  return [
    plural(entries.length, 'instrument'),
    ...(known.length === 0
      ? ['not known which are online']
      : [`${String(known.filter(({ status }) => status?.online).length)} online`]),
    ...(known.length === 0 || unknown === 0 ? [] : [`${String(unknown)} not asked yet`]),
    // Of instruments never asked, nobody can say that they need none.
    ...(unknown > 0 && worrying === 0 ? [] : [attention]),
  ].join(' · ');
}

/** The oldest answer among the states shown: the honest age of the whole list. */
export const oldestStatus = (entries: readonly FleetEntry[]): number | undefined =>
  entries.reduce<number | undefined>(
    (oldest, { status }) =>
      status === undefined ? oldest : Math.min(oldest ?? status.observedAt, status.observedAt),
    undefined,
  );
