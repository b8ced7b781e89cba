/** A table as it is on show, as a file. */
import type { ShownTable } from '../../contract/save';
import { Failure } from '../../contract/result';
import { csvHead, csvRows } from './csv';
import { rowsInPiece, type Piece, type Rows, type Value } from './table';
import { NOW_LINE, type FactLine } from './table-facts';
import type { Pace } from './table-pace';
import { formatTime, zoneOf } from './table-time';
import { refuseTooManyRows, writeXlsx } from './xlsx';

/**
 * The bytes of the file.
 * @throws Failure `invalid` for a row that is not as wide as the table, an unknown zone and too many rows; `cancelled`
 */
export async function shownTableFile(
  table: ShownTable,
  {
    format,
    exportedAt,
    pace,
  }: { readonly format: 'csv' | 'xlsx'; readonly exportedAt: number; readonly pace: Pace },
): Promise<Uint8Array> {
  const { columns } = table;
  const odd = table.rows.findIndex(({ length }) => length !== columns.length);
  if (odd !== -1)
    throw new Failure({
      kind: 'invalid',
      path: `table.rows.${String(odd)}`,
      reason: `a row of this table has ${String(columns.length)} cells`,
    });
  const zone = zoneOf(table.zone);
  const lines: readonly FactLine[] = [
    ...table.facts,
    ['Time zone', `${zone.name}; every time carries its offset from UTC`],
    [NOW_LINE, formatTime(exportedAt, zone)],
  ];
  const rows = rowsOf(table, format);
  const parts: Uint8Array[] = [];
  if (format === 'xlsx') {
    refuseTooManyRows('This table', table.rows.length);
    const write = (bytes: Uint8Array) => Promise.resolve(void parts.push(bytes));
    await writeXlsx(rows, { lines, zone }, { write, content: () => undefined }, pace);
    return Buffer.concat(parts);
  }
  for (const { text } of csvHead(lines)) parts.push(Buffer.from(text));
  for (const text of csvRows(rows, zone)) {
    parts.push(Buffer.from(text));
    await pace.breathe();
  }
  return Buffer.concat(parts);
}

function rowsOf({ columns, rows }: ShownTable, format: 'csv' | 'xlsx'): Rows {
  const size = rowsInPiece(columns.length);
  return {
    columns: columns.map((column) => ({
      ...column,
      // A workbook has a row for units, a file of comma-separated values has none.
      name: format === 'xlsx' || column.unit === undefined ? column.name : `${column.name} [${column.unit}]`,
    })),
    stepsMs: rows.some((row) => columns.some(({ kind }, i) => kind === 'time' && isBetween(row[i])))
      ? [1]
      : [],
    *pieces(): Iterable<Piece> {
      for (let first = 0; first < rows.length; first += size) {
        const some = rows.slice(first, first + size);
        yield {
          length: some.length,
          columns: columns.map((_, i) => some.map((row): Value => row[i] ?? null)),
        };
      }
    },
  };
}

/** Between two seconds. */
const isBetween = (cell: string | number | null | undefined): boolean =>
  typeof cell === 'number' && cell % 1_000 !== 0;
