/** How stretches of one ledger replace each other. Pure. */
import type { Span } from '../../contract/model';
import type { CoverageRow } from './archive';

/** What the rows that overlap or touch `row` become once it is written over them. */
export function replaceStretch(near: readonly CoverageRow[], row: CoverageRow): readonly CoverageRow[] {
  const stays = near.flatMap((each) => (isAnswer(row) || !isAnswer(each) ? outside(each, row) : [each]));
  const written = isAnswer(row) ? [row] : uncovered(row, near.filter(isAnswer));
  const result: CoverageRow[] = [];
  for (const each of [...stays, ...written].sort((a, b) => a.from - b.from)) {
    const before = result.at(-1);
    if (before !== undefined && before.to === each.from && saySame(before, each))
      result[result.length - 1] = { ...before, to: each.to };
    else result.push(each);
  }
  return result;
}

/** The one or two pieces of a row that lie outside the span, if any. */
export const outside = (row: CoverageRow, span: Span): readonly CoverageRow[] =>
  [
    { ...row, to: Math.min(row.to, span.from) },
    { ...row, from: Math.max(row.from, span.to) },
  ].filter(({ from, to }) => from < to);

/** Only what was answered is held; what was asked in vain gives way to it. */
const isAnswer = ({ state }: CoverageRow): boolean => state === 'settled' || state === 'provisional';

const uncovered = (row: CoverageRow, by: readonly Span[]): readonly CoverageRow[] =>
  by.reduce<readonly CoverageRow[]>((left, span) => left.flatMap((each) => outside(each, span)), [row]);

const saySame = (a: CoverageRow, b: CoverageRow): boolean =>
  a.state === b.state &&
  a.askedAt === b.askedAt &&
  a.asks === b.asks &&
  a.why === b.why &&
  a.reason === b.reason;
