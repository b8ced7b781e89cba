/** One step: ask, then write rows and ledger in one transaction. */
import type { ChangedTable } from '../../contract/index';
import type { Span } from '../../contract/model';
import { dataset, datasets, type Dataset } from '../datasets';
import type { Answer, Api } from '../api/api';
import type { Clock } from '../clock';
import type { Archive, CoverageRow, SeriesChunk, StoredRecord } from '../db/archive';
import { knownExtent } from '../extent';
import { coverAnswer, type Answered } from './cover';
import { onlineNow } from './facts';
import type { Step } from './plan';
import { intersect, lengthMs, subtract, union } from './spans';

export interface StepDeps {
  readonly archive: Archive;
  readonly api: Api;
  readonly clock: Clock;
  /** The service's time, epoch ms: our clock may be wrong, and it must not settle what has not happened yet. */
  serviceNow(): number;
}
/** What came of a step. */
export interface StepResult {
  readonly tables: readonly ChangedTable[];
  readonly bytes: number;
  readonly samples: number;
  readonly records: number;
  readonly oddities: readonly string[];
  readonly serverTime: number | undefined;
}

/** Doubt about less than this is not carried over to the other datasets of an instrument. */
const DOUBT_MS = 3_600_000;

/** Rejects with a Failure; then nothing was written. */
export async function performStep(deps: StepDeps, step: Step, signal: AbortSignal): Promise<StepResult> {
  if (step.dataset === 'instruments') return askInstruments(deps, signal);
  if (step.span === undefined) return askStatus(deps, step.instrument, signal);
  const ranged = { dataset: dataset(step.dataset), instrument: step.instrument, span: step.span };
  return ranged.dataset.kind === 'series'
    ? askSeries(deps, ranged, signal)
    : askRecords(deps, ranged, signal);
}

interface Ranged {
  readonly dataset: Dataset;
  readonly instrument: string;
  readonly span: Span;
}

async function askInstruments({ archive, api, clock }: StepDeps, signal: AbortSignal): Promise<StepResult> {
  const { value, ...rest } = await api.instruments(signal);
  archive.transaction(() => archive.instruments.replace(value, clock.now()));
  return { ...result(rest), tables: ['instruments'] };
}

async function askStatus(
  { archive, api, clock }: StepDeps,
  serial: string,
  signal: AbortSignal,
): Promise<StepResult> {
  const { value, ...rest } = await api.status(serial, signal);
  archive.transaction(() => archive.records.upsert('status', serial, [value], clock.now()));
  return { ...result(rest), tables: ['status'] };
}

async function askRecords(deps: StepDeps, ranged: Ranged, signal: AbortSignal): Promise<StepResult> {
  const { archive, api, clock } = deps;
  const { dataset: asked, instrument, span } = ranged;
  const askedAt = deps.serviceNow();
  const { value, ...rest } = await api.records(asked.id, instrument, span, signal);
  const received = value.map(({ time, until }) => ({ from: time, to: until ?? time }));
  archive.transaction(() => {
    archive.records.upsert(asked.id, instrument, value, clock.now());
    const doubts = [...levelDoubts(archive, instrument), ...ownDoubts(asked, span, value)];
    for (const row of coverAnswer(answered(deps, ranged, askedAt, received, doubts)))
      archive.coverage.put(row);
  });
  return { ...result(rest), tables: ['records', 'coverage'], records: value.length };
}

async function askSeries(deps: StepDeps, ranged: Ranged, signal: AbortSignal): Promise<StepResult> {
  const { archive, api } = deps;
  const { dataset: asked, instrument, span } = ranged;
  const askedAt = deps.serviceNow();
  const { value, ...rest } = await api.series(asked.id, instrument, span, signal);
  const received = union(value.flatMap(runs));
  archive.transaction(() => {
    archive.series.write(asked.id, instrument, value);
    const rows = coverAnswer(answered(deps, ranged, askedAt, received, []));
    for (const row of rows) archive.coverage.put(row);
    castDoubt(archive, instrument, rows);
  });
  const samples = value.reduce((sum, chunk) => sum + countValues(chunk), 0);
  return { ...result(rest), tables: ['series', 'coverage'], samples };
}

const result = (answer: Omit<Answer<never>, 'value'>): Omit<StepResult, 'tables'> => ({
  bytes: answer.bytes,
  oddities: answer.oddities,
  serverTime: answer.serverTime,
  samples: 0,
  records: 0,
});

function answered(
  { archive, clock }: StepDeps,
  ranged: Ranged,
  askedAt: number,
  received: readonly Span[],
  doubts: readonly Span[],
): Answered {
  const { dataset: asked, instrument, span } = ranged;
  const before = archive.coverage
    .list({ datasets: [asked.id], instruments: [instrument] })
    .filter((row) => row.from < span.to && row.to > span.from);
  const online = onlineNow(archive, instrument, clock.now());
  const lastContact = seriesIds
    .map((id) => knownExtent(archive, id, instrument)?.to)
    .reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
  return { ...ranged, askedAt, online, received, doubts, lastContact, before };
}

const seriesIds = datasets.filter(({ kind }) => kind === 'series').map(({ id }) => id);
const recordIds = datasets.filter(({ kind }) => kind === 'records').map(({ id }) => id);
const isDoubt = (row: CoverageRow): boolean =>
  row.state === 'provisional' && (row.why === 'gap' || row.why === 'offline') && lengthMs(row) >= DOUBT_MS;

/** Where the instrument's levels are missing and may still come, its records may too. */
const levelDoubts = (archive: Archive, instrument: string): readonly Span[] =>
  archive.coverage.list({ datasets: seriesIds, instruments: [instrument] }).filter(isDoubt);

/** Measurements follow each other, so a hole between them shows by itself. */
function ownDoubts(asked: Dataset, span: Span, rows: readonly StoredRecord[]): readonly Span[] {
  if (asked.operation !== 'getMeasurements') return [];
  const measured = rows.flatMap(({ time, until }) => (until === undefined ? [] : { from: time, to: until }));
  return subtract([span], measured).filter((hole) => lengthMs(hole) >= DOUBT_MS);
}

/** Levels found missing for the first time unsettle what was asked of the other datasets before that was known. */
function castDoubt(archive: Archive, instrument: string, rows: readonly CoverageRow[]): void {
  const doubts = rows.filter((row) => isDoubt(row) && row.asks === 1);
  if (doubts.length === 0) return;
  for (const row of archive.coverage.list({ datasets: recordIds, instruments: [instrument] }))
    if (row.state === 'settled')
      for (const part of intersect([row], doubts))
        archive.coverage.put({ ...row, ...part, state: 'provisional', asks: 1, why: 'gap' });
}

/** The stretches of a chunk that have values. */
function runs({ start, stepMs, values }: SeriesChunk): readonly Span[] {
  const out: Span[] = [];
  let from = -1;
  for (let i = 0; i <= values.length; i += 1) {
    const held = i < values.length && !Number.isNaN(values[i]);
    if (held && from < 0) from = i;
    if (held || from < 0) continue;
    out.push({ from: start + from * stepMs, to: start + i * stepMs });
    from = -1;
  }
  return out;
}

function countValues({ values }: SeriesChunk): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count += 1;
  return count;
}
