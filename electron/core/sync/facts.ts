/** Reads the facts that planning starts from. */
import type { SyncRequest } from '../../contract/index';
import type { DatasetId, KeepChoice, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset as datasetOf, DAY_MS, datasets, findVariant, type Dataset, type Scope } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import { keptOf, usualDays, type Kept } from './keep';
import type { PlanInput, Wanted } from './plan';

/** A status older than this says nothing about now. */
const STATUS_HOLDS_MS = 3_600_000;

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

/** The scopes that the key lacked when last asked, as far as the ledger tells. */
export const deniedScopes = (coverage: readonly CoverageRow[]): ReadonlySet<Scope> =>
  new Set(coverage.filter(({ state }) => state === 'forbidden').map((row) => datasetOf(row.dataset).scope));

/**
 * What a request wants; the list of instruments and their status always come along, for planning needs them, and so do
 * the records that details are about.
 * @throws Failure `invalid` when it names a variant that is not in the registry
 */
export function wantedBy(request: SyncRequest, choices: readonly KeepChoice[], now: number): Wanted {
  const kept = keptOf(choices);
  const named = namedVariants(request);
  const asked = askedDatasets(request, named);
  const latest = wholeSecond(now);
  return {
    serials: request.instruments,
    of(instrument, dataset, { id }) {
      if (!asked.has(dataset.id)) return undefined;
      if (dataset.kind === 'snapshot') return 'now';
      const only = named.get(dataset.id);
      if (only?.has(id) === false) return undefined;
      const how = kept(instrument, dataset.id, id);
      if (only === undefined && how.days === 0) return 'off';
      if (request.span !== undefined) return inPast(request.span, latest);
      const days = daysOf(request, dataset, how);
      return { from: latest - days * DAY_MS, to: latest };
    },
  };
}

function daysOf({ days }: SyncRequest, { id, atLeastMs = 0 }: Dataset, kept: Kept): number {
  if (days === undefined) return kept.days === 0 ? usualDays(id) : kept.days;
  return kept.from === 'default' ? Math.max(days, Math.ceil(atLeastMs / DAY_MS)) : days;
}

function namedVariants({ variants = [] }: SyncRequest): ReadonlyMap<DatasetId, ReadonlySet<string>> {
  const named = new Map<DatasetId, Set<string>>();
  for (const { dataset, variant } of variants) {
    if (findVariant(dataset, variant) === undefined)
      throw new Failure({
        kind: 'invalid',
        path: 'variants',
        reason: `${dataset} has no variant ${variant}`,
      });
    named.set(dataset, (named.get(dataset) ?? new Set()).add(variant));
  }
  return named;
}

function askedDatasets(
  { datasets: ids }: SyncRequest,
  named: ReadonlyMap<DatasetId, unknown>,
): ReadonlySet<DatasetId> {
  const whole = ids ?? (named.size > 0 ? [] : datasets.map(({ id }) => id));
  const asked = [...whole, ...named.keys()];
  const about = asked.flatMap((id) => datasetOf(id).of?.dataset ?? []);
  return new Set<DatasetId>(['instruments', 'status', ...asked, ...about]);
}

/** Our clock may be off by less than this without being corrected: the service's is only known to the second. */
const SKEW_MS = 5 * 60_000;

/** How much to add to our clock to get the service's, from what it last said; 0 when they agree well enough. */
export function skewMs(serverTime: number | undefined, now: number): number {
  const ms = serverTime === undefined ? 0 : serverTime - now;
  return Math.abs(ms) < SKEW_MS ? 0 : ms;
}

const wholeSecond = (time: number): number => Math.floor(time / 1_000) * 1_000;
/** What is still to come would be asked for again and again while the sync goes on. */
const inPast = ({ from, to }: Span, latest: number): Span => ({
  from,
  to: Math.max(from, Math.min(to, latest)),
});
