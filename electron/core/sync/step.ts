/** One step: ask, then write rows and ledger together. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { ChangedTable } from '../../contract/index';
import type { Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset, datasets, variantOf, type Dataset, type Variant } from '../datasets';
import type { Answer, Api } from '../api/api';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import { knownExtent } from '../extent';
import { coverAnswer, type Answered } from './cover';
import { askDetails } from './details';
import { castDoubt, doubtsAbout } from './doubts';
import { onlineNow } from './facts';
import type { Ladder } from './ladder';
import type { Step } from './plan';
import { survey } from './runs';
import { slicesOf, type Slice } from './slices';

export interface StepDeps {
  readonly archive: Archive;
  readonly api: Api;
  readonly clock: Clock;
  readonly ladder: Ladder;
  /** The service's time, epoch ms: our clock may be wrong, and it must not settle what has not happened yet. */
  serviceNow(): number;
}
/** What came of a step. */
export interface StepResult {
  readonly tables: readonly ChangedTable[];
  readonly requests: number;
  readonly bytes: number;
  readonly samples: number;
  readonly records: number;
  readonly oddities: readonly string[];
  readonly serverTime: number | undefined;
}
/** A step that has a span. */
export interface Ranged {
  readonly dataset: Dataset;
  readonly variant: Variant;
  readonly instrument: string;
  readonly span: Span;
}

/**
 * Rejects with a Failure. Of a wide answer whole days may be written then, each with its ledger; otherwise nothing was.
 */
export async function performStep(deps: StepDeps, step: Step, signal: AbortSignal): Promise<StepResult> {
  if (step.dataset === 'instruments') return askInstruments(deps, signal);
  if (step.dataset === 'status' || step.dataset === 'monitorcurrent')
    return askSnapshot(deps, step.dataset, step.instrument, signal);
  if (step.span === undefined) throw new Error(`a step of ${step.dataset} needs a span`);
  const { instrument, span } = step;
  const variant = variantOf(step.dataset, step.variant);
  const ranged = { dataset: dataset(step.dataset), variant, instrument, span };
  if (ranged.dataset.kind === 'details') return askDetails(deps, ranged, signal);
  return ranged.dataset.kind === 'series'
    ? askSeries(deps, ranged, signal)
    : askRecords(deps, ranged, signal);
}

async function askInstruments({ archive, api, clock }: StepDeps, signal: AbortSignal): Promise<StepResult> {
  const { value, ...rest } = await api.instruments(signal);
  archive.transaction(() => archive.instruments.replace(value, clock.now()));
  return { ...resultOf(rest), tables: ['instruments'] };
}

async function askSnapshot(
  { archive, api, clock }: StepDeps,
  id: 'status' | 'monitorcurrent',
  serial: string,
  signal: AbortSignal,
): Promise<StepResult> {
  const { value, ...rest } = await api.snapshot(id, serial, signal);
  if (value !== undefined)
    archive.transaction(() => archive.records.upsert(id, serial, [value], clock.now()));
  return { ...resultOf(rest), tables: [id === 'status' ? 'status' : 'records'] };
}

async function askRecords(deps: StepDeps, ranged: Ranged, signal: AbortSignal): Promise<StepResult> {
  const { archive, api, clock } = deps;
  const { dataset: asked, variant, instrument, span } = ranged;
  const askedAt = deps.serviceNow();
  const { value, ...rest } = await api.records(asked.id, variant.id, instrument, span, signal);
  const received = value.map(({ time, until }) => ({ from: time, to: until ?? time }));
  // Rows without a ledger are merely asked for again, so only the last of them have to come with theirs.
  const last = value.slice(Math.floor(value.length / BATCH_ROWS) * BATCH_ROWS);
  for (let at = 0; at + BATCH_ROWS <= value.length; at += BATCH_ROWS) {
    archive.records.upsert(asked.id, instrument, value.slice(at, at + BATCH_ROWS), clock.now());
    await letOthersRun();
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
  }
  archive.transaction(() => {
    archive.records.upsert(asked.id, instrument, last, clock.now());
    const doubts = doubtsAbout(archive, asked, instrument, span, value);
    for (const row of coverAnswer(answered(deps, ranged, askedAt, received, doubts)))
      archive.coverage.put(row);
  });
  return { ...resultOf(rest), tables: ['records', 'coverage'], records: value.length };
}

async function askSeries(deps: StepDeps, ranged: Ranged, signal: AbortSignal): Promise<StepResult> {
  const { archive, api, clock, ladder } = deps;
  const { dataset: asked, variant, instrument, span } = ranged;
  const askedAt = deps.serviceNow();
  let requests = 0;
  const { value, ...rest } = await ladder.climb(
    { dataset: asked.id, instrument },
    variant.stepMs ?? 0,
    (stepMs) => {
      requests += 1;
      return api.series(asked.id, variant.id, instrument, span, stepMs, signal);
    },
  );
  const { received, samples } = await survey(value.chunks, asked.settleMs, letOthersRun);
  const rows = coverAnswer(answered(deps, ranged, askedAt, received, []));
  for (const [index, slice] of slicesOf(span, value.chunks, rows).entries()) {
    if (index > 0) await letOthersRun();
    if (signal.aborted) throw new Failure({ kind: 'cancelled' });
    archive.transaction(() => {
      if (index === 0 && value.extras.length > 0)
        archive.records.upsert(asked.id, instrument, value.extras, clock.now());
      writeSlice(archive, ranged, slice);
    });
  }
  return { ...resultOf(rest), requests, tables: ['series', 'coverage'], samples };
}

function writeSlice(archive: Archive, { dataset: asked, instrument }: Ranged, slice: Slice): void {
  archive.series.write(asked.id, instrument, slice.chunks);
  for (const row of slice.rows) archive.coverage.put(row);
  castDoubt(archive, asked.id, instrument, slice.span);
}

/** Rows written at once; the thread is free in between. */
const BATCH_ROWS = 1_000;

export const resultOf = (answer: Omit<Answer<never>, 'value'>): Omit<StepResult, 'tables'> => ({
  requests: 1,
  bytes: answer.bytes,
  oddities: answer.oddities,
  serverTime: answer.serverTime,
  samples: 0,
  records: 0,
});

function answered(
  { archive, clock }: StepDeps,
  { dataset: asked, variant, instrument, span }: Ranged,
  askedAt: number,
  received: readonly Span[],
  doubts: readonly Span[],
): Answered {
  const before = archive.coverage
    .list({ datasets: [asked.id], instruments: [instrument], span })
    .filter(({ params }) => params === variant.id);
  const online = onlineNow(archive, instrument, clock.now());
  // Only what an instrument that is away sent last decides anything.
  const lastContact = online === false ? lastSample(archive, instrument) : undefined;
  return {
    dataset: asked,
    variant: variant.id,
    instrument,
    span,
    askedAt,
    online,
    received,
    doubts,
    lastContact,
    before,
  };
}

const seriesIds = datasets.filter(({ kind }) => kind === 'series').map(({ id }) => id);
const lastSample = (archive: Archive, instrument: string): number | undefined =>
  seriesIds
    .map((id) => knownExtent(archive, id, instrument)?.to)
    .reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
