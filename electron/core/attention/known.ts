/** What was asked about an instrument, and why nothing is known where nothing was answered. */
import type { DatasetId, Instrument } from '../../contract/model';
import type { Rules } from '../../contract/people';
import { dataset as datasetOf, DAY_MS, type Dataset, type Scope } from '../datasets';
import type { Archive, CoverageRow, StoredRecord } from '../db/archive';
import { whyNotAsked } from '../sync/eligible';
import type { KeptOf } from '../sync/keep';
import { isAnswer } from '../sync/plan';
import type { CertificateEntry, Known } from './facts';

/** What an instrument measures all the time, by what it is. */
export const CONTINUOUS: readonly DatasetId[] = [
  'timehistory',
  'measurements',
  'particulates',
  'gases',
  'ppv',
  'vdv',
];
/** Whose ledger tells what is known. */
const ASKED: readonly DatasetId[] = [...CONTINUOUS, 'calibrations', 'sic', 'monitorcurrent', 'monitorstats'];
/** What is asked at all is asked up to now: the newest rows tell when. */
const RECENT_MS = 2 * DAY_MS;

/** What is the same for all instruments of one reading. */
export interface Shared {
  readonly archive: Archive;
  readonly rules: Rules;
  readonly kept: KeptOf;
  /** When microphones were changed, by instrument, ascending. */
  readonly changes: ReadonlyMap<string, readonly number[]>;
  /** By the instrument that they go with, or whose serial number they tell. */
  readonly certificates: ReadonlyMap<string, readonly CertificateEntry[]>;
  readonly now: number;
}
export interface Subject extends Shared {
  readonly instrument: Instrument;
  /** Of the newest days; all of a dataset that was not answered in those. */
  readonly ledger: readonly CoverageRow[];
  readonly denied: ReadonlySet<Scope>;
}

export function readLedger({ archive, rules, now }: Shared, instrument: Instrument): readonly CoverageRow[] {
  return ASKED.map(datasetOf)
    .filter((dataset) => isOf(dataset, instrument))
    .flatMap((dataset) => {
      const days = dataset.kind === 'series' ? (rules.coverage.days + 1) * DAY_MS : RECENT_MS;
      const recent = rowsSince(archive, dataset, instrument.serial, now - days);
      return recent.some(isAnswer) ? recent : ledgerOf(archive, dataset, instrument.serial);
    });
}
/** All rows of a dataset. */
export const ledgerOf = (archive: Archive, dataset: Dataset, serial: string): readonly CoverageRow[] =>
  rowsSince(archive, dataset, serial, -8.64e15);

const rowsSince = (archive: Archive, { id, variants }: Dataset, serial: string, from: number) =>
  variants.flatMap((variant) => archive.coverage.since(id, serial, variant.id, from));

/** Whether such an instrument can have it, whatever the key may read. */
const isOf = (dataset: Dataset, instrument: Instrument): boolean =>
  whyNotAsked(dataset, instrument, new Set()) === undefined;

export type Missing = Exclude<Known<never>['state'], 'known'>;
/** Why nothing of a dataset is known, before anything was asked. */
export function whyMissing({ instrument, kept, denied }: Subject, dataset: Dataset): Missing {
  const why = whyNotAsked(dataset, instrument, denied);
  if (why === 'scope') return 'denied';
  if (why !== undefined) return 'not-had';
  const isKept =
    dataset.kind === 'snapshot' ||
    dataset.variants.some(({ id }) => kept(instrument.serial, dataset.id, id).days > 0);
  return isKept ? 'not-asked' : 'off';
}
export const answersTo = ({ ledger }: Pick<Subject, 'ledger'>, id: DatasetId): readonly CoverageRow[] =>
  ledger.filter((row) => row.dataset === id && isAnswer(row));

export function known<T>(subject: Subject, id: DatasetId, read: () => T): Known<T> {
  const answers = answersTo(subject, id);
  const missing = whyMissing(subject, datasetOf(id));
  if (missing === 'not-had' || answers.length === 0) return { state: missing };
  return { state: 'known', askedAt: greatest(answers.map(({ askedAt }) => askedAt)), value: read() };
}
/** A snapshot has no ledger: its row is what tells that it was asked. */
export function snapshot<T>(subject: Subject, id: DatasetId, read: (row: StoredRecord) => T): Known<T> {
  const missing = whyMissing(subject, datasetOf(id));
  const row =
    missing === 'not-had' ? undefined : subject.archive.records.newest(id, subject.instrument.serial);
  return row === undefined ? { state: missing } : { state: 'known', askedAt: row.time, value: read(row) };
}
export const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), -Infinity);
