/** A right answer to each kind of question, small enough to be spoilt a thousand times. */
import type { DatasetId } from '../../../../electron/contract/model';
import type { Reading } from '../../../../electron/core/api/reading';

export const SERIAL = 'QT123456';
const HOUR = 3_600_000;
export const FROM = Date.parse('2026-03-02T05:00:00Z');
export const SPAN = { from: FROM, to: FROM + HOUR };
const iso = (minute: number): string => new Date(FROM + minute * 60_000).toISOString().replace('.000', '');
const level = (i: number): number => Math.round((40 + 15 * Math.sin(i) + i / 7) * 10) / 10;

export interface Question {
  readonly name: string;
  readonly reading: Reading;
  readonly answer: unknown;
}

const list = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const records = (dataset: DatasetId, row: (i: number) => object, variant = ''): Question => ({
  name: `${dataset} ${variant}`,
  reading: { kind: 'records', dataset, variant, serial: SERIAL, span: SPAN },
  answer: list(6, (i) => ({ instrument: SERIAL, ...row(i) })),
});
const series = (dataset: DatasetId, variant: string, stepMs: number, answer: unknown): Question => ({
  name: `${dataset} ${variant}`,
  reading: { kind: 'series', dataset, variant, serial: SERIAL, span: SPAN, stepMs },
  answer,
});
const rows = (dataset: DatasetId, timed: 'time' | 'startTime', fields: readonly string[]): Question =>
  series(
    dataset,
    '',
    60_000,
    list(8, (i) => ({
      [timed]: iso(i),
      ...(timed === 'startTime' && { duration: 60 }),
      instrument: SERIAL,
      ...Object.fromEntries(fields.map((name, n) => [name, (i + n) % 5 === 0 ? null : level(i * 10 + n)])),
    })),
  );

const block = (minute: number, count: number, stepMs: number, body: object) => ({
  start: iso(minute),
  end: new Date(FROM + minute * 60_000 + count * stepMs).toISOString(),
  sampleDuration: stepMs,
  ...body,
});
const values = (count: number, from: number) => list(count, (i) => (i % 7 === 3 ? null : level(from + i)));

const history = (types: readonly string[], stepMs: number) =>
  types.map((type, n) => ({
    type,
    instrument: SERIAL,
    blocks: [0, 5, 30].map((minute) => block(minute, 12, stepMs, { values: values(12, minute + n * 100) })),
  }));
const spectra = (type: string, names: readonly string[], stepMs: number) => [
  {
    type,
    instrument: SERIAL,
    blocks: [0, 10].map((minute) =>
      block(minute, 6, stepMs, {
        bands: names.map((name, n) => ({ name, values: values(6, minute + n * 50) })),
      }),
    ),
  },
];
const timed = (i: number) => ({ startTime: iso(i * 10), endTime: iso(i * 10 + 10) });

export const questions: readonly Question[] = [
  {
    name: 'instruments',
    reading: { kind: 'instruments' },
    answer: list(3, (i) => ({
      ...{ serialNumber: `QT12345${i}`, name: 'My Quantum', type: 'Noise', model: 'CR:900' },
      ...{ feature: ['SIC'], position: { lat: i, long: 0 }, subscription: { tier: 'Standard' } },
    })),
  },
  {
    name: 'status',
    reading: { kind: 'present', dataset: 'status', serial: SERIAL, now: FROM },
    answer: {
      ...{ online: true, measuring: true, sicInProgress: false },
      lastCalibration: { time: iso(0), level: 93.7, offset: 0.04, status: 'Success' },
    },
  },
  {
    name: 'monitorcurrent',
    reading: { kind: 'present', dataset: 'monitorcurrent', serial: SERIAL, now: FROM },
    answer: [{ instrument: SERIAL, cpu: 12.2, mem: 8.3, uptime: 900 }],
  },
  records('calibrations', (i) => ({ time: iso(i), status: 'Success', level: 93.7, offset: i / 10 })),
  records('calibrationlog', (i) => ({ time: iso(i), user: 'Ann', message: `Note ${i}` })),
  records('sic', (i) => ({ time: iso(i), status: 'Error', _500Hz: 55.3829, _1KHz: 48.5, _8KHz: 35.7 })),
  records('measurements', (i) => ({ ...timed(i), LAeq: level(i), LAF90: level(-i), LeqT1Type: 'LAeq,5m' })),
  records('recordings', (i) => ({ ...timed(i), id: `rec-${i}`, triggerName: 'Default' })),
  records('events', (i) => ({
    ...timed(i),
    ...{ name: 'LAeq', type: 'Noise', level: 65 + i, overall: [57.67, 82.53], octave: null },
    ...(i % 2 === 0 ? { timeHistoryId: `th-${i}` } : {}),
  })),
  records('monitorevents', (i) => ({ time: iso(i), event: 'Boot', description: `no. ${i}` })),
  records('monitorstats', (i) => ({ time: iso(i), period: 60, cpu: level(i), lteRsrp: null })),
  records(
    'frequency',
    (i) => ({ ...timed(i), type: 'Third', weighting: 'A', bands: [{ name: '63Hz', value: level(i) }] }),
    'Third-A',
  ),
  series('timehistory', '1s', 1_000, history(['LAeq', 'LAFMax', 'LCPeak'], 1_000)),
  series('timehistory', '100ms', 100, history(['LAeq', 'LAFMax', 'LCPeak'], 100)),
  series('frequencyhistory', 'Octave-Z-1s', 1_000, spectra('Octave', ['31.5Hz', '1KHz', '16KHz'], 1_000)),
  series('frequencyhistory', 'Third-C-100ms', 100, spectra('Third', ['6.3Hz', '1.25KHz'], 100)),
  rows('weather', 'time', ['windSpeed', 'windDirection', 'temperature', 'pressure', 'humidity']),
  rows('particulates', 'startTime', ['pM1', 'pM2p5', 'pM4p25', 'pM10']),
  rows('gases', 'startTime', ['co', 'cO2', 'no', 'o3', 'voc']),
  rows('ppv', 'startTime', ['vMaxX', 'fDomX']),
  rows('vdv', 'startTime', ['vdvX', 'vdvY', 'vdvZ']),
  {
    name: 'eventhistory',
    reading: { kind: 'event-history', id: 'th-1', serial: SERIAL, span: SPAN },
    answer: history(['LAeq'], 100),
  },
];
