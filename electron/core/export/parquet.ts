/** Tables as Parquet files. */
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import { cellOf, type Column, type Piece, type Rows, type Value } from './table';
import { parquetColumns, schemaOf, type ParquetColumn } from './parquet-schema';
import type { Facts } from './table-facts';
import type { Pace } from './table-pace';
import { cellMs, formatTime } from './table-time';

/** Half a day of seconds: enough for readers to be quick, and a column of it is encoded in a few milliseconds. */
const GROUP_ROWS = 43_200;

/** What became of a table. */
export interface Written {
  readonly rows: number;
  /** Whether any row holds more than its time. */
  readonly hasValues: boolean;
}

/** Writes a table as one Parquet file, piece by piece, each waited for. */
export async function writeParquet(
  rows: Rows,
  facts: Facts,
  write: (bytes: Uint8Array) => Promise<void>,
  pace: Pace,
): Promise<Written> {
  const columns = parquetColumns(facts.dataset, facts);
  const bytes = new ByteWriter();
  const schema = schemaOf(columns);
  const kvMetadata = Object.entries(metadata(facts)).map(([key, value]) => ({ key, value }));
  const createdBy = `Leqbook version ${facts.leqbook}`;
  const file = new ParquetWriter({ writer: bytes, schema, kvMetadata, createdBy });
  const group = new Group(columns, rows);
  const flush = async () => {
    // The library's writer keeps count of all bytes by itself; only its buffer begins anew.
    await write(bytes.getBytes().slice());
    bytes.index = 0;
    await pace.breathe();
  };
  for (const piece of rows.pieces()) {
    for (let at = 0; at < piece.length;) {
      const end = Math.min(piece.length, at + GROUP_ROWS - group.length);
      group.add(piece, at, end);
      at = end;
      if (group.length === GROUP_ROWS) await writeGroup(file, group.take(), flush);
    }
    await pace.breathe();
  }
  if (group.length > 0) await writeGroup(file, group.take(), flush);
  await file.finish();
  await flush();
  return { rows: group.rows, hasValues: group.hasValues };
}

/** The library writes all columns of a group in one go; one at a time, they leave the thread free in between. */
async function writeGroup(
  file: ParquetWriter,
  columns: readonly ColumnSource[],
  flush: () => Promise<void>,
): Promise<void> {
  const groups = file.row_groups.length;
  const before = file.num_rows;
  for (const column of columns) {
    await file.write({ columnData: [column], rowGroupSize: GROUP_ROWS });
    await flush();
  }
  const parts = file.row_groups.splice(groups);
  const sum = (read: (part: (typeof parts)[number]) => bigint | undefined) =>
    parts.reduce((all, part) => all + (read(part) ?? 0n), 0n);
  const rows = parts[0]?.num_rows ?? 0n;
  file.num_rows = before + rows;
  file.row_groups.push({
    columns: parts.flatMap((part) => part.columns),
    num_rows: rows,
    total_byte_size: sum((part) => part.total_byte_size),
    total_compressed_size: sum((part) => part.total_compressed_size),
  });
}

/** What a column of the file holds in one row of a piece. */
type Read = (piece: Piece, row: number) => unknown;

/** Rows on their way into a file, column by column. */
class Group {
  length = 0;
  rows = 0;
  hasValues = false;
  private readonly reads: readonly Read[];
  private data: unknown[][];

  constructor(
    private readonly columns: readonly ParquetColumn[],
    rows: Rows,
  ) {
    this.reads = columns.map((column) => readFor(column, rows));
    this.data = columns.map(() => []);
  }

  add(piece: Piece, from: number, to: number): void {
    for (const [i, read] of this.reads.entries()) {
      const into = this.data[i] ?? [];
      let isEmpty = true;
      for (let row = from; row < to; row++) {
        const value = read(piece, row);
        into.push(value);
        if (value !== null) isEmpty = false;
      }
      if (!isEmpty && isContent(this.columns[i])) this.hasValues = true;
    }
    this.length += to - from;
    this.rows += to - from;
  }

  take(): ColumnSource[] {
    const sources = this.columns.map(({ name, type }, i): ColumnSource => ({
      name,
      data: this.data[i] ?? [],
      ...(type === 'timestamp' && { encoding: 'DELTA_BINARY_PACKED' as const }),
    }));
    this.data = this.columns.map(() => []);
    this.length = 0;
    return sources;
  }
}

function readFor({ name, type, constant }: ParquetColumn, { columns, stepsMs }: Rows): Read {
  const at = columns.findIndex((each) => each.name === name && each.isExtra !== true);
  const column = columns[at];
  if (constant !== undefined) return () => constant;
  if (name === 'step_ms' && column === undefined) return () => stepsMs[0] ?? null;
  if (name === 'other') {
    const extras = columns.flatMap((each, i) => (each.isExtra === true ? [[each.name, i] as const] : []));
    return (piece, row) => otherText(piece, row, at, extras);
  }
  if (column === undefined) return () => null;
  return (piece, row) => toParquet(cellOf(piece, at, row), type, column);
}

const isContent = (column: ParquetColumn | undefined): boolean =>
  column !== undefined &&
  column.constant === undefined &&
  column.name !== 'time' &&
  column.name !== 'step_ms';

function toParquet(value: Value, type: ParquetColumn['type'], column: Column): unknown {
  if (value === null) return null;
  if (type === 'timestamp') {
    const ms = typeof value === 'number' || typeof value === 'string' ? cellMs(value) : undefined;
    return ms === undefined ? null : BigInt(Math.round(ms));
  }
  if (type === 'text')
    return typeof value === 'object' || column.kind === 'json' ? JSON.stringify(value) : String(value);
  return typeof value === 'number' ? value : null;
}

/** What is held beside the columns that every instrument has. */
function otherText(
  piece: Piece,
  row: number,
  at: number,
  extras: readonly (readonly [string, number])[],
): string | null {
  const named = extras.flatMap(([name, i]) => {
    const value = cellOf(piece, i, row);
    return value === null ? [] : [[name, value] as const];
  });
  const beside = at < 0 ? null : cellOf(piece, at, row);
  if (named.length === 0 && beside === null) return null;
  return JSON.stringify({ ...Object.fromEntries(named), ...(beside !== null && { beside }) });
}

/** For whoever opens one file by itself. */
function metadata(facts: Facts): Readonly<Record<string, string>> {
  const { instrument, name = '', model = '', dataset, variant, title, span, units, coverage } = facts;
  const gaps = coverage.gaps.map(({ from, to, reason }) => ({
    from: formatTime(from),
    to: formatTime(to),
    reason,
  }));
  return {
    'leqbook.version': facts.leqbook,
    'leqbook.instrument': JSON.stringify({ serial: instrument, name, model }),
    'leqbook.dataset': JSON.stringify({ dataset, variant, title }),
    'leqbook.span': JSON.stringify({ from: formatTime(span.from), to: formatTime(span.to) }),
    'leqbook.units': JSON.stringify(units),
    'leqbook.coverage': JSON.stringify({ held: coverage.held, gaps }),
  };
}
