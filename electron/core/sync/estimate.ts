/** What a sync will cost, before it starts. */
import type { SyncRequest } from '../../contract/index';
import type { DatasetId, SyncEstimate } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import { readFacts, wantedBy } from './facts';
import type { SyncMeter } from './meter';
import { planSync, type Plan } from './plan';

/** JSON bytes per instrument and day, until measured. */
const BYTES_PER_DAY: Readonly<Record<DatasetId, number>> = {
  instruments: 0,
  status: 0,
  calibrations: 150,
  calibrationlog: 150,
  sic: 600,
  measurements: 18_000,
  timehistory: 1_300_000,
  recordings: 4_000,
};
const BYTES_PER_ANSWER = 600;
/** Until measured: a careful pace, and a slow mobile link. */
const REQUESTS_PER_SECOND = 5;
const BYTES_PER_SECOND = 250_000;

/** Plans `request` as a sync would and adds up what it would ask. */
export function estimateSync(
  deps: { readonly archive: Archive; readonly clock: Clock; readonly meter: SyncMeter },
  request: SyncRequest,
): SyncEstimate {
  const now = deps.clock.now();
  const facts = readFacts(deps.archive, now);
  const wanted = wantedBy(request, now);
  return estimatePlan(planSync({ ...facts, now, wanted, scopesDenied: new Set(), asked: [] }), deps.meter);
}

/** Requests, bytes and ms of a plan, from what answers have cost so far or careful defaults. */
export function estimatePlan({ steps }: Plan, meter: SyncMeter): SyncEstimate {
  let bytes = 0;
  for (const { dataset, span } of steps) {
    const days = span === undefined ? 0 : (span.to - span.from) / DAY_MS;
    bytes += BYTES_PER_ANSWER + days * (meter.bytesPerDay(dataset) ?? BYTES_PER_DAY[dataset]);
  }
  const paceMs = (steps.length / (meter.requestsPerSecond() ?? REQUESTS_PER_SECOND)) * 1_000;
  const linkMs = (bytes / (meter.bytesPerSecond() ?? BYTES_PER_SECOND)) * 1_000;
  return { requests: steps.length, bytes: Math.round(bytes), ms: Math.round(Math.max(paceMs, linkMs)) };
}
