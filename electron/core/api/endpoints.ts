/** Where each operation lives and how its parameters are written. */
import type { AudioSource } from './api';
import type { AudioFormat, Span } from '../../contract/model';
import type { Dataset, OperationId, Variant } from '../datasets';

const PATHS: Readonly<Partial<Record<OperationId, string>>> = {
  getCalibrations: '/data/calibrations',
  getCalibrationsLog: '/data/calibrations/log',
  getSicResults: '/data/sic',
  getMeasurements: '/data/noise/measurements',
  getTimeHistory: '/data/noise/timehistory',
  getFrequencyMeasurements: '/data/frequency/measurements',
  getFrequencyTimeHist: '/data/frequency/timehistory',
  getAudioList: '/data/audio',
  getEvents: '/data/events',
  getWeather: '/data/weather',
  getParticulates: '/data/particulates',
  getGases: '/data/gases',
  getMonitorStats: '/data/monitor/stats',
  getMonitorEvents: '/data/monitor/events',
  getMonitorCurrentStatus: '/data/monitor/current',
};
const VIBRATION = { ppv: 'PPV', vdv: 'VDV' } as const;

export const INSTRUMENTS_PATH = '/control/instruments';
export const statusPath = (serial: string): string =>
  `/control/instruments/${encodeURIComponent(serial)}/status`;
export const audioPath = ({ list, id }: AudioSource, format: AudioFormat): string =>
  `/data/${list === 'events' ? 'events/audio' : 'audio'}/${encodeURIComponent(id)}?format=${format}`;
export const eventHistoryPath = (id: string): string => `/data/events/timehistory/${encodeURIComponent(id)}`;

export interface Ranged {
  readonly serial: string;
  readonly span: Span;
  /** Length of a sample, ms; absent: as recorded. */
  readonly stepMs?: number;
}

/** Path and query of a ranged operation for one instrument. */
export function rangedPath(dataset: Dataset, variant: Variant, { serial, span, stepMs }: Ranged): string {
  const query = new URLSearchParams({
    instruments: serial,
    start: utc(span.from),
    end: utc(span.to),
  });
  if (stepMs !== undefined) query.set('period', period(stepMs));
  // The documented style repeats the name; a joined list would depend on how the comma is read.
  for (const [name, value] of Object.entries(variant.ask))
    for (const one of typeof value === 'string' ? [value] : value) query.append(name, one);
  return `${pathOf(dataset)}?${query.toString()}`;
}

/** Path and query of an operation about the present of one instrument. */
export const presentPath = (dataset: Dataset, serial: string): string =>
  dataset.id === 'status'
    ? statusPath(serial)
    : `${pathOf(dataset)}?${new URLSearchParams({ instruments: serial }).toString()}`;

function pathOf({ id, operation }: Dataset): string {
  if (id === 'ppv' || id === 'vdv') return `/data/vibration/${VIBRATION[id]}`;
  const path = PATHS[operation];
  if (path === undefined) throw new Error(`${operation} is not asked for by span`);
  return path;
}

/** UTC with `Z`, without a fraction where there is none. */
const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** ISO 8601 duration; below a minute in seconds, with a decimal point if need be. */
function period(ms: number): string {
  if (ms % 86_400_000 === 0) return `P${ms / 86_400_000}D`;
  if (ms % 3_600_000 === 0) return `PT${ms / 3_600_000}H`;
  return ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${ms / 1_000}S`;
}
