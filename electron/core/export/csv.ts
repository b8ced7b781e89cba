/** Tables as CSV, and cells that a spreadsheet cannot take for a formula. */
import { stringify } from 'csv-stringify/sync';
import { cellOf, type Column, type Piece, type Rows, type Value } from './table';
import { NOW_LINE, type FactLine } from './table-facts';
import { formatCell, type Zone } from './table-time';

const FORMULA = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20';
const LEADS_TO_FORMULA = new RegExp(`^[${FORMULA}\\t\\r]`);
/** What a spreadsheet may take for the end of a cell, and what then looks like a formula. */
const HIDDEN_FORMULA = new RegExp(`([,;|\\t]["'\\s]*)(?=[${FORMULA}])`, 'g');

/** Text from outside as a cell; numbers and times need no guard. */
export const guarded = (text: string): string => (LEADS_TO_FORMULA.test(text) ? `'${text}` : text);

/** One line of the head, where a comma of the text may not begin a cell with a formula in it. */
const commentLine = (name: string, text: string): string =>
  `# ${name}: ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}\n`.replace(HIDDEN_FORMULA, "$1'");

/** The head of a table as comment lines; `isNow` marks the one that differs each time. */
export const csvHead = (
  lines: readonly FactLine[],
): readonly { readonly text: string; readonly isNow: boolean }[] =>
  lines.map(([name, text]) => ({ text: commentLine(name, text), isNow: name === NOW_LINE }));

/** The names of the columns, then the rows, in pieces; an empty piece where the thread had better be left. */
export function* csvRows(rows: Rows, zone: Zone): Iterable<string> {
  const { columns } = rows;
  yield stringify([columns.map(({ name }) => guarded(name))]);
  const digits = rows.stepsMs.some((step) => step % 1_000 !== 0) ? 3 : 0;
  const cells = columns.map((column) => cellText(column, zone, digits));
  const isPlain = columns.every(({ kind }, i) => kind === 'number' || (kind === 'time' && i === 0));
  const toText = isPlain && rows.stepsMs.length > 0 ? plainLines : quotedLines;
  for (const piece of rows.pieces()) yield piece.length === 0 ? '' : toText(piece, cells);
}

type CellText = (value: Value) => string;

function cellText({ kind }: Column, zone: Zone, digits: 0 | 3): CellText {
  if (kind === 'number') return (value) => (typeof value === 'number' ? String(value) : '');
  return (value) => {
    if (value === null) return '';
    if (kind === 'time' && typeof value === 'number') return formatCell(value, zone, digits);
    if (kind === 'time' && typeof value === 'string') return guarded(formatCell(value, zone, digits));
    return guarded(typeof value === 'object' ? JSON.stringify(value) : String(value));
  };
}

/** Times and numbers need no quotes, and a year of them is thirty million lines. */
function plainLines(piece: Piece, cells: readonly CellText[]): string {
  let text = '';
  for (let row = 0; row < piece.length; row++) {
    for (let i = 0; i < cells.length; i++) {
      if (i > 0) text += ',';
      text += cells[i]?.(cellOf(piece, i, row)) ?? '';
    }
    text += '\n';
  }
  return text;
}

const quotedLines = (piece: Piece, cells: readonly CellText[]): string =>
  stringify(
    Array.from({ length: piece.length }, (_, row) => cells.map((cell, i) => cell(cellOf(piece, i, row)))),
  );
