/** Where each operation lives and how its parameters are written. */
import type { AudioFormat, Span } from '../../contract/model';
import type { Dataset, OperationId } from '../datasets';

const RANGED: Readonly<Partial<Record<OperationId, string>>> = {
  getCalibrations: '/data/calibrations',
  getCalibrationsLog: '/data/calibrations/log',
  getSicResults: '/data/sic',
  getMeasurements: '/data/noise/measurements',
  getTimeHistory: '/data/noise/timehistory',
  getAudioList: '/data/audio',
};

export const INSTRUMENTS_PATH = '/control/instruments';
export const statusPath = (serial: string): string =>
  `/control/instruments/${encodeURIComponent(serial)}/status`;
export const audioPath = (recording: string, format: AudioFormat): string =>
  `/data/audio/${encodeURIComponent(recording)}?format=${format}`;

/** Path and query of a ranged operation for one instrument. */
export function rangedPath(dataset: Dataset, serial: string, span: Span): string {
  const path = RANGED[dataset.operation];
  if (path === undefined) throw new Error(`${dataset.operation} takes no range`);
  const query = new URLSearchParams({
    instruments: serial,
    start: utc(span.from),
    end: utc(span.to),
  });
  if (dataset.series !== undefined) query.set('period', period(dataset.series.stepMs));
  // The documented style repeats the name; a joined list would depend on how the comma is read.
  for (const value of valueNames(dataset)) query.append('values', value);
  return `${path}?${query.toString()}`;
}

/** The value names to ask for, where the operation takes any. */
function valueNames(dataset: Dataset): readonly string[] {
  if (dataset.series !== undefined) return dataset.series.channels;
  if (dataset.operation !== 'getMeasurements') return [];
  return dataset.fields.filter((field) => field.kind === 'number').map((field) => field.name);
}

/** UTC with `Z`, without a fraction where there is none. */
const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** ISO 8601 duration, in seconds with a decimal point if need be. */
const period = (ms: number): string => (ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${ms / 1_000}S`);
