/** The strips as a table to save, a row for each stretch, and what one must know to read it. Pure. */
import type { CoverageStrip, ShownTable } from '../../../../electron/contract/index';
import { exactTime, percent } from '../../../format';
import { skipWords } from '../../datasets';
import { pieceTitle } from './pieces';

export const coverageTable = (strips: readonly CoverageStrip[]): Pick<ShownTable, 'columns' | 'rows'> => ({
  columns: [
    { name: 'Dataset', kind: 'text' },
    { name: 'From', kind: 'time' },
    { name: 'To', kind: 'time' },
    { name: 'State', kind: 'text' },
    { name: 'Detail', kind: 'text' },
    { name: 'Asked', kind: 'time' },
    { name: 'Asked again', kind: 'time' },
  ],
  rows: strips.flatMap(({ title, pieces }) =>
    pieces.map((piece) => {
      const { from, to, detail = null, askedAt = null, askAgainAt = null } = piece;
      return [title, from, to, pieceTitle(piece), detail, askedAt, askAgainAt];
    }),
  ),
});

/** How much of each is held, and what is not asked of the instrument at all. */
export function coverageFacts(
  { drawn, left }: { readonly drawn: readonly CoverageStrip[]; readonly left: readonly CoverageStrip[] },
  now: number,
  zone: string,
): [string, string][] {
  return [
    ['As known', exactTime(now, zone)],
    ...drawn.map(({ title, held, settled, skipped }): [string, string] => [
      title,
      `${percent(held)} held, ${percent(settled)} final, of the time until now${skipped === undefined ? '' : `; ${skipWords(skipped)}`}`,
    ]),
    ...left.map(({ title, skipped }): [string, string] => [
      title,
      skipped === undefined ? 'nothing held' : skipWords(skipped),
    ]),
  ];
}
