/** Spectra as tables to be saved, and what one must know to read them a year later. Pure. */
import type {
  LevelSeries,
  ShownTable,
  Span,
  Spectrum,
  SpectrumImage,
  SpectrumVariant,
} from '../../../../electron/contract/index';
import { duration, exactTime, level, MISSING, percent, spanText } from '../../../format';
import { bandRows } from './spectrum-text';
import { bandWords, sourceWords } from './variants';

type Table = Omit<ShownTable, 'facts'>;
type Facts = [string, string][];
const orNull = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;
const hertz = (centreHz: number): number => Number(centreHz.toPrecision(6));

export interface Subject {
  /** Name and serial. */
  readonly instrument: string;
  readonly variant: SpectrumVariant;
  readonly zone: string;
}

/** The picture as it is drawn: a row per column, its beginning and the energy mean of each band. */
export function imageTable({ bands, first, columnMs, columns, levels }: SpectrumImage, zone: string): Table {
  return {
    columns: [
      { name: 'Begins', kind: 'time' },
      ...bands.map(({ name }) => ({ name, kind: 'number' as const, unit: 'dB' })),
    ],
    rows: Array.from({ length: columns }, (_, column) => [
      first + column * columnMs,
      ...bands.map((_, band) => orNull(levels[band * columns + column])),
    ]),
    zone,
  };
}
export function imageFacts(
  { instrument, variant, zone }: Subject,
  { stepsMs, columnMs }: SpectrumImage,
  span: Span,
  held: string,
): Facts {
  return [
    ['Instrument', instrument],
    ['Span', spanText(span, zone)],
    ['Bands', `${bandWords(variant)}, from ${sourceWords(variant, stepsMs)}`],
    ['Each column', `energy mean of ${duration(columnMs)} from its beginning on`],
    ['Held', held],
    ['Left out', 'nothing; an empty cell is time without data'],
  ];
}
/** What the line above the spectrogram is. */
export const traceFacts = (trace: LevelSeries | undefined): Facts =>
  trace === undefined
    ? []
    : [['Line above', `LAeq, energy mean, lowest and highest of ${duration(trace.bucketMs)}`]];

/** A row per band. */
export const spectrumTable = (over: Spectrum | undefined, at: Spectrum | undefined, zone: string): Table => ({
  columns: [
    { name: 'Band', kind: 'text' },
    { name: 'Exact centre', kind: 'number', unit: 'Hz' },
    ...['Cursor', 'Mean', 'Lowest', 'Highest'].map((name) => ({ name, kind: 'number' as const, unit: 'dB' })),
    { name: 'Held', kind: 'number', unit: '%' },
  ],
  rows: bandRows(over, at).map(({ name, centreHz, cursor, mean, min, max, valid }) => [
    name,
    ...[hertz(centreHz), cursor, mean, min, max, 100 * valid].map(orNull),
  ]),
  zone,
});
export function spectrumFacts(
  { instrument, variant, zone }: Subject,
  over: Spectrum,
  at: Spectrum | undefined,
  isSelection: boolean,
): Facts {
  const sum = ({ broadband, laeq }: Spectrum): string =>
    `sum of ${String(broadband.bands)} bands ${level(broadband.level)} dB, LAeq ${level(laeq.level)} dB (${percent(laeq.valid)} held)`;
  const cursor = at && `${exactTime(at.span.from, zone)}, ${duration(at.span.to - at.span.from)}; ${sum(at)}`;
  const periods = over.periods === undefined ? '' : `${String(over.periods)} `;
  return [
    ['Instrument', instrument],
    [isSelection ? 'Selection' : 'Span', `${spanText(over.span, zone)}; ${sum(over)}`],
    ['Bands', `${bandWords(variant)}, of ${periods}${sourceWords(variant, over.stepsMs)}`],
    ['Cursor', cursor ?? MISSING],
    ['Left out', 'nothing; the sum of the bands and LAeq are not corrected to each other'],
  ];
}
