/**
 * Series have no checksums, and SQLite believes its indexes: after one changed bit it would show one channel's levels as
 * another's. That a name is as it was written is told by comparing the table with its index, where it stands again.
 */
import type Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import type { Row } from './salvage-copy';

interface Named {
  readonly id: number;
  readonly dataset: string;
  readonly instrument: string;
  readonly channel: string;
  readonly step_ms: number;
}
type Names = ReadonlyMap<number, string>;

const COLUMNS = 'id, dataset, instrument, channel, step_ms';
const BY_TABLE = 'NOT INDEXED';
const BY_INDEX = `INDEXED BY series_by_name WHERE dataset > ''`;

/** @throws Failure `corrupt` when table and index disagree */
export function refuseMisnamed(db: Database.Database): void {
  // As one text each, because an archive is opened in less time than thousands of rows take to become objects.
  const text = (how: string): string | null | undefined =>
    db
      .prepare<[], string | null>(
        `SELECT group_concat(name, char(10)) FROM
           (SELECT concat_ws(char(9), ${COLUMNS}) AS name FROM series ${how} ORDER BY id)`,
      )
      .pluck()
      .get();
  if (text(BY_TABLE) !== text(BY_INDEX))
    throw new Failure({ kind: 'corrupt', what: `The archive ${db.name}` });
}

/** Tells which rows of the table can be believed; all, when it is the index that cannot be read. */
export function believable(old: Database.Database): (row: Row) => boolean {
  let indexed: Names;
  try {
    indexed = fromIndex(old);
  } catch {
    return () => true;
  }
  return (row) => {
    const named = row as unknown as Named;
    return indexed.get(named.id) === nameOf(named);
  };
}

function fromIndex(db: Database.Database): Names {
  const rows = db.prepare<[], Named>(`SELECT ${COLUMNS} FROM series ${BY_INDEX}`).all();
  return new Map(rows.map((row) => [row.id, nameOf(row)]));
}

const nameOf = ({ dataset, instrument, channel, step_ms }: Named): string =>
  [dataset, instrument, channel, step_ms].join('\0');
