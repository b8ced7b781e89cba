/** What to ask next, from facts alone: wanted, less what the ledger says is here. Pure. Times epoch ms UTC. */
import type { DatasetId, Skipped, Span } from '../../contract/model';
import { DAY_MS, datasets, type Dataset, type Scope, type Variant } from '../datasets';
import type { CoverageRow } from '../db/archive';
import { whyNotAsked, type Subject } from './eligible';
import { intersect, subtract } from './spans';

export interface PlanInput {
  readonly now: number;
  readonly instruments: readonly Subject[];
  /** Whether each instrument is online, by serial; absent: not known. */
  readonly online: ReadonlyMap<string, boolean>;
  readonly wanted: Wanted;
  readonly coverage: readonly CoverageRow[];
  readonly scopesDenied: ReadonlySet<Scope>;
  /** What this run has asked or given up already, and shall not ask twice. */
  readonly asked: readonly Asked[];
}
export interface Wanted {
  /** Undefined: every instrument. */
  readonly serials: readonly string[] | undefined;
  /**
   * What is wanted of one variant: a span; `now`, of a snapshot; `off`, which would be wanted if it were kept; undefined
   * when it is not in question. `instrument` is '' for the list of instruments.
   */
  of(instrument: string, dataset: Dataset, variant: Variant): Span | 'now' | 'off' | undefined;
}
export interface Asked {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
  /** Undefined for a snapshot. */
  readonly span: Span | undefined;
}
/** One request; of details one request for each record in its span. `instrument` is '' for the list of instruments. */
export type Step = Asked;
export interface Plan {
  /** In the order to ask in. */
  readonly steps: readonly Step[];
  readonly skipped: readonly Skipped[];
}

const HOUR_MS = 3_600_000;
/** How long after the last ask a provisional stretch is asked again: after the first ask, the second, and so on. */
export const ASK_AGAIN_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS] as const;
/** No answer is to have more samples than this: several are held in memory at once. */
const MOST_SAMPLES = 8_000_000;

export function planSync(input: PlanInput): Plan {
  const steps: Step[] = [];
  const skipped: Skipped[] = [];
  const missing = missingIn(input);
  for (const { dataset, variant, instrument, serial, want } of questions(input)) {
    const about = { dataset: dataset.id, variant: variant.id, instrument: serial };
    const step = (span: Span | undefined): Step => ({ ...about, span });
    const why =
      want === 'off'
        ? want
        : instrument === undefined
          ? deniedScope(dataset, input)
          : whyNotAsked(dataset, instrument, input.scopesDenied);
    if (why !== undefined) skipped.push({ ...about, reason: why });
    else if (want === 'now') steps.push(...(missing.asked(about).length > 0 ? [] : [step(undefined)]));
    else if (want !== 'off')
      steps.push(
        ...missing
          .of(about, dataset.of, want)
          .flatMap((span) => cut(span, widthMs(dataset, variant)).map(step)),
      );
  }
  return { steps: steps.sort(byUrgency), skipped };
}

/** All that is wanted of the datasets that need `scope` and is not held: what a key without it goes without. */
export function withheld(input: PlanInput, scope: Scope): readonly (Step & { readonly span: Span })[] {
  const missing = missingIn(input);
  return [...questions(input)].flatMap(({ dataset, variant, instrument, serial, want }) => {
    if (dataset.scope !== scope || typeof want !== 'object' || instrument === undefined) return [];
    if (whyNotAsked(dataset, instrument, new Set()) !== undefined) return [];
    const about = { dataset: dataset.id, variant: variant.id, instrument: serial };
    return missing.of(about, undefined, want).map((span) => ({ ...about, span }));
  });
}

interface Question {
  readonly dataset: Dataset;
  readonly variant: Variant;
  /** Undefined for a question about none in particular. */
  readonly instrument: Subject | undefined;
  readonly serial: string;
  readonly want: Exclude<ReturnType<Wanted['of']>, undefined>;
}
function* questions({ instruments, wanted }: PlanInput): Generator<Question> {
  const { serials } = wanted;
  const subjects =
    serials === undefined ? instruments : instruments.filter(({ serial }) => serials.includes(serial));
  for (const dataset of datasets)
    for (const instrument of dataset.operation === 'getInstruments' ? [undefined] : subjects)
      for (const variant of dataset.variants) {
        const serial = instrument?.serial ?? '';
        const want = wanted.of(serial, dataset, variant);
        if (want !== undefined) yield { dataset, variant, instrument, serial, want };
      }
}

const deniedScope = ({ scope }: Dataset, { scopesDenied }: PlanInput): 'scope' | undefined =>
  scopesDenied.has(scope) ? 'scope' : undefined;

type About = Omit<Asked, 'span'>;
function missingIn({ now, online, coverage, asked }: PlanInput) {
  const ledger = groupBy(coverage, ({ dataset, instrument }) => `${dataset} ${instrument}`);
  const done = groupBy(asked, ({ dataset, variant, instrument }) => `${dataset} ${variant} ${instrument}`);
  const rowsOf = (dataset: DatasetId, instrument: string) => ledger.get(`${dataset} ${instrument}`) ?? [];
  const askedOf = ({ dataset, variant, instrument }: About) =>
    done.get(`${dataset} ${variant} ${instrument}`) ?? [];
  return {
    asked: askedOf,
    /** Of details, only where the records `of` which they are have been asked for. */
    of(about: About, of: Dataset['of'], want: Span): readonly Span[] {
      const span = inThePast(want, now);
      const rows = rowsOf(about.dataset, about.instrument).filter(({ params }) => params === about.variant);
      const taken = askedOf(about).flatMap(({ span: each }) => each ?? []);
      if (of === undefined)
        return subtract(
          [span],
          [...rows.filter((row) => !isDue(row, now, online.get(about.instrument))), ...taken],
        );
      const known = rowsOf(of.dataset, about.instrument).filter(isAnswer);
      return subtract(intersect([span], known), [
        ...rows.flatMap((row) => heldDetails(row, known)),
        ...taken,
      ]);
    },
  };
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const held = map.get(key);
    if (held === undefined) map.set(key, [item]);
    else held.push(item);
  }
  return map;
}

/** Whether the service answered about a stretch, rather than being asked in vain. */
export const isAnswer = (row: CoverageRow): row is AnsweredRow =>
  row.state === 'settled' || row.state === 'provisional';
export type AnsweredRow = CoverageRow & { readonly state: 'settled' | 'provisional' };

/** Whether a stretch has to be asked again. What an absent instrument could not send is due as soon as it is back. */
export function isDue(row: CoverageRow, now: number, online: boolean | undefined): boolean {
  if (!isAnswer(row)) return true;
  if (row.state === 'settled') return false;
  if (row.why === 'offline' && online === true) return true;
  const waitMs = ASK_AGAIN_MS[Math.min(row.asks, ASK_AGAIN_MS.length) - 1] ?? ASK_AGAIN_MS[0];
  return now - row.askedAt >= waitMs;
}

/** What of a row of details still holds: all, unless it was open and its records have been asked for again since. */
function heldDetails(row: CoverageRow, records: readonly CoverageRow[]): readonly Span[] {
  if (!isAnswer(row)) return [];
  if (row.state === 'settled') return [row];
  return subtract(
    [row],
    records.filter(({ askedAt }) => askedAt > row.askedAt),
  );
}

/** Whole seconds, and nothing of the present second or the future. */
export function inThePast({ from, to }: Span, now: number): Span {
  const latest = Math.floor(now / 1_000) * 1_000;
  const start = Math.floor(from / 1_000) * 1_000;
  return { from: start, to: Math.max(start, Math.min(latest, Math.ceil(to / 1_000) * 1_000)) };
}

/** How wide one step of a variant may be, ms: whole days, or a whole part of one. */
export function widthMs({ kind, widestMs }: Dataset, { stepMs, channels = [] }: Variant): number {
  if (kind !== 'series' || stepMs === undefined) return widestMs;
  const mostMs = Math.min(widestMs, (MOST_SAMPLES * stepMs) / Math.max(1, channels.length));
  return mostMs >= DAY_MS ? Math.floor(mostMs / DAY_MS) * DAY_MS : DAY_MS / Math.ceil(DAY_MS / mostMs);
}

/** Pieces no wider than the limit, newest first; inner cuts at midnight UTC, where stored blocks end too. */
function cut({ from, to }: Span, widestMs: number): readonly Span[] {
  const pieces: Span[] = [];
  const gridMs = Math.min(DAY_MS, widestMs);
  let end = to;
  while (end - from > widestMs) {
    const line = Math.ceil((end - widestMs) / gridMs) * gridMs;
    const start = line < end ? line : end - widestMs;
    pieces.push({ from: start, to: end });
    end = start;
  }
  return [...pieces, { from, to: end }];
}

const rank = new Map(
  datasets.flatMap(({ id, urgency, variants }) =>
    variants.map((variant, index) => [`${id} ${variant.id}`, urgency * 100 + index] as const),
  ),
);
/** Urgent datasets first, of each its first variants first, of each the newest first. */
function byUrgency(a: Step, b: Step): number {
  const rankOf = ({ dataset, variant }: Step): number => rank.get(`${dataset} ${variant}`) ?? 0;
  const first = rankOf(a) - rankOf(b);
  return first !== 0 ? first : (b.span?.to ?? 0) - (a.span?.to ?? 0);
}
