/** The entries of the registry. Units are those of the service's description; where it states none, there is none. */
import { DAY, dB, HOUR, json, MINUTE, plain, SECOND, text, time } from './dataset-fields';
import { surroundings } from './dataset-surroundings';
import { system } from './dataset-system';
import type { Dataset, Variant } from './datasets';

/** Noise measurements: every documented value. LAFn come only as recorded, so no period is asked for. */
const MEASURED = [
  ...['LAeq', 'LCeq', 'LZeq', 'LAE', 'LCE', 'LZE', 'LEX8', 'LAPeak', 'LCPeak', 'LZPeak'],
  ...['LAFMax', 'LASMax', 'LAIMax', 'LCFMax', 'LCSMax', 'LCIMax', 'LZFMax', 'LZSMax', 'LZIMax'],
  ...['LAF1', 'LAF5', 'LAF10', 'LAF50', 'LAF90', 'LAF95', 'LAF99', 'LeqT1Max', 'LeqT2Max'],
];
/** The description lists no names for the time history; these are those of measurements that exist at every moment. */
const FIRST_LEVELS = ['LAeq', 'LAFMax', 'LCPeak'];
const MORE_LEVELS = [
  ...['LCeq', 'LZeq', 'LAPeak', 'LZPeak', 'LASMax', 'LAIMax', 'LCFMax', 'LCSMax', 'LCIMax'],
  ...['LZFMax', 'LZSMax', 'LZIMax'],
];
const levels = (
  id: string,
  title: string,
  names: readonly string[],
  stepMs: number,
  byDefault: boolean,
): Variant => ({ id, title, byDefault, ask: { values: names }, stepMs, channels: names.map(dB) });

const OCTAVES = ['31.5Hz', '63Hz', '125Hz', '250Hz', '500Hz', '1KHz', '2KHz', '4KHz', '8KHz', '16KHz'];
const THIRDS = [
  ...['6.3Hz', '8Hz', '10Hz', '12.5Hz', '16Hz', '20Hz', '25Hz', '31.5Hz', '40Hz', '50Hz', '63Hz', '80Hz'],
  ...['100Hz', '125Hz', '160Hz', '200Hz', '250Hz', '315Hz', '400Hz', '500Hz', '630Hz', '800Hz', '1KHz'],
  ...['1.25KHz', '1.6KHz', '2KHz', '2.5KHz', '3.15KHz', '4KHz', '5KHz', '6.3KHz', '8KHz', '10KHz'],
  ...['12.5KHz', '16KHz', '20KHz'],
];
export const BANDS = { Octave: OCTAVES, Third: THIRDS } as const;
type BandSet = keyof typeof BANDS;
const bandSets: readonly BandSet[] = ['Octave', 'Third'];
const weightings = ['Z', 'A', 'C'] as const;
/** The stored name of a band's channel, such as `Third Z 1KHz`. */
export const bandChannel = (bands: BandSet, weighting: string, band: string): string =>
  `${bands} ${weighting} ${band}`;

const spectrum = (bands: BandSet, weighting: string, step?: { id: string; ms: number }): Variant => {
  const title = `${bands === 'Octave' ? 'octaves' : 'third octaves'}, ${weighting}`;
  const id = `${bands}-${weighting}`;
  if (step === undefined) return { id, title, byDefault: weighting === 'Z', ask: { bands, weighting } };
  return {
    id: `${id}-${step.id}`,
    title: `${title}, ${step.id === '1s' ? '1 s' : '100 ms'}`,
    byDefault: bands === 'Octave' && weighting === 'Z' && step.ms === SECOND,
    ask: { bands, weighting },
    stepMs: step.ms,
    channels: BANDS[bands].map((band) => dB(bandChannel(bands, weighting, band))),
  };
};
const steps = [
  { id: '1s', ms: SECOND },
  { id: '100ms', ms: 100 },
];

const noise = { types: ['Noise'], scope: 'data.noise:read' } as const;

export const list: readonly Dataset[] = [
  ...surroundings,
  ...system,
  {
    id: 'instruments',
    title: 'Instruments',
    kind: 'snapshot',
    operation: 'getInstruments',
    scope: 'instruments:read',
    widestMs: Infinity,
    settleMs: 0,
    urgency: 0,
    fields: [
      ...[text('serialNumber'), text('name'), text('type'), text('model'), json('feature')],
      ...[json('position'), json('subscription'), text('image')],
    ],
    variants: plain,
  },
  {
    id: 'status',
    title: 'Status',
    kind: 'snapshot',
    operation: 'getInstrumentStatus',
    scope: 'instruments:read',
    widestMs: Infinity,
    settleMs: 0,
    urgency: 1,
    fields: [
      'online',
      'measuring',
      'calibrationInProgress',
      'sicInProgress',
      'lastCalibration',
      'lastSic',
    ].map(json),
    variants: plain,
  },
  {
    ...noise,
    id: 'measurements',
    title: 'Noise measurements',
    kind: 'records',
    operation: 'getMeasurements',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 6,
    dense: true,
    fields: [
      ...[text('instrument'), time('startTime'), time('endTime'), ...MEASURED.map(dB)],
      ...[text('LeqT1Type'), text('LeqT2Type')],
    ],
    variants: [{ id: '', title: '', byDefault: true, ask: { values: MEASURED } }],
  },
  {
    id: 'recordings',
    title: 'Recordings',
    kind: 'records',
    operation: 'getAudioList',
    scope: 'data.audio:read',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 7,
    types: ['Noise'],
    fields: [
      ...[text('id'), text('instrument'), time('startTime'), time('endTime')],
      ...[text('triggerName'), time('triggerStartTime'), time('triggerEndTime')],
    ],
    variants: plain,
  },
  {
    id: 'events',
    title: 'Events',
    kind: 'records',
    operation: 'getEvents',
    scope: 'data.events:read',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 8,
    fields: [
      ...[text('instrument'), time('startTime'), time('endTime'), text('type'), text('name'), dB('level')],
      ...[json('overall'), json('octave'), json('thirdOctave'), time('audioTime'), text('audioId')],
      text('timeHistoryId'),
    ],
    variants: plain,
  },
  {
    ...noise,
    id: 'timehistory',
    title: 'Noise time history',
    kind: 'series',
    operation: 'getTimeHistory',
    widestMs: 7 * DAY,
    settleMs: 15 * MINUTE,
    urgency: 9,
    fields: [time('time')],
    variants: [
      levels('1s', '1 s', FIRST_LEVELS, SECOND, true),
      levels('100ms', '100 ms', FIRST_LEVELS, 100, false),
      levels('more-1s', 'all other values, 1 s', MORE_LEVELS, SECOND, false),
    ],
  },
  {
    ...noise,
    id: 'frequency',
    title: 'Frequency measurements',
    kind: 'records',
    operation: 'getFrequencyMeasurements',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 17,
    dense: true,
    fields: [
      ...[text('instrument'), time('startTime'), time('endTime'), text('type'), text('weighting')],
      json('bands'),
    ],
    variants: bandSets.flatMap((bands) => weightings.map((weighting) => spectrum(bands, weighting))),
  },
  {
    id: 'eventhistory',
    title: 'Time history of events',
    kind: 'details',
    of: { dataset: 'events', id: 'timeHistoryId' },
    operation: 'getEventTimeHistory',
    scope: 'data.events:read',
    widestMs: DAY,
    settleMs: 2 * HOUR,
    urgency: 18,
    fields: [json('series')],
    variants: plain,
  },
  {
    ...noise,
    id: 'frequencyhistory',
    title: 'Frequency time history',
    kind: 'series',
    operation: 'getFrequencyTimeHist',
    widestMs: DAY,
    settleMs: 15 * MINUTE,
    urgency: 19,
    fields: [time('time')],
    variants: bandSets.flatMap((bands) =>
      steps.flatMap((step) => weightings.map((weighting) => spectrum(bands, weighting, step))),
    ),
  },
];
