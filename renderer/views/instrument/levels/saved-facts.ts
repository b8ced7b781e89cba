/** What one must know of levels that are saved, to read them a year later. Pure. */
import type { Span } from '../../../../electron/contract/index';
import { duration, exactTime, plural } from '../../../format';
import { momentText } from '../../people/moment';

export type Facts = readonly (readonly [string, string])[];
export interface AboutSaved {
  readonly serial: string;
  /** What the instrument is called. */
  readonly name: string;
  readonly span: Span;
  /** In which its times are written. */
  readonly zone: string;
  /** What its figures leave out; undefined where nothing is ever left out of them. */
  readonly excluded?: readonly Span[] | undefined;
}

export const savedFacts = ({ serial, name, span, zone, excluded }: AboutSaved): Facts => [
  ['Instrument', name === serial ? serial : `${name} (${serial})`],
  ['From', exactTime(span.from, zone)],
  ['To', exactTime(span.to, zone)],
  ['Time zone', zone],
  ...(excluded === undefined
    ? []
    : [
        [
          'Left out',
          excluded.length === 0
            ? 'nothing: these are figures of all that is held'
            : `${plural(excluded.length, 'stretch', 'stretches')}, by hand or by house rules`,
        ] as const,
      ]),
];

/** Of the chart, with what each point is and whose are beside it. */
export const chartFacts = (
  about: AboutSaved,
  chart: {
    readonly points: string;
    /** How much is valid; undefined: not read yet. */
    readonly valid: string | undefined;
    /** Undefined: not known yet. */
    readonly leftOutMs: number | undefined;
    readonly compared: readonly { readonly title: string }[];
  },
): Facts => [
  ...savedFacts(about),
  ['Points', chart.points],
  ['Valid', chart.valid ?? ''],
  ['Left out', chart.leftOutMs === undefined ? '' : duration(chart.leftOutMs)],
  ...(chart.compared.length === 0
    ? []
    : [['Compared with', chart.compared.map(({ title }) => title).join('; ')] as const]),
];

/** Such as `12345 periods 2026-11-22`. */
export const savedName = (what: string, { serial, span, zone }: AboutSaved): string =>
  `${serial} ${what} ${momentText(span.from, zone).day}`;
