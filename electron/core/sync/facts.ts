/** Reads the facts that planning starts from. */
import type { SyncRequest } from '../../contract/index';
import type { DatasetId, Span } from '../../contract/model';
import { DAY_MS, datasets } from '../datasets';
import type { Archive } from '../db/archive';
import type { PlanInput } from './plan';

/** A status older than this says nothing about now. */
const STATUS_HOLDS_MS = 3_600_000;
const DEFAULT_DAYS = 31;

export function readFacts(
  archive: Archive,
  now: number,
): Pick<PlanInput, 'instruments' | 'online' | 'coverage'> {
  const instruments = archive.instruments.list();
  const online = new Map<string, boolean>();
  for (const { serial } of instruments) {
    const value = onlineNow(archive, serial, now);
    if (value !== undefined) online.set(serial, value);
  }
  return { instruments, online, coverage: archive.coverage.list() };
}

/** Whether an instrument is online as far as its newest status tells. */
export function onlineNow(archive: Archive, serial: string, now: number): boolean | undefined {
  const row = archive.records.newest('status', serial);
  const online = row?.data['online'];
  return row === undefined || now - row.time > STATUS_HOLDS_MS || typeof online !== 'boolean'
    ? undefined
    : online;
}

/** What a request wants; the list of instruments and their status always come along, for planning needs them. */
export function wantedBy(request: SyncRequest, now: number): PlanInput['wanted'] {
  const asked: readonly DatasetId[] = request.datasets ?? datasets.map(({ id }) => id);
  return {
    datasets: [...new Set<DatasetId>(['instruments', 'status', ...asked])],
    serials: request.instruments,
    span: syncSpan(request, now),
    reachBack: request.span === undefined,
  };
}

/** Our clock may be off by less than this without being corrected: the service's is only known to the second. */
const SKEW_MS = 5 * 60_000;

/** How much to add to our clock to get the service's, from what it last said; 0 when they agree well enough. */
export function skewMs(serverTime: number | undefined, now: number): number {
  const ms = serverTime === undefined ? 0 : serverTime - now;
  return Math.abs(ms) < SKEW_MS ? 0 : ms;
}

/**
 * The span a request means, epoch ms; a month back from `now` when it names none. It ends with the last whole second
 * before `now`: what is still to come would be asked for again and again while the sync goes on.
 */
export function syncSpan({ span, days = DEFAULT_DAYS }: SyncRequest, now: number): Span {
  const latest = Math.floor(now / 1_000) * 1_000;
  if (span === undefined) return { from: latest - days * DAY_MS, to: latest };
  return { from: span.from, to: Math.max(span.from, Math.min(span.to, latest)) };
}
