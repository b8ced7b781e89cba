/** A table of archive data, whatever its dataset and whatever it becomes. */
import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { Field } from '../datasets';

/** `null` is a gap, or a field the service did not send. A time is epoch ms, or the service's own words. */
export type Value = string | number | boolean | null | object;

export interface Column {
  readonly name: string;
  readonly kind: Field['kind'];
  readonly unit?: string | undefined;
  /** The registry does not know it, so that another instrument may lack it. */
  readonly isExtra?: boolean;
}
/** Rows side by side, one array per column; NaN in a number column is a gap. */
export interface Piece {
  readonly length: number;
  readonly columns: readonly ArrayLike<Value>[];
}
export interface Rows {
  /** The first is the row's own time. */
  readonly columns: readonly Column[];
  /** Series: the lengths of the samples, ms, finest first; with more than one, the column `step_ms` says which a row has. */
  readonly stepsMs: readonly number[];
  /** Some thousand rows at a time, or none where the thread had better be left for a moment. */
  pieces(): Iterable<Piece>;
}
export interface RowsQuery {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
  readonly span: Span;
  /** Columns wanted, in this order; empty: all. */
  readonly channels: readonly string[];
}

/** Cells in a piece: what is made of one takes a few milliseconds. */
const PIECE_CELLS = 16_384;
export const rowsInPiece = (columns: number): number => Math.max(64, Math.floor(PIECE_CELLS / columns));
export const NOTHING: Piece = { length: 0, columns: [] };

/** What stands in a cell, with a gap as `null`. */
export function cellOf({ columns }: Piece, column: number, row: number): Value {
  const value = columns[column]?.[row] ?? null;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}

/**
 * What was asked for by name, in that order, each once; all when nothing was.
 * @throws Failure `invalid` for a name that is none of them
 */
export function chosen<T extends { readonly name: string }>(
  { dataset, channels }: RowsQuery,
  from: readonly T[],
  isCalled: (each: T, name: string) => boolean = ({ name }, wanted) => name.toLowerCase() === wanted,
): readonly T[] {
  if (channels.length === 0) return from;
  const found = channels.map((channel) => {
    const one = from.find((each) => isCalled(each, channel.toLowerCase()));
    if (one !== undefined) return one;
    const names = from.map(({ name }) => name).join(', ');
    const reason = `${dataset} has no channel ${channel}, only ${names}`;
    throw new Failure({ kind: 'invalid', path: 'channel', reason });
  });
  return [...new Set(found)];
}

/** Whether any row holds more than its time. */
export function hasContent(piece: Piece, { columns }: Pick<Rows, 'columns'>): boolean {
  for (const [i, { name }] of columns.entries()) {
    if (i === 0 || name === 'step_ms') continue;
    for (let row = 0; row < piece.length; row++) if (cellOf(piece, i, row) !== null) return true;
  }
  return false;
}
