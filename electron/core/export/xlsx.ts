/** Tables as workbooks: a sheet that says what it is, and a sheet with the rows. */
import { Failure } from '../../contract/result';
import { NO_UNIT } from '../../contract/surroundings';
import type { Written } from './parquet';
import { cellOf, hasContent, type Piece, type Rows, type Value } from './table';
import { NOW_LINE, type FactLine } from './table-facts';
import type { Pace } from './table-pace';
import { cellMs, formatCell, type Zone } from './table-time';
import * as part from './xlsx-parts';
import { createZip } from './xlsx-zip';

/** Names, then units. */
const HEAD_ROWS = 2;
/** What a sheet holds, less its head. */
export const MOST_ROWS = 1_048_576 - HEAD_ROWS;

export interface XlsxSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Every piece of text that matters, for telling whether a table changed. */
  content(text: string): void;
}

/** @throws Failure `invalid` when there are more rows than a sheet holds */
export async function writeXlsx(
  rows: Rows,
  about: { readonly lines: readonly FactLine[]; readonly zone: Zone },
  sink: XlsxSink,
  pace: Pace,
): Promise<Written> {
  const zip = createZip((bytes) => sink.write(bytes));
  const state = { rows: 0, hasValues: false };
  for (const [name, text] of part.fixedParts(['About', 'Data'])) await zip.add(name, [text]);
  await zip.add('xl/worksheets/sheet1.xml', aboutSheet(about, sink));
  await zip.add('xl/worksheets/sheet2.xml', dataSheet(rows, about.zone, sink, pace, state));
  await zip.end();
  return state;
}

/** Refuses, in words that say what to do instead. */
export function refuseTooManyRows(what: string, count: number): void {
  if (count <= MOST_ROWS) return;
  const number = (value: number) => value.toLocaleString('en');
  const reason = `${what} has ${number(count)} rows and a sheet holds ${number(MOST_ROWS)}. Choose CSV or Parquet, or a shorter span`;
  throw new Failure({ kind: 'invalid', path: 'format', reason });
}

function* aboutSheet({ lines }: Parameters<typeof writeXlsx>[1], sink: XlsxSink): Iterable<string> {
  yield part.sheetHead([16, 90], 0);
  for (const [i, [name, text]] of lines.entries()) {
    const line = part.row(i + 1, [part.textCell(name, part.STYLE.bold), part.textCell(text)]);
    if (name !== NOW_LINE) sink.content(line);
    yield line;
  }
  yield part.SHEET_TAIL;
}

async function* dataSheet(
  rows: Rows,
  zone: Zone,
  sink: XlsxSink,
  pace: Pace,
  state: { rows: number; hasValues: boolean },
): AsyncIterable<string> {
  const cells = cellsOf(rows, zone);
  const bold = (number: number, texts: readonly string[]) =>
    part.row(
      number,
      texts.map((text) => part.textCell(text, part.STYLE.bold)),
    );
  const widths = cells.map(({ width }) => width);
  yield part.sheetHead(widths, HEAD_ROWS);
  const names = cells.map(({ name }) => name);
  const units = cells.map(({ unit }) => unit);
  const head = bold(1, names) + bold(2, units);
  sink.content(head);
  yield head;
  for (const piece of rows.pieces()) {
    if (piece.length > 0) {
      refuseTooManyRows('This table', state.rows + piece.length);
      const text = rowsText(piece, cells, state.rows + HEAD_ROWS);
      state.rows += piece.length;
      state.hasValues ||= hasContent(piece, rows);
      sink.content(text);
      yield text;
    }
    await pace.breathe();
  }
  yield part.SHEET_TAIL;
}

interface Cell {
  readonly name: string;
  readonly unit: string;
  readonly width: number;
  xml(piece: Piece, row: number): part.CellXml;
}

/** Each time is there twice: as a date to reckon with, and as text with its offset. */
function cellsOf({ columns, stepsMs }: Rows, zone: Zone): readonly Cell[] {
  const digits = stepsMs.some((step) => step % 1_000 !== 0) ? 3 : 0;
  return columns.flatMap(({ name, kind, unit = kind === 'number' ? NO_UNIT : '' }, i): readonly Cell[] => {
    const read = (piece: Piece, row: number) => cellOf(piece, i, row);
    if (kind === 'number')
      return [{ name, unit, width: 12, xml: (piece, row) => numberText(read(piece, row)) }];
    if (kind !== 'time')
      return [{ name, unit, width: name === 'raw' ? 40 : 24, xml: (...at) => anyText(read(...at)) }];
    const date = (value: Value) => dateText(value, zone);
    const iso = (value: Value) =>
      typeof value === 'number' || typeof value === 'string'
        ? part.textCell(formatCell(value, zone, digits))
        : part.emptyCell;
    return [
      { name, unit: zone.name, width: 24, xml: (...at) => date(read(...at)) },
      { name: `${name} (ISO 8601)`, unit: 'with offset', width: 32, xml: (...at) => iso(read(...at)) },
    ];
  });
}

/** `before` rows stand above. */
function rowsText(piece: Piece, cells: readonly Cell[], before: number): string {
  let text = '';
  for (let row = 0; row < piece.length; row++)
    text += part.row(
      before + row + 1,
      cells.map((cell) => cell.xml(piece, row)),
    );
  return text;
}

const numberText = (value: Value): part.CellXml =>
  typeof value === 'number' ? part.numberCell(value) : part.emptyCell;
const anyText = (value: Value): part.CellXml =>
  value === null
    ? part.emptyCell
    : part.textCell(typeof value === 'object' ? JSON.stringify(value) : String(value));

function dateText(value: Value, zone: Zone): part.CellXml {
  const ms = typeof value === 'number' || typeof value === 'string' ? cellMs(value) : undefined;
  if (ms === undefined) return part.emptyCell;
  const serial = part.serialDate(ms + zone.offsetMs(ms));
  // Before 1900 a spreadsheet knows no dates.
  if (serial < 1) return part.emptyCell;
  return part.numberCell(serial, ms % 1_000 === 0 ? part.STYLE.time : part.STYLE.timeMs);
}
