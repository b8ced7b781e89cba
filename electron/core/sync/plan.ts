/** What to ask next, from facts alone: wanted, less what the ledger says is here. Pure. Times epoch ms UTC. */
import type { DatasetId, Instrument, Span } from '../../contract/model';
import { DAY_MS, datasets, type Dataset, type Scope } from '../datasets';
import type { CoverageRow } from '../db/archive';
import { subtract } from './spans';

export interface PlanInput {
  readonly now: number;
  readonly instruments: readonly Pick<Instrument, 'serial' | 'type' | 'features' | 'onServer'>[];
  /** Whether each instrument is online, by serial; absent: not known. */
  readonly online: ReadonlyMap<string, boolean>;
  readonly wanted: {
    readonly datasets: readonly DatasetId[];
    /** Undefined: every instrument. */
    readonly serials: readonly string[] | undefined;
    readonly span: Span;
    /** The span is a number of days rather than exact: datasets with an `atLeastMs` reach back that far. */
    readonly reachBack?: boolean;
  };
  readonly coverage: readonly CoverageRow[];
  readonly scopesDenied: ReadonlySet<Scope>;
  /** What this run has asked or given up already, and shall not ask twice. */
  readonly asked: readonly Asked[];
}
export interface Asked {
  readonly dataset: DatasetId;
  readonly instrument: string;
  /** Undefined for a snapshot. */
  readonly span: Span | undefined;
}
/** One request. `instrument` is '' for the list of instruments. */
export type Step = Asked;
export interface Skipped {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly reason: 'type' | 'feature' | 'scope' | 'not-on-server';
}
export interface Plan {
  /** In the order to ask in. */
  readonly steps: readonly Step[];
  readonly skipped: readonly Skipped[];
}

const HOUR_MS = 3_600_000;
/** How long after the last ask a provisional stretch is asked again: after the first ask, the second, and so on. */
export const ASK_AGAIN_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS] as const;

/** The ledger's `params`: what exactly is asked of a dataset. */
export const paramsOf = ({ series }: Dataset): string =>
  series === undefined ? '' : `${series.channels.join(',')} every ${series.stepMs} ms`;

export function planSync(input: PlanInput): Plan {
  const steps: Step[] = [];
  const skipped: Skipped[] = [];
  const ledger = bySubject(input.coverage);
  const done = bySubject(input.asked);
  for (const dataset of datasets.filter(({ id }) => input.wanted.datasets.includes(id)))
    for (const instrument of subjects(dataset, input)) {
      const reason =
        instrument === undefined ? deniedScope(dataset, input) : whyNot(dataset, instrument, input);
      const serial = instrument?.serial ?? '';
      const subject = subjectOf(dataset.id, serial);
      if (reason !== undefined) skipped.push({ dataset: dataset.id, instrument: serial, reason });
      else
        steps.push(...stepsFor(dataset, serial, input, ledger.get(subject) ?? [], done.get(subject) ?? []));
    }
  return { steps: steps.sort(byUrgency), skipped };
}

const subjectOf = (dataset: DatasetId, instrument: string): string => `${dataset} ${instrument}`;
function bySubject<T extends { readonly dataset: DatasetId; readonly instrument: string }>(
  list: readonly T[],
): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of list) {
    const key = subjectOf(item.dataset, item.instrument);
    const held = map.get(key);
    if (held === undefined) map.set(key, [item]);
    else held.push(item);
  }
  return map;
}

type Subject = PlanInput['instruments'][number];
/** The instruments to ask about; undefined stands for a question about none in particular. */
function subjects(dataset: Dataset, { instruments, wanted }: PlanInput): readonly (Subject | undefined)[] {
  if (dataset.operation === 'getInstruments') return [undefined];
  return wanted.serials === undefined
    ? instruments
    : instruments.filter(({ serial }) => wanted.serials?.includes(serial) === true);
}

const deniedScope = ({ scope }: Dataset, { scopesDenied }: PlanInput): 'scope' | undefined =>
  scopesDenied.has(scope) ? 'scope' : undefined;

function whyNot(dataset: Dataset, instrument: Subject, input: PlanInput): Skipped['reason'] | undefined {
  const { types, feature } = dataset;
  if (!instrument.onServer) return 'not-on-server';
  // An instrument whose type is not told is asked rather than left out.
  if (types !== undefined && instrument.type !== undefined && !types.includes(instrument.type)) return 'type';
  if (feature !== undefined && !instrument.features.includes(feature)) return 'feature';
  return deniedScope(dataset, input);
}

function stepsFor(
  dataset: Dataset,
  instrument: string,
  input: PlanInput,
  ledger: readonly CoverageRow[],
  done: readonly Asked[],
): readonly Step[] {
  const step = (span: Span | undefined): Step => ({ dataset: dataset.id, instrument, span });
  if (dataset.kind === 'snapshot') return done.length > 0 ? [] : [step(undefined)];
  const online = input.online.get(instrument);
  const rows = ledger.filter(({ params }) => params === paramsOf(dataset));
  const here = rows.filter((row) => !isDue(row, input.now, online));
  const taken = [...here, ...done.flatMap(({ span }) => span ?? [])];
  const missing = subtract([inThePast(spanOf(dataset, input.wanted), input.now)], taken);
  return missing.flatMap((span) => cut(span, dataset.widestMs)).map(step);
}

/** What is wanted of one dataset. */
export const spanOf = ({ atLeastMs = 0 }: Dataset, { span, reachBack = false }: PlanInput['wanted']): Span =>
  reachBack ? { from: Math.min(span.from, span.to - atLeastMs), to: span.to } : span;

/** Whole seconds, and nothing of the present second or the future. */
export function inThePast({ from, to }: Span, now: number): Span {
  const latest = Math.floor(now / 1_000) * 1_000;
  const start = Math.floor(from / 1_000) * 1_000;
  return { from: start, to: Math.max(start, Math.min(latest, Math.ceil(to / 1_000) * 1_000)) };
}

/** Whether a stretch has to be asked again. What an absent instrument could not send is due as soon as it is back. */
export function isDue(row: CoverageRow, now: number, online: boolean | undefined): boolean {
  if (row.state === 'settled') return false;
  if (row.why === 'offline' && online === true) return true;
  const waitMs = ASK_AGAIN_MS[Math.min(row.asks, ASK_AGAIN_MS.length) - 1] ?? ASK_AGAIN_MS[0];
  return now - row.askedAt >= waitMs;
}

/** Pieces no wider than the limit, newest first; inner cuts at midnight UTC, where stored blocks end too. */
function cut({ from, to }: Span, widestMs: number): readonly Span[] {
  const pieces: Span[] = [];
  let end = to;
  while (end - from > widestMs) {
    const midnight = Math.ceil((end - widestMs) / DAY_MS) * DAY_MS;
    const start = midnight < end ? midnight : end - widestMs;
    pieces.push({ from: start, to: end });
    end = start;
  }
  return [...pieces, { from, to: end }];
}

const urgency = new Map(datasets.map((dataset) => [dataset.id, dataset.urgency]));
function byUrgency(a: Step, b: Step): number {
  const first = (urgency.get(a.dataset) ?? 0) - (urgency.get(b.dataset) ?? 0);
  return first !== 0 ? first : (b.span?.to ?? 0) - (a.span?.to ?? 0);
}
