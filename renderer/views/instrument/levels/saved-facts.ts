/** What one must know of levels that are saved, to read them a year later. Pure. */
import type { Span } from '../../../../electron/contract/index';
import { exactTime, plural } from '../../../format';
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

/** Such as `12345 periods 2026-11-22`. */
export const savedName = (what: string, { serial, span, zone }: AboutSaved): string =>
  `${serial} ${what} ${momentText(span.from, zone).day}`;
