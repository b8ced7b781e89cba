import type Database from 'better-sqlite3';
import type { Deflater } from '../series/block-codec';
import type { Clock } from '../clock';

/** What each store is given. */
export interface StoreDeps {
  readonly db: Database.Database;
  readonly clock: Clock;
  readonly deflater: Deflater;
  /** One IMMEDIATE transaction; nests. */
  readonly transaction: <T>(work: () => T) => T;
}

/** SQL knows null, the core undefined. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
export const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;

/** A list as the one JSON parameter that `IN (SELECT value FROM json_each(?))` takes. */
export const asList = (values: readonly (string | number)[]): string => JSON.stringify(values);
