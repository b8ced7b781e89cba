/** The entries of the registry. Units are those of the service's description. */
import type { Dataset, Field, Variant } from './datasets';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const time = (name: string): Field => ({ name, kind: 'time' });
const text = (name: string): Field => ({ name, kind: 'text' });
const json = (name: string): Field => ({ name, kind: 'json' });
const number = (name: string, unit: string, mean?: Field['mean']): Field => ({
  name,
  kind: 'number',
  unit,
  ...(mean && { mean }),
});
const dB = (name: string): Field => number(name, 'dB');

/** For datasets with nothing to choose. */
const plain: readonly Variant[] = [{ id: '', title: '', byDefault: true, ask: {} }];

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

const perMinute = (...channels: readonly Field[]): readonly Variant[] => [
  { id: '', title: '', byDefault: true, ask: {}, stepMs: MINUTE, channels },
];
/** Samples of a minute or so, as rows. */
const environment = {
  kind: 'series',
  scope: 'data.enviro:read',
  widestMs: 31 * DAY,
  settleMs: HOUR,
} as const;
/** What little a year holds of these is fetched whatever span is asked for. */
const upkeep = {
  kind: 'records',
  scope: 'data.system:read',
  widestMs: 365 * DAY,
  atLeastMs: 365 * DAY,
  settleMs: HOUR,
  types: ['Noise'],
  variants: plain,
} as const;
/** The reference says "Quantum noise monitors only"; its examples are of the 900 series. */
const quantum = { types: ['Noise'], models: /quantum|^CR:?9\d\d/i, scope: 'data.system:read' } as const;
const noise = { types: ['Noise'], scope: 'data.noise:read' } as const;

export const list: readonly Dataset[] = [
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
    id: 'monitorcurrent',
    title: 'Monitor, current statistics',
    kind: 'snapshot',
    operation: 'getMonitorCurrentStatus',
    ...quantum,
    widestMs: Infinity,
    settleMs: 0,
    urgency: 2,
    // Percent here, megabytes in the statistics over time.
    fields: [
      ...[number('cpu', '%'), number('mem', '%'), number('disk', '%'), number('temp', '°C')],
      ...[number('uptime', 's'), number('network', 'kbit/s'), number('voltage', 'V')],
      ...[number('simQuota', 'MB'), number('simUsage', 'MB')],
    ],
    variants: plain,
  },
  {
    ...upkeep,
    id: 'calibrations',
    title: 'Calibrations',
    operation: 'getCalibrations',
    urgency: 3,
    fields: [time('time'), text('status'), text('instrument'), dB('level'), dB('offset')],
  },
  {
    ...upkeep,
    id: 'calibrationlog',
    title: 'Calibration log',
    operation: 'getCalibrationsLog',
    urgency: 4,
    fields: [time('time'), text('user'), text('message')],
  },
  {
    ...upkeep,
    id: 'sic',
    title: 'SIC results',
    operation: 'getSicResults',
    urgency: 5,
    feature: 'SIC',
    fields: [time('time'), text('instrument'), text('status'), dB('_500Hz'), dB('_1KHz'), dB('_8KHz')],
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
    ...environment,
    id: 'weather',
    title: 'Weather',
    operation: 'getWeather',
    feature: 'Weather',
    urgency: 10,
    fields: [time('time')],
    variants: perMinute(
      number('windSpeed', 'm/s'),
      number('windDirection', '°', 'direction'),
      number('temperature', '°C'),
      number('pressure', 'bar'),
      number('humidity', '%'),
      number('precipitation', 'mm/h'),
    ),
  },
  {
    ...environment,
    id: 'particulates',
    title: 'Particulates',
    operation: 'getParticulates',
    types: ['AirQuality'],
    urgency: 11,
    fields: [time('startTime')],
    variants: perMinute(...['pM1', 'pM2p5', 'pM4p25', 'pM10'].map((name) => number(name, 'µg/m³'))),
  },
  {
    ...environment,
    id: 'gases',
    title: 'Gases',
    operation: 'getGases',
    types: ['AirQuality'],
    urgency: 12,
    fields: [time('startTime')],
    variants: perMinute(
      ...['co', 'h2S', 'no', 'nO2', 'o3', 'sO2', 'voc'].map((name) => number(name, 'ppb')),
      number('cO2', 'ppm'),
    ),
  },
  {
    ...environment,
    id: 'ppv',
    title: 'Vibration, PPV',
    operation: 'getVibration',
    types: ['Vibration'],
    urgency: 13,
    fields: [time('startTime')],
    variants: perMinute(
      ...['vMaxX', 'vMaxY', 'vMaxZ'].map((name) => number(name, 'mm/s', 'greatest')),
      ...['fDomX', 'fDomY', 'fDomZ'].map((name) => number(name, 'Hz')),
    ),
  },
  {
    ...environment,
    id: 'vdv',
    title: 'Vibration, VDV',
    operation: 'getVibration',
    types: ['Vibration'],
    urgency: 14,
    fields: [time('startTime')],
    variants: perMinute(...['vdvX', 'vdvY', 'vdvZ'].map((name) => number(name, 'm/s^1.75'))),
  },
  {
    ...quantum,
    id: 'monitorevents',
    title: 'Monitor, events',
    kind: 'records',
    operation: 'getMonitorEvents',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 15,
    fields: [time('time'), text('instrument'), text('event'), text('description')],
    variants: plain,
  },
  {
    ...quantum,
    id: 'monitorstats',
    title: 'Monitor, statistics',
    kind: 'records',
    operation: 'getMonitorStats',
    widestMs: 31 * DAY,
    settleMs: 2 * HOUR,
    urgency: 16,
    fields: [
      ...[time('time'), text('instrument'), number('period', 's'), number('cpu', '%'), number('mem', 'MB')],
      ...[number('cache', 'MB'), number('temp', '°C'), number('voltage', 'V'), number('disk', 'MB')],
      ...[number('netRx', 'kbit'), number('netTx', 'kbit'), number('mTot', 'MB'), number('dTot', 'MB')],
      ...[number('lteRsrp', 'dBm'), number('lteRsrq', 'dB'), number('lteSinr', 'dB')],
      ...[number('lteSignal', ''), number('ping', 'ms')],
    ],
    variants: plain,
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
