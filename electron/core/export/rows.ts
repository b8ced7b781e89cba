/**
 * Archive data as a table: every sample slot of a series, every record of the other datasets, ascending. The command line
 * prints it and every export writes it.
 */
import { dataset as datasetOf } from '../datasets';
import type { Archive } from '../db/archive';
import { eventHistoryRows } from './rows-events';
import { recordRows } from './rows-records';
import { seriesRows } from './rows-series';
import { chosen, type Rows, type RowsQuery } from './table';

/** @throws Failure `invalid` for a channel that the dataset does not have */
export function readRows(archive: Archive, query: RowsQuery): Rows {
  const { kind } = datasetOf(query.dataset);
  if (kind === 'series') return seriesRows(archive, query);
  return pick(kind === 'details' ? eventHistoryRows(archive, query) : recordRows(archive, query), query);
}

function pick(rows: Rows, query: RowsQuery): Rows {
  const [time, ...others] = rows.columns;
  if (time === undefined || query.channels.length === 0) return rows;
  const columns = [time, ...chosen(query, others)];
  const places = columns.map((column) => rows.columns.indexOf(column));
  return {
    ...rows,
    columns,
    *pieces() {
      for (const piece of rows.pieces())
        yield { length: piece.length, columns: places.map((place) => piece.columns[place] ?? []) };
    },
  };
}
