/** Finding an instrument, a screen or what can be done by a few letters of it. Pure. */
import type { FleetEntry } from '../../../electron/contract/index';

export interface PaletteEntry<T> {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Other words by which it is looked for. */
  readonly also?: string | undefined;
  readonly target: T;
}

/** The instruments as entries; name first, serial and model beside it. */
export const instrumentEntries = (fleet: readonly FleetEntry[]): readonly PaletteEntry<string>[] =>
  fleet.map(({ instrument }) => ({
    id: `instrument-${instrument.serial}`,
    label: instrument.name ?? instrument.serial,
    hint: [instrument.serial, instrument.model ?? instrument.type].filter(Boolean).join(' · '),
    target: instrument.serial,
  }));

/** Entries in which every typed word occurs; those whose label begins with the text come first. */
export function matchEntries<T>(
  entries: readonly PaletteEntry<T>[],
  text: string,
): readonly PaletteEntry<T>[] {
  const query = text.trim().toLowerCase();
  const words = query.split(/\s+/).filter(Boolean);
  const found = entries.filter(({ label, hint, also = '' }) => {
    const all = `${label} ${hint} ${also}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const begins = (entry: PaletteEntry<T>) => Number(entry.label.toLowerCase().startsWith(query));
  return query === '' ? found : [...found].sort((a, b) => begins(b) - begins(a));
}
