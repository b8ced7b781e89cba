/** What an answer proves: which stretches the ledger may call settled, and which have to be asked again. Pure. */
import type { Span } from '../../contract/model';
import { DAY_MS, type Dataset } from '../datasets';
import type { CoverageRow } from '../db/archive';
import { ASK_AGAIN_MS } from './plan';
import { intersect, joinNear, lengthMs, subtract } from './spans';

export interface Answered {
  readonly dataset: Dataset;
  readonly variant: string;
  readonly instrument: string;
  readonly span: Span;
  /** When it was asked, epoch ms. */
  readonly askedAt: number;
  /** Whether the instrument was online then; undefined: not known. */
  readonly online: boolean | undefined;
  /** Stretches the answer holds data for. Records without a length count as a moment. */
  readonly received: readonly Span[];
  /** Stretches in which other data of this instrument is missing too, so that emptiness proves nothing. */
  readonly doubts: readonly Span[];
  /** When the instrument is known to have sent something last, epoch ms. */
  readonly lastContact: number | undefined;
  /** What the ledger said about this variant and instrument before. */
  readonly before: readonly CoverageRow[];
}
type Why = Exclude<CoverageRow['why'], undefined>;
type Piece = Span & { readonly why: Why | undefined };

/** A gap older than this is taken as final the first time. */
const FILLS_WITHIN_MS = 31 * DAY_MS;
/** Gaps closer together than this are asked again as one, and never more than a few per answer. */
const NEAR_MS = 3_600_000;
const MOST_GAPS = 8;

/** The rows to write, ascending; a stretch that no row covers is to be asked at once the next time. */
export function coverAnswer(answer: Answered): readonly CoverageRow[] {
  const pieces = answer.dataset.kind === 'series' ? seriesPieces(answer) : recordPieces(answer);
  return pieces.filter((piece) => lengthMs(piece) > 0).flatMap((piece) => toRows(piece, answer));
}

function seriesPieces({ dataset, span, askedAt, online, received }: Answered): readonly Piece[] {
  const held = intersect([span], received);
  const proven = held.at(-1)?.to ?? span.from;
  const youngFrom = wholeSecond(askedAt - dataset.settleMs);
  // Shorter holes are how instruments are: a check, a calibration, a restart.
  const holes = subtract([{ from: span.from, to: proven }], held).filter(
    (hole) => lengthMs(hole) >= dataset.settleMs && hole.to > askedAt - FILLS_WITHIN_MS,
  );
  const gaps = grouped(holes);
  const trail = { from: proven, to: span.to };
  // The newest samples are simply on their way: the next sync asks for them at once.
  const onItsWay = online !== false && span.to > youngFrom && lengthMs(trail) < dataset.settleMs;
  const trailing: Piece[] = onItsWay ? [] : [{ ...trail, why: trailReason(trail, askedAt, online) }];
  return [...inside({ from: span.from, to: proven }, gaps, youngFrom), ...trailing];
}

function trailReason(trail: Span, askedAt: number, online: boolean | undefined): Why | undefined {
  if (online === false) return 'offline';
  return trail.to > askedAt - FILLS_WITHIN_MS ? 'gap' : undefined;
}

function recordPieces(answer: Answered): readonly Piece[] {
  const { dataset, span, askedAt, online, received, doubts, lastContact } = answer;
  const newest = received.reduce((latest, { to }) => Math.max(latest, to), lastContact ?? -Infinity);
  const offlineFrom =
    online === false ? Math.min(span.to, Math.max(span.from, wholeSecond(newest))) : span.to;
  const known = { from: span.from, to: offlineFrom };
  const gaps = intersect([known], doubts).filter(({ to }) => to > askedAt - FILLS_WITHIN_MS);
  return [
    ...inside(known, gaps, wholeSecond(askedAt - dataset.settleMs)),
    { from: offlineFrom, to: span.to, why: 'offline' },
  ];
}

/** Requests are in whole seconds, and so are the cuts in the ledger that lead to them. */
const wholeSecond = (time: number): number => Math.floor(time / 1_000) * 1_000;

/** A stretch cut into settled, gaps, and what is too young to be final. */
function inside(span: Span, gaps: readonly Span[], youngFrom: number): readonly Piece[] {
  const young = intersect([span], [{ from: youngFrom, to: Infinity }]);
  const pieces: Piece[] = [
    ...subtract([span], [...gaps, ...young]).map((piece) => ({ ...piece, why: undefined })),
    ...subtract(gaps, young).map((piece) => ({ ...piece, why: 'gap' as const })),
    ...young.map((piece) => ({ ...piece, why: 'young' as const })),
  ];
  return pieces.sort((a, b) => a.from - b.from);
}

function grouped(gaps: readonly Span[]): readonly Span[] {
  let near = NEAR_MS;
  let groups = joinNear(gaps, near);
  while (groups.length > MOST_GAPS) {
    near *= 2;
    groups = joinNear(gaps, near);
  }
  return groups;
}

/** The piece, cut where the ledger knew different things about it before. */
function toRows(piece: Piece, answer: Answered): readonly CoverageRow[] {
  const open = answer.before.filter((row) => row.state === 'provisional');
  const parts = open.flatMap((row) => intersect([piece], [row]).map((part) => ({ ...part, row })));
  const fresh = subtract([piece], parts).map((part) => ({ ...part, row: undefined }));
  return [...parts, ...fresh]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, row }) => toRow({ from, to, why: piece.why }, row, answer));
}

function toRow({ from, to, why }: Piece, before: CoverageRow | undefined, answer: Answered): CoverageRow {
  const { dataset, variant, instrument, askedAt } = answer;
  const row = { dataset: dataset.id, instrument, params: variant, from, to, askedAt };
  // Counting starts anew when the reason changes: an instrument that is back gets its time to fill the gap.
  const asks = before !== undefined && before.why === why ? before.asks + 1 : 1;
  const usedUp = asks > ASK_AGAIN_MS.length;
  if (why === undefined || (why === 'gap' && usedUp))
    return { ...row, state: 'settled', asks, why: undefined };
  // An instrument that is still away may come back with all of it, so that never settles by itself.
  return { ...row, state: 'provisional', asks: usedUp ? ASK_AGAIN_MS.length : asks, why };
}
