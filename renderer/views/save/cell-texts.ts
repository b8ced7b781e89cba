/** The cells of a table as one reads them. Pure. */
import type { ShownTable } from '../../../electron/contract/index';
import { exactTime, MISSING } from '../../format';

type Table = Omit<ShownTable, 'facts'>;
type Cell = ShownTable['rows'][number][number];
/** Of a column's numbers: fewer where all of them are so round, the more the smaller they are. */
const [FEW, MANY] = [2, 4];
const SMALL = 10;

const isRound = (value: number, decimals: number): boolean =>
  Math.abs(value - Number(value.toFixed(decimals))) <= 1e-6 * Math.max(1, Math.abs(value));

function decimalsOf(cells: readonly Cell[]): number {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const most = numbers.every((value) => Math.abs(value) < SMALL) ? MANY : FEW;
  for (let decimals = 0; decimals < most; decimals++)
    if (numbers.every((value) => isRound(value, decimals))) return decimals;
  return most;
}

/** A text for each cell of each row; an en dash where there is nothing. */
export function cellTexts({ columns, rows, zone }: Table): readonly (readonly string[])[] {
  const decimals = columns.map((_, place) => decimalsOf(rows.map((row) => row[place] ?? null)));
  return rows.map((row) =>
    columns.map(({ kind }, place) => {
      const cell = row[place] ?? MISSING;
      if (typeof cell === 'string') return cell;
      return kind === 'time' ? exactTime(cell, zone) : cell.toFixed(decimals[place]).replace('-', '\u2212');
    }),
  );
}
