/** Octave and third-octave bands: nominal names on exact base-10 centres, as IEC 61260-1 has them. Pure. */
import type { Band } from '../../contract/spectra';

export type BandSet = 'Octave' | 'Third';

/** Nominal frequencies of a decade of thirds, from 100 Hz; others are these times a power of ten. */
const NOMINAL = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800] as const;
/** The band number n of the exact centre 10^(n/10) Hz: first, how many, and how far apart. */
const NUMBERS: Readonly<Record<BandSet, { first: number; count: number; step: number }>> = {
  Octave: { first: 15, count: 10, step: 3 },
  Third: { first: 8, count: 36, step: 1 },
};

const tables: Readonly<Record<BandSet, readonly Band[]>> = {
  Octave: tableOf('Octave'),
  Third: tableOf('Third'),
};
function tableOf(set: BandSet): readonly Band[] {
  const { first, count, step } = NUMBERS[set];
  return Array.from({ length: count }, (_, i) => {
    const n = first + i * step;
    return { name: nominalName(n), centreHz: 10 ** (n / 10) };
  });
}
/** The bands of a set, lowest first: octaves from 31.5 Hz to 16 kHz, thirds from 6.3 Hz to 20 kHz. */
export const bandsOf = (set: BandSet): readonly Band[] => tables[set];

/** Which band of a set a name means, whatever its spelling: `1.25KHz`, `1.25 khz`, `1250Hz`; undefined: none of them. */
export function bandIndex(set: BandSet, name: string): number | undefined {
  const known = documented[set].get(name);
  return known ?? parsedIndex(set, name);
}

function parsedIndex(set: BandSet, name: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(k?)hz$/i.exec(name.trim());
  if (match === null) return undefined;
  const hertz = Number(match[1]) * (match[2] === '' ? 1 : 1_000);
  const { first, count, step } = NUMBERS[set];
  const i = (Math.round(10 * Math.log10(hertz)) - first) / step;
  const isBand = Number.isInteger(i) && i >= 0 && i < count;
  return isBand && Math.abs(nominalHz(first + i * step) - hertz) < 1e-6 * hertz ? i : undefined;
}

function nominalHz(n: number): number {
  const place = ((n % 10) + 10) % 10;
  const scaled = (NOMINAL[place] as number) * 10 ** ((n - place) / 10 - 2);
  // Three digits at most have a meaning: 31.5 Hz but 315 Hz; and 10^-1 times a whole number is not exact.
  return Number(scaled.toPrecision(3));
}
function nominalName(n: number): string {
  const hertz = nominalHz(n);
  return hertz < 1_000 ? `${hertz} Hz` : `${hertz / 1_000} kHz`;
}

/** As the service spells them, `1.25KHz`: rows by the thousand are read by these, not letter by letter. */
const documented: Readonly<Record<BandSet, ReadonlyMap<string, number>>> = {
  Octave: spelled('Octave'),
  Third: spelled('Third'),
};
function spelled(set: BandSet): ReadonlyMap<string, number> {
  return new Map(bandsOf(set).map(({ name }, i) => [name.replace(' ', '').replace('k', 'K'), i]));
}

/** Energy sum of band levels, dB, and of how many bands that is; NaN is left out. It is a broadband level of these bands only. */
export function broadbandOf(levels: Float64Array): { readonly level: number; readonly bands: number } {
  const held = levels.filter((level) => !Number.isNaN(level));
  const loudest = held.reduce((max, level) => Math.max(max, level), -Infinity);
  if (held.length === 0 || !Number.isFinite(loudest))
    return { level: held.length === 0 ? NaN : loudest, bands: held.length };
  // Relative to the loudest, so that no level is out of range.
  const energy = held.reduce((sum, level) => sum + 10 ** ((level - loudest) / 10), 0);
  return { level: loudest + 10 * Math.log10(energy), bands: held.length };
}
