/** What a day of a dataset takes, until it has been measured: careful guesses. Pure. */
import type { DatasetId } from '../../contract/model';
import { dataset, DAY_MS, variantOf, type Dataset, type Variant } from '../datasets';
import type { Step } from './plan';

export interface Size {
  /** As JSON text, uncompressed. */
  readonly bytes: number;
  /** In the archive, with its indexes and coarser levels. */
  readonly diskBytes: number;
}

/** JSON of an answer with nothing in it, and what a question about one event's time history brings. */
export const BYTES_PER_ANSWER = 600;
export const BYTES_PER_DETAIL = 6_000;
export const EVENTS_PER_DAY = 12;

/** JSON of records, bytes per instrument and day. */
const RECORD_BYTES: Readonly<Partial<Record<DatasetId, number>>> = {
  calibrations: 150,
  calibrationlog: 150,
  sic: 600,
  measurements: 60_000,
  recordings: 4_000,
  events: 12_000,
  eventhistory: EVENTS_PER_DAY * BYTES_PER_DETAIL,
  frequency: 60_000,
  monitorevents: 2_000,
  monitorstats: 100_000,
};
/** A row has a key, times, a checksum and three indexes beside its JSON. */
export const DISK_PER_RECORD_BYTE = 1.5;

const SAMPLE = { bytes: 5.5, diskBytes: 1.8 };
/** Minute data comes as rows with names and times, and is kept in the plainer codec. */
const MINUTE_SAMPLE = { bytes: 28, diskBytes: 5 };
const BLOCK_DISK_BYTES = 400;

/** Of one instrument and day. */
export function guessSize({ id, kind }: Dataset, { stepMs, channels = [] }: Variant): Size {
  if (kind !== 'series' || stepMs === undefined) {
    const bytes = RECORD_BYTES[id] ?? 0;
    return { bytes, diskBytes: bytes * DISK_PER_RECORD_BYTE };
  }
  const samples = (channels.length * DAY_MS) / stepMs;
  const each = stepMs >= 60_000 ? MINUTE_SAMPLE : SAMPLE;
  return {
    bytes: samples * each.bytes,
    diskBytes: samples * each.diskBytes + channels.length * BLOCK_DISK_BYTES,
  };
}

/** Such as a week of three channels of a second. */
const WIDE_BYTES = 4e6;

/** Whether the answer to a step may be so large that only few of its kind should be held at once. */
export function isWide({ dataset: id, variant, span }: Step): boolean {
  const asked = dataset(id);
  if (span === undefined || asked.kind !== 'series') return false;
  return (guessSize(asked, variantOf(id, variant)).bytes * (span.to - span.from)) / DAY_MS >= WIDE_BYTES;
}
