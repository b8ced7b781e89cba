/** Where an instrument's data is missing and may still come, so that an empty answer about its records proves nothing. */
import type { DatasetId, Span } from '../../contract/model';
import { datasets, type Dataset } from '../datasets';
import type { Archive, CoverageRow, StoredRecord } from '../db/archive';
import { isAnswer } from './plan';
import { intersect, lengthMs, subtract } from './spans';

/** Doubt about less than this is not carried over to the other datasets of an instrument. */
const DOUBT_MS = 3_600_000;

const seriesIds = datasets.filter(({ kind }) => kind === 'series').map(({ id }) => id);
/** Dense records follow each other, so a hole between them shows by itself, and only there. */
const sparseIds = datasets
  .filter(({ kind, dense }) => (kind === 'records' && dense !== true) || kind === 'details')
  .map(({ id }) => id);

const isDoubt = (row: CoverageRow): boolean =>
  row.state === 'provisional' && (row.why === 'gap' || row.why === 'offline') && lengthMs(row) >= DOUBT_MS;

/**
 * The series that tells best when an instrument was away is its most urgent one that was ever answered. Where another
 * variant of it has an answer to rely on, nothing is in doubt.
 */
function witness(archive: Archive, instrument: string): readonly CoverageRow[] {
  for (const id of seriesIds) {
    const rows = archive.coverage.list({ datasets: [id], instruments: [instrument] }).filter(isAnswer);
    if (rows.length > 0) return rows;
  }
  return [];
}
function doubtsIn(rows: readonly CoverageRow[]): readonly CoverageRow[] {
  const sure = rows.filter((row) => row.state === 'settled');
  return rows
    .filter(isDoubt)
    .flatMap((row) => subtract([row], sure).map((part) => ({ ...row, ...part })))
    .filter((row) => lengthMs(row) >= DOUBT_MS);
}

/** Where an answer with `rows` proves nothing by being empty. */
export function doubtsAbout(
  archive: Archive,
  { dense }: Dataset,
  instrument: string,
  span: Span,
  rows: readonly StoredRecord[],
): readonly Span[] {
  if (dense !== true) return doubtsIn(witness(archive, instrument));
  const measured = rows.flatMap(({ time, until }) => (until === undefined ? [] : { from: time, to: until }));
  return subtract([span], measured).filter((hole) => lengthMs(hole) >= DOUBT_MS);
}

/**
 * Levels found missing for the first time in `span` unsettle what was asked of sparse records there before that was known.
 * Called once the new rows of `dataset` are in the ledger.
 */
export function castDoubt(archive: Archive, dataset: DatasetId, instrument: string, span: Span): void {
  const rows = witness(archive, instrument);
  if (rows[0]?.dataset !== dataset) return;
  const fresh = doubtsIn(rows).filter(({ asks }) => asks === 1);
  const doubts = intersect(fresh, [span]);
  if (doubts.length === 0) return;
  for (const row of archive.coverage.list({ datasets: sparseIds, instruments: [instrument], span }))
    if (row.state === 'settled')
      for (const part of intersect([row], doubts))
        archive.coverage.put({ ...row, ...part, state: 'provisional', asks: 1, why: 'gap' });
}
