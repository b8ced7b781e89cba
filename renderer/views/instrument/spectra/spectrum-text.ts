/** A spectrum as figures: the rows of its table, and the text that goes onto the clipboard. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Spectrum, SpectrumVariant } from '../../../../electron/contract/index';
import { bandWords, sourceWords } from './variants';

export interface BandRow {
  readonly name: string;
  readonly centreHz: number;
  /** dB; NaN: nothing held. */
  readonly cursor: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** 0 to 1. */
  readonly valid: number;
}
/** What can be told of a band. */
export type BandColumn = 'cursor' | 'mean' | 'min' | 'max' | 'valid';
export const BAND_COLUMNS: readonly BandColumn[] = ['cursor', 'mean', 'min', 'max', 'valid'];
/** How bands are shown. */
export type BandsView = 'chart' | 'table';

/** Lowest band first; empty while neither is known. */
export function bandRows(over: Spectrum | undefined, at: Spectrum | undefined): readonly BandRow[] {
  const bands = over?.bands ?? at?.bands ?? [];
  return bands.map(({ name, centreHz }, band) => ({
    name,
    centreHz,
    cursor: at?.mean[band] ?? NaN,
    mean: over?.mean[band] ?? NaN,
    min: over?.min[band] ?? NaN,
    max: over?.max[band] ?? NaN,
    valid: over?.valid[band] ?? 0,
  }));
}

/** `6.31`, `1000`, `19953`: four digits tell an exact centre from its name. */
export const centreText = (hertz: number): string =>
  hertz < 1_000 ? String(Number(hertz.toPrecision(4))) : String(Math.round(hertz));

interface Facts {
  readonly instrument: string;
  readonly variant: SpectrumVariant;
  readonly zone: string;
  readonly over: Spectrum;
  readonly at: Spectrum | undefined;
}
/** CSV: what it is of in the first lines, then a row per band. What is missing is empty, never 0. */
export function spectrumCsv({ instrument, variant, zone, over, at }: Facts): string {
  const iso = (ms: number): string =>
    Temporal.Instant.fromEpochMilliseconds(ms)
      .toString({ timeZone: zone === 'UTC' ? 'UTC' : zone, smallestUnit: 'millisecond' })
      .replace(/\+00:00$/, zone === 'UTC' ? 'Z' : '+00:00');
  const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toFixed(2))) : '');
  const head = [
    ['Instrument', instrument],
    ['Bands', `${bandWords(variant)}, ${sourceWords(variant, over.stepsMs)}`],
    ['Span', iso(over.span.from), iso(over.span.to)],
    ...(at === undefined ? [] : [['Cursor', iso(at.span.from), iso(at.span.to)]]),
    ['', 'Cursor', 'Span'],
    ['Sum of bands (dB)', number(at?.broadband.level ?? NaN), number(over.broadband.level)],
    ['LAeq of the same time (dB)', number(at?.laeq.level ?? NaN), number(over.laeq.level)],
    ['LAeq held (%)', number(100 * (at?.laeq.valid ?? NaN)), number(100 * over.laeq.valid)],
  ];
  const columns = ['Band', 'Exact centre (Hz)', 'Cursor (dB)', 'Mean (dB)', 'Lowest (dB)', 'Highest (dB)'];
  const rows = bandRows(over, at).map(({ name, centreHz, cursor, mean, min, max, valid }) => [
    ...[name, centreText(centreHz), number(cursor), number(mean), number(min), number(max)],
    number(100 * valid),
  ]);
  return [...head, [...columns, 'Held (%)'], ...rows].map((row) => row.map(quoted).join(',')).join('\n');
}
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
