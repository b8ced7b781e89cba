/** What a sync will cost, before it starts. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SyncRequest } from '../../contract/index';
import type { SyncEstimate } from '../../contract/jobs';
import { DAY_MS, dataset as datasetOf, datasets, variantOf } from '../datasets';
import type { Clock } from '../clock';
import type { Archive, CoverageRow } from '../db/archive';
import { measureDisk, type DiskUse } from './disk';
import { deniedScopes, readFacts, wantedBy } from './facts';
import { freeBytesAt } from './free-space';
import type { SyncMeter } from './meter';
import { isAnswer, planSync, type Plan, type PlanInput, type Step } from './plan';
import { BYTES_PER_ANSWER, BYTES_PER_DETAIL, EVENTS_PER_DAY, guessSize } from './sizes';
import { lengthMs } from './spans';

/** Until measured: a careful pace, and a slow mobile link. */
const REQUESTS_PER_SECOND = 5;
const BYTES_PER_SECOND = 250_000;
/** Called measured when at least this much of it is. */
const MOSTLY = 0.9;

export interface EstimateDeps {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly meter: SyncMeter;
  /** Where the archive lies. */
  readonly folder: string;
}

/** Plans `request` as a sync would and adds up what it would ask. What a key lacked when last asked is left out. */
export async function estimateSync(
  { archive, clock, meter, folder }: EstimateDeps,
  request: SyncRequest,
): Promise<SyncEstimate> {
  const now = clock.now();
  const facts = readFacts(archive, now);
  const wanted = wantedBy(request, archive.keep.list(), now);
  const scopesDenied = deniedScopes(facts.coverage);
  const plan = foresee({ ...facts, now, wanted, scopesDenied, asked: [] });
  const planned = datasets.filter(({ id }) => plan.steps.some((step) => step.dataset === id));
  const disk = await measureDisk(archive, facts.coverage, planned, letOthersRun);
  const recordsPerDay = countPerDay(archive, facts.coverage);
  const cost = estimatePlan(plan, { meter, disk, recordsPerDay });
  return { ...cost, freeBytes: await freeBytesAt(folder) };
}

/** The plan as it will be once the records that details are about have been asked for. */
export function foresee(input: PlanInput): Plan {
  const { steps, skipped } = planSync(input);
  const about = new Set(datasets.flatMap(({ of }) => of?.dataset ?? []));
  const told = steps.flatMap((step): readonly CoverageRow[] =>
    step.span === undefined || !about.has(step.dataset)
      ? []
      : [
          {
            ...step,
            ...step.span,
            params: step.variant,
            state: 'settled',
            askedAt: input.now,
            asks: 1,
            why: undefined,
          },
        ],
  );
  if (told.length === 0) return { steps, skipped };
  const later = planSync({ ...input, coverage: [...input.coverage, ...told] }).steps;
  const isDetail = (step: Step): boolean => datasetOf(step.dataset).kind === 'details';
  return { steps: [...steps.filter((step) => !isDetail(step)), ...later.filter(isDetail)], skipped };
}

export interface Measured {
  readonly meter: SyncMeter;
  readonly disk: DiskUse;
  /** How many records of a dataset an instrument has a day; undefined: not known. */
  readonly recordsPerDay: (dataset: Step['dataset'], instrument: string) => number | undefined;
}

/** Requests, bytes and ms of a plan, from what answers have cost so far or careful defaults. */
export function estimatePlan({ steps, skipped }: Plan, measured: Measured): Omit<SyncEstimate, 'freeBytes'> {
  const { meter } = measured;
  let [requests, bytes, diskBytes, knownBytes] = [0, 0, 0, 0];
  for (const step of steps) {
    const cost = costOf(step, measured);
    requests += cost.requests;
    bytes += cost.bytes;
    diskBytes += cost.diskBytes;
    if (cost.measured) knownBytes += cost.bytes;
  }
  requests = Math.ceil(requests);
  const paceMs = (requests / (meter.requestsPerSecond() ?? REQUESTS_PER_SECOND)) * 1_000;
  const linkMs = (bytes / (meter.bytesPerSecond() ?? BYTES_PER_SECOND)) * 1_000;
  return {
    requests,
    bytes: Math.round(bytes),
    ms: Math.round(Math.max(paceMs, linkMs)),
    diskBytes: Math.round(diskBytes),
    measured: meter.bytesPerSecond() !== undefined && knownBytes >= bytes * MOSTLY,
    skipped: skipped
      .filter(({ reason }) => reason !== 'off')
      .sort((a, b) => (a.instrument < b.instrument ? -1 : a.instrument > b.instrument ? 1 : 0)),
  };
}

function costOf(step: Step, { meter, disk, recordsPerDay }: Measured) {
  const dataset = datasetOf(step.dataset);
  if (step.span === undefined) return { requests: 1, bytes: BYTES_PER_ANSWER, diskBytes: 0, measured: true };
  const variant = variantOf(step.dataset, step.variant);
  const days = lengthMs(step.span) / DAY_MS;
  const perDay = meter.bytesPerDay(step.dataset, step.variant);
  const onDisk = disk.perDay(step.instrument, dataset, variant);
  const diskBytes = days * onDisk.bytes;
  if (dataset.of === undefined) {
    const bytes = BYTES_PER_ANSWER + days * (perDay ?? guessSize(dataset, variant).bytes);
    return { requests: 1, bytes, diskBytes, measured: perDay !== undefined };
  }
  const requests = days * (recordsPerDay(dataset.of.dataset, step.instrument) ?? EVENTS_PER_DAY);
  const bytes = perDay === undefined ? requests * BYTES_PER_DETAIL : days * perDay;
  return { requests, bytes, diskBytes, measured: perDay !== undefined };
}

function countPerDay(archive: Archive, coverage: readonly CoverageRow[]): Measured['recordsPerDay'] {
  const counted = new Map<string, number | undefined>();
  const count = (dataset: Step['dataset'], instrument: string): number | undefined => {
    const rows = coverage.filter(
      (row) => row.dataset === dataset && row.instrument === instrument && isAnswer(row),
    );
    const askedMs = rows.reduce((sum, row) => sum + lengthMs(row), 0);
    if (askedMs < DAY_MS / 2) return undefined;
    return archive.records.page(dataset, { instruments: [instrument] }, 1).total / (askedMs / DAY_MS);
  };
  return (dataset, instrument) => {
    const key = `${dataset} ${instrument}`;
    if (!counted.has(key)) counted.set(key, count(dataset, instrument));
    return counted.get(key);
  };
}
