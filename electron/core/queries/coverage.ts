/** What is held of each dataset over a span, end to end, and why the rest is not. */
import type { CoveragePiece, CoverageStrip, Instrument, Span } from '../../contract/model';
import { datasets, titleOf, type Dataset, type Scope, type Variant } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import { whyNotAsked } from '../sync/eligible';
import { deniedScopes } from '../sync/facts';
import { keptOf, type KeptOf } from '../sync/keep';
import { isAnswer } from '../sync/plan';
import { intersect, lengthMs, subtract } from '../sync/spans';
import { askAgainAt, explainGap, isSame, LONGEST_CHECK_MS } from './gaps';
import { readChecks } from './self-checks';

/** A picture shows no more than this: shorter gaps count as held. */
const MOST_PIECES = 2_000;

export interface StripsInput {
  /** Undefined: all that are known. */
  readonly instruments?: readonly string[] | undefined;
  readonly span: Span;
  /** Gaps in data shorter than this count as held, ms; without it, a 2,000th of the span. */
  readonly leastGapMs?: number;
}

/** Per instrument and variant of every dataset that has a span. What is to come of the span is left out. */
export function readStrips(archive: Archive, now: number, input: StripsInput): readonly CoverageStrip[] {
  const { instruments, span } = input;
  const ledger = byLedger(archive.coverage.list(instruments === undefined ? {} : { instruments }));
  const past = { from: span.from, to: Math.max(span.from, Math.min(span.to, now)) };
  const context: Context = {
    ...{ archive, span, past, ledger },
    leastGapMs: input.leastGapMs ?? lengthMs(past) / MOST_PIECES,
    denied: deniedScopes([...ledger.values()].flat()),
    kept: keptOf(archive.keep.list()),
  };
  return archive.instruments
    .list()
    .filter(({ serial }) => instruments?.includes(serial) ?? true)
    .flatMap((instrument) => stripsOf(context, instrument));
}

interface Context {
  readonly archive: Archive;
  readonly span: Span;
  /** Its part that is over; may be empty. */
  readonly past: Span;
  readonly leastGapMs: number;
  readonly ledger: ReadonlyMap<string, readonly CoverageRow[]>;
  readonly denied: ReadonlySet<Scope>;
  readonly kept: KeptOf;
}
/** One dataset and variant of one instrument. */
interface Subject {
  readonly instrument: Instrument;
  readonly dataset: Dataset;
  readonly variant: Variant;
  /** Its ledger, ascending. */
  readonly rows: readonly CoverageRow[];
}
const spanned = datasets.filter(({ kind }) => kind !== 'snapshot');
const ledgerKey = (instrument: string, dataset: string, variant: string): string =>
  `${instrument}\0${dataset}\0${variant}`;

function byLedger(rows: readonly CoverageRow[]): ReadonlyMap<string, readonly CoverageRow[]> {
  const map = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const key = ledgerKey(row.instrument, row.dataset, row.params);
    const own = map.get(key);
    if (own === undefined) map.set(key, [row]);
    else own.push(row);
  }
  return map;
}

function stripsOf(context: Context, instrument: Instrument): readonly CoverageStrip[] {
  let checks: readonly Span[] | undefined;
  const checksOnce = (): readonly Span[] =>
    (checks ??= readChecks(context.archive, instrument.serial, context.past));
  return spanned.flatMap((dataset) =>
    dataset.variants.map((variant) => {
      const key = ledgerKey(instrument.serial, dataset.id, variant.id);
      const rows = context.ledger.get(key) ?? [];
      return stripOf(context, { instrument, dataset, variant, rows }, checksOnce);
    }),
  );
}

function stripOf(context: Context, subject: Subject, checks: () => readonly Span[]): CoverageStrip {
  const { span, past, leastGapMs } = context;
  const { instrument, dataset, variant, rows } = subject;
  const heldSpans = lengthMs(past) === 0 ? [] : heldOf(context, subject);
  const skipped = skippedOf(context, subject, heldSpans.length > 0);
  const about = { instrument: instrument.serial, dataset: dataset.id, variant: variant.id };
  const strip = { ...about, title: titleOf(dataset.id, variant.id), span, skipped };
  const hasSaid = heldSpans.length > 0 || rows.some((row) => intersect([row], [past]).length > 0);
  if (skipped !== undefined && !hasSaid) return { ...strip, pieces: [], held: 0, settled: 0 };
  const gaps = subtract([past], heldSpans);
  const near = gaps.some((gap) => lengthMs(gap) <= LONGEST_CHECK_MS) ? checks() : [];
  const empty = gaps.flatMap((gap) => explainGap(gap, rows, near));
  const held = heldSpans.flatMap((each) => heldPieces(each, rows));
  const pieces = [...held, ...empty].sort((a, b) => a.from - b.from);
  const settled = rows.filter(({ state }) => state === 'settled');
  return {
    ...strip,
    pieces: simplified(pieces, leastGapMs),
    held: share(heldSpans, past),
    settled: share(intersect([past], settled), past),
  };
}

/** Samples are held where they are; rows that follow each other, too; of all else, an answer is all there can be. */
function heldOf({ archive, past, leastGapMs }: Context, subject: Subject): readonly Span[] {
  const { dataset, variant, rows } = subject;
  const about = { dataset: dataset.id, instrument: subject.instrument.serial, variant: variant.id };
  const answered = intersect([past], rows.filter(isAnswer));
  if (dataset.kind === 'series') {
    const channels = (variant.channels ?? []).map(({ name }) => name);
    const own = (stepMs: number): boolean => stepMs === variant.stepMs;
    // What an instrument records more slowly is held under the length that it has.
    const slower = (stepMs: number): boolean => stepMs > (variant.stepMs ?? 0);
    const whole = archive.series.heldSpans({ ...about, channels, fits: own }, past, leastGapMs);
    const rest = intersect(subtract([past], whole), answered).flatMap((part) =>
      intersect([part], archive.series.heldSpans({ ...about, channels, fits: slower }, part, leastGapMs)),
    );
    return subtract([past], subtract([past], [...whole, ...rest]));
  }
  if (dataset.dense === true)
    return answered.flatMap((part) => subtract([part], archive.records.holes(about, part, leastGapMs)));
  // An instrument that was away could not answer, and where its other data is missing an answer proves little.
  return intersect(
    [past],
    rows.filter((row) => isAnswer(row) && row.why !== 'offline' && row.why !== 'gap'),
  );
}

function skippedOf(
  { denied, kept }: Context,
  { instrument, dataset, variant, rows }: Subject,
  isHeld: boolean,
): CoverageStrip['skipped'] {
  const why = whyNotAsked(dataset, instrument, new Set());
  if (why !== undefined) return why;
  if (denied.has(dataset.scope) && !isHeld && !rows.some(isAnswer)) return 'scope';
  return kept(instrument.serial, dataset.id, variant.id).days === 0 ? 'off' : undefined;
}

/** What is held under an answer that is not final may still grow, and is asked for again. */
function heldPieces(held: Span, rows: readonly CoverageRow[]): readonly CoveragePiece[] {
  const isHeld = { reason: undefined, detail: undefined };
  const open = rows
    .filter(({ state }) => state === 'provisional')
    .flatMap((row) => {
      const times = { askedAt: row.askedAt, askAgainAt: askAgainAt(row) };
      return intersect([held], [row]).map((part) => ({ ...part, ...isHeld, ...times }));
    });
  const final = subtract([held], open);
  return [
    ...open,
    ...final.map((part) => ({ ...part, ...isHeld, askedAt: undefined, askAgainAt: undefined })),
  ];
}

const share = (spans: readonly Span[], of: Span): number =>
  lengthMs(of) === 0 ? 0 : spans.reduce((sum, span) => sum + lengthMs(span), 0) / lengthMs(of);

/** Neighbours that say the same become one; with too many for a picture, those too short to be seen join the one before. */
function simplified(pieces: readonly CoveragePiece[], leastMs: number): readonly CoveragePiece[] {
  const isTooMany = pieces.length > MOST_PIECES;
  const out: CoveragePiece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const isJoined = last !== undefined && (isSame(last, piece) || (isTooMany && lengthMs(piece) < leastMs));
    if (last !== undefined && isJoined) out[out.length - 1] = { ...last, to: piece.to };
    else out.push(piece);
  }
  return out;
}
