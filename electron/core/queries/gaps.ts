/** Why stretches are empty: the one place where the ledger's words become reasons. Pure. */
import type { CoveragePiece, GapReason, Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { CoverageRow } from '../db/archive';
import { ASK_AGAIN_MS } from '../sync/plan';
import { lengthMs, subtract, union } from '../sync/spans';

/** A stretch with nothing in it, and why. */
export type EmptyPiece = CoveragePiece & { readonly reason: GapReason };

const MINUTE_MS = 60_000;
const BEFORE_CHECK_MS = 2 * MINUTE_MS;
const AFTER_CHECK_MS = 10 * MINUTE_MS;
/** No check takes longer; a longer gap has another reason. */
export const LONGEST_CHECK_MS = 15 * MINUTE_MS;

/**
 * Around each time at which a calibration or a SIC was recorded, or was seen to be running, the stretch in which it may
 * have interrupted measuring. A SIC takes less than a minute and a calibration a few; their records carry one time
 * only, by the instrument's own clock, so that a gap may begin a little before and end some minutes after.
 */
export const checkWindows = (times: readonly number[]): readonly Span[] =>
  union(times.map((time) => ({ from: time - BEFORE_CHECK_MS, to: time + AFTER_CHECK_MS })));

/**
 * Cuts one empty stretch where the ledger changes its mind about it. The pieces tile it, in order; neighbours differ.
 * @param ledger rows that do not overlap, such as {@link strongest} gives; ascending
 * @param checks from {@link checkWindows}
 */
export function explainGap(
  gap: Span,
  ledger: readonly CoverageRow[],
  checks: readonly Span[],
): readonly EmptyPiece[] {
  const isCheck =
    lengthMs(gap) <= LONGEST_CHECK_MS && checks.some(({ from, to }) => from <= gap.from && gap.to <= to);
  const pieces: EmptyPiece[] = [];
  let at = gap.from;
  const push = (to: number, why: Omit<EmptyPiece, keyof Span>): void => {
    if (to <= at) return;
    const last = pieces.at(-1);
    if (last !== undefined && isSame(last, why)) pieces[pieces.length - 1] = { ...last, to };
    else pieces.push({ from: at, to, ...why });
    at = to;
  };
  for (const row of ledger) {
    if (row.to <= at) continue;
    if (row.from >= gap.to) break;
    push(row.from, NOT_ASKED);
    push(Math.min(row.to, gap.to), whyEmpty(row, isCheck));
  }
  push(gap.to, NOT_ASKED);
  return pieces;
}

type Why = Omit<EmptyPiece, keyof Span>;
const NOT_ASKED: Why = {
  reason: 'not-asked',
  detail: undefined,
  askedAt: undefined,
  askAgainAt: undefined,
};

export const isSame = (a: Omit<CoveragePiece, keyof Span>, b: Omit<CoveragePiece, keyof Span>): boolean =>
  a.reason === b.reason && a.detail === b.detail && a.askedAt === b.askedAt && a.askAgainAt === b.askAgainAt;

function whyEmpty(row: CoverageRow, isCheck: boolean): Why {
  const { state, askedAt, reason: detail } = row;
  if (state === 'failed' || state === 'forbidden')
    return { reason: state, detail, askedAt, askAgainAt: undefined };
  const reason =
    row.why === 'offline' ? 'offline' : isCheck ? 'self-check' : state === 'settled' ? 'empty' : state;
  return { reason, detail: undefined, askedAt, askAgainAt: askAgainAt(row) };
}

/** When the planner takes a stretch up again; undefined when it never does, or at once. */
export function askAgainAt({ state, asks, askedAt }: CoverageRow): number | undefined {
  if (state !== 'provisional') return undefined;
  return askedAt + (ASK_AGAIN_MS[Math.min(asks, ASK_AGAIN_MS.length) - 1] ?? DAY_MS);
}

const STRENGTH: readonly CoverageRow['state'][] = ['settled', 'provisional', 'failed', 'forbidden'];
/** One ledger of several that speak of the same data: where they disagree, what was answered most finally. Ascending. */
export function strongest(ledgers: readonly CoverageRow[]): readonly CoverageRow[] {
  const taken: CoverageRow[] = [];
  for (const row of [...ledgers].sort((a, b) => STRENGTH.indexOf(a.state) - STRENGTH.indexOf(b.state)))
    taken.push(...subtract([row], taken).map((part) => ({ ...row, ...part })));
  return taken.sort((a, b) => a.from - b.from);
}
