/** Where rows go whose checksum says that they are not as they were written. */
import { crc32 } from 'node:zlib';
import { isFailure } from '../../contract/result';
import { asFailure } from './sqlite-failure';
import type { StoreDeps } from './store-deps';

/** Moves one thing out of the way. `source` is its table, `about` what can be said of it, `data` its bytes. */
export type SetAside = (source: string, about: string, data: Uint8Array) => void;

export function createSetAside({ db, clock }: Pick<StoreDeps, 'db' | 'clock'>): SetAside {
  const add = db.prepare<[number, string, string, Uint8Array]>(
    'INSERT INTO damaged (found_at, source, about, data) VALUES (?, ?, ?, ?)',
  );
  return (source, about, data) => void add.run(clock.now(), source, about, data);
}

/** A row as bytes, for the table `damaged`. */
export const rowBytes = (row: object): Uint8Array => Buffer.from(JSON.stringify(row));

/** SQLite's own check does not see a changed bit inside a value. */
export const checksumOf = (values: readonly (string | number | null)[]): number =>
  crc32(values.map((value) => value ?? '').join('\0'));

/**
 * Runs what tidies up behind damage met while reading. Reading goes on where nothing can be written: the damage is met,
 * and left out, again next time.
 */
export function tidy(work: () => void): void {
  try {
    work();
  } catch (error) {
    const failure = asFailure(error, '');
    if (!isFailure(failure, 'disk-full') && !isFailure(failure, 'not-writable')) throw error;
  }
}
