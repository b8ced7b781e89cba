import { crc32 } from 'node:zlib';
import type { StoredRecord } from './archive';
import { orUndefined } from './store-deps';

/** A row of the table `record`. */
export interface RecordRow {
  readonly id: number;
  readonly dataset: string;
  readonly variant: string;
  readonly instrument: string;
  readonly key: string;
  readonly time: number;
  readonly until: number | null;
  readonly data: string;
  readonly fetched_at: number;
  readonly crc: number;
}
/** The columns that the checksum covers, in its order. */
type Values = readonly [
  dataset: string,
  variant: string,
  instrument: string,
  key: string,
  time: number,
  until: number | null,
  data: string,
];

export const COLUMNS = 'dataset, variant, instrument, key, time, until, data';

/** The checksum of the values: spelled out, since a year has tens of thousands. */
export const recordChecksum = ([dataset, variant, instrument, key, time, until, data]: Values): number =>
  crc32(`${dataset}\0${variant}\0${instrument}\0${key}\0${String(time)}\0${String(until ?? '')}\0${data}`);

/** Whether a row is as it was written. */
export const isRecordWhole = (row: RecordRow): boolean =>
  recordChecksum([row.dataset, row.variant, row.instrument, row.key, row.time, row.until, row.data]) ===
  row.crc;

export function toStored(row: RecordRow): StoredRecord {
  const { key, variant, time } = row;
  const until = orUndefined(row.until);
  const data = JSON.parse(row.data) as StoredRecord['data'];
  return variant === '' ? { key, time, until, data } : { key, variant, time, until, data };
}
