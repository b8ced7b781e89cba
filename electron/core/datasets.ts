/**
 * THE registry: all that Leqbook knows about each dataset, in one place. Planner, API client, stores, exports and screens
 * read it; a new dataset is one entry.
 */
import type { DatasetId } from '../contract/model';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

export type Scope = 'instruments:read' | 'data.noise:read' | 'data.audio:read' | 'data.system:read';
/** Operation ids of the service's description. */
export type OperationId =
  | 'getInstruments'
  | 'getInstrumentStatus'
  | 'getCalibrations'
  | 'getCalibrationsLog'
  | 'getSicResults'
  | 'getMeasurements'
  | 'getTimeHistory'
  | 'getAudioList';

export interface Field {
  /** The API's documented spelling; answers are read without regard to case. */
  readonly name: string;
  readonly kind: 'time' | 'number' | 'text' | 'json';
  readonly unit?: string;
}

export interface Dataset {
  readonly id: DatasetId;
  readonly title: string;
  /**
   * - `snapshot`: a present state, asked anew each time and kept as observed.
   * - `records`: rows in a span, each with a key of its own.
   * - `series`: evenly spaced samples in a span, kept as blocks.
   */
  readonly kind: 'snapshot' | 'records' | 'series';
  readonly operation: OperationId;
  readonly scope: Scope;
  /** The widest span one request may ask for, ms. */
  readonly widestMs: number;
  /** An answer about time younger than this when asked may still grow; it is provisional, ms. */
  readonly settleMs: number;
  /** When a number of days is asked for, this much is fetched all the same, ms: little data whose use is in its length. */
  readonly atLeastMs?: number;
  /** Lower is fetched sooner. */
  readonly urgency: number;
  /** Asked only of instruments of these types; absent: of all. */
  readonly types?: readonly string[];
  /** Asked only of instruments that list this feature. */
  readonly feature?: string;
  readonly fields: readonly Field[];
  /** Series: what is asked for. Its text is the ledger's `params`. */
  readonly series?: { readonly stepMs: number; readonly channels: readonly string[] };
}

const time = (name: string): Field => ({ name, kind: 'time' });
const text = (name: string): Field => ({ name, kind: 'text' });
const dB = (name: string): Field => ({ name, kind: 'number', unit: 'dB' });
const json = (name: string): Field => ({ name, kind: 'json' });

const list: readonly Dataset[] = [
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
      text('serialNumber'),
      text('name'),
      text('type'),
      text('model'),
      json('feature'),
      json('position'),
      json('subscription'),
      text('image'),
    ],
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
      json('online'),
      json('measuring'),
      json('calibrationInProgress'),
      json('sicInProgress'),
      json('lastCalibration'),
      json('lastSic'),
    ],
  },
  {
    id: 'calibrations',
    title: 'Calibrations',
    kind: 'records',
    operation: 'getCalibrations',
    scope: 'data.system:read',
    widestMs: 365 * DAY_MS,
    atLeastMs: 365 * DAY_MS,
    settleMs: HOUR,
    urgency: 2,
    types: ['Noise'],
    fields: [time('time'), text('status'), text('instrument'), dB('level'), dB('offset')],
  },
  {
    id: 'calibrationlog',
    title: 'Calibration log',
    kind: 'records',
    operation: 'getCalibrationsLog',
    scope: 'data.system:read',
    widestMs: 365 * DAY_MS,
    atLeastMs: 365 * DAY_MS,
    settleMs: HOUR,
    urgency: 3,
    types: ['Noise'],
    fields: [time('time'), text('user'), text('message')],
  },
  {
    id: 'sic',
    title: 'SIC results',
    kind: 'records',
    operation: 'getSicResults',
    scope: 'data.system:read',
    widestMs: 365 * DAY_MS,
    atLeastMs: 365 * DAY_MS,
    settleMs: HOUR,
    urgency: 4,
    types: ['Noise'],
    feature: 'SIC',
    fields: [time('time'), text('instrument'), text('status'), dB('_500Hz'), dB('_1KHz'), dB('_8KHz')],
  },
  {
    id: 'measurements',
    title: 'Noise measurements',
    kind: 'records',
    operation: 'getMeasurements',
    scope: 'data.noise:read',
    widestMs: 31 * DAY_MS,
    settleMs: 2 * HOUR,
    urgency: 5,
    types: ['Noise'],
    fields: [
      text('instrument'),
      time('startTime'),
      time('endTime'),
      dB('LAeq'),
      dB('LCPeak'),
      dB('LAFMax'),
      dB('LAF10'),
      dB('LAF90'),
    ],
  },
  {
    id: 'timehistory',
    title: 'Noise time history',
    kind: 'series',
    operation: 'getTimeHistory',
    scope: 'data.noise:read',
    widestMs: 7 * DAY_MS,
    settleMs: 15 * MINUTE,
    urgency: 6,
    types: ['Noise'],
    fields: [time('time'), dB('LAeq'), dB('LAFMax'), dB('LCPeak')],
    series: { stepMs: SECOND, channels: ['LAeq', 'LAFMax', 'LCPeak'] },
  },
  {
    id: 'recordings',
    title: 'Recordings',
    kind: 'records',
    operation: 'getAudioList',
    scope: 'data.audio:read',
    widestMs: 31 * DAY_MS,
    settleMs: 2 * HOUR,
    urgency: 7,
    types: ['Noise'],
    fields: [
      text('id'),
      text('instrument'),
      time('startTime'),
      time('endTime'),
      text('triggerName'),
      time('triggerStartTime'),
      time('triggerEndTime'),
    ],
  },
];

/** In order of urgency. */
export const datasets: readonly Dataset[] = [...list].sort((a, b) => a.urgency - b.urgency);

const byId = new Map(datasets.map((dataset) => [dataset.id, dataset]));
export function dataset(id: DatasetId): Dataset {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no dataset ${id}`);
  return found;
}
