import type Database from 'better-sqlite3';
import type { DatasetId } from '../../contract/model';
import type { Deflater } from '../series/bytes';
import type { Clock } from '../clock';
import type { SetAside } from './damaged';

/** Where something held was found damaged. */
export interface DamagedDay {
  readonly dataset: DatasetId;
  readonly instrument: string;
  /** Start of the UTC day, epoch ms. */
  readonly day: number;
}

/** What each store is given. */
export interface StoreDeps {
  readonly db: Database.Database;
  readonly clock: Clock;
  readonly deflater: Deflater;
  /** One IMMEDIATE transaction; nests. */
  readonly transaction: <T>(work: () => T) => T;
  readonly setAside: SetAside;
  /** Told after something of a day was set aside: the day goes back on the plan. */
  readonly onDamage: (where: DamagedDay) => void;
  /** Told when SQLite itself finds the file damaged: the next start takes over what can be read. */
  readonly onCorrupt?: () => void;
}

/** SQL knows null, the core undefined. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
export const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;

/** A list as the one JSON parameter that `IN (SELECT value FROM json_each(?))` takes. */
export const asList = (values: readonly (string | number)[]): string => JSON.stringify(values);
