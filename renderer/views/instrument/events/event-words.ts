/** Events in words, and their samples as lines. Pure. */
import type {
  EventDetail,
  EventHistory,
  EventRow,
  EventSpectrum,
  Holding,
} from '../../../../electron/contract/index';
import type { ChartLine, Ink } from '../../../charts/lines';
import { duration, exactTime, level, MISSING } from '../../../format';
import { sourceWords } from '../spectra/variants';

export const lengthText = ({ from, to }: EventRow): string =>
  to === undefined ? MISSING : duration(to - from);
export const levelText = (row: EventRow): string =>
  row.level === undefined ? MISSING : `${level(row.level)} dB`;

const HOLDINGS: Readonly<Record<Holding, string>> = {
  held: 'here',
  'not-held': 'not here',
  none: 'none',
};
export const holdingWord = (holding: Holding): string => HOLDINGS[holding];
/** `time history here, audio not here`. */
export const holdingText = ({ history, audio }: EventRow): string =>
  `time history ${HOLDINGS[history]}, audio ${HOLDINGS[audio]}`;

const INKS: Readonly<Record<string, Ink>> = { LAeq: 'strong', LAFMax: 'thin', LCPeak: 'faint' };
export const eventLines = ({ channels }: EventHistory): readonly ChartLine[] =>
  channels.map(({ name, values }, i) => ({
    name,
    ink: INKS[name] ?? (i === 0 ? 'strong' : 'thin'),
    values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  }));

/** Where its samples come from, or why there are none. */
export function sourceText({ samples, history }: EventDetail): string {
  if (samples === undefined)
    return history === 'none'
      ? 'MyCirrus keeps no time history with this event.'
      : history === 'held'
        ? 'The time history that MyCirrus keeps with this event has no sample.'
        : 'The time history that MyCirrus keeps with this event is not here yet; a sync brings it.';
  const each = `every sample, ${duration(samples.stepMs)}`;
  return samples.source === 'event'
    ? `Time history kept with the event, ${each}`
    : `From the instrument's time history of the same time, ${each}`;
}

/** What one must know to read a file about an event a year later. */
export const eventFacts = (
  event: EventRow,
  instrument: string,
  zone: string,
): readonly (readonly [string, string])[] => [
  ['Instrument', instrument],
  ['Begins', exactTime(event.from, zone)],
  ['Ends', exactTime(event.to, zone)],
  ['Trigger', [event.trigger ?? 'not named', levelText(event)].join(', ')],
  ...(event.type === undefined ? [] : [['Type', event.type] as const]),
];

/** `Third-octave, Z`; as sent with an event the weighting is not stated. */
export const spectrumTitle = ({ set, weighting, source }: EventSpectrum): string =>
  `${set === 'Third' ? 'Third-octave' : 'Octave'}, ${weighting ?? (source === 'event' ? 'as sent' : '')}`;
/** Where it comes from, and what is not known of it. */
export function spectrumWords({ source, set, bands, stepsMs, mean }: EventSpectrum): string {
  if (source === 'timehistory')
    return `energy mean, lowest to highest of ${sourceWords({ source: 'history' }, stepsMs)}, from the instrument's band levels`;
  const isNamed = bands.every(({ centreHz }) => Number.isFinite(centreHz));
  const bandsText = isNamed
    ? `${set === 'Third' ? 'third-octave' : 'octave'} levels sent with the event, named from the lowest band up`
    : `${String(mean.length)} levels sent with the event; which bands they are is not stated`;
  return `${bandsText}; their weighting is not stated`;
}
