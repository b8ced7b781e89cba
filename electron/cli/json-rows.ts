/** A table as JSON: what it is first, then its rows, one per line. */
import { cellOf, type Column, type Rows, type Value } from '../core/export/table';
import type { Facts } from '../core/export/table-facts';
import { formatCell, formatTime, type Zone } from '../core/export/table-time';

export function* jsonRows(rows: Rows, facts: Facts, zone: Zone, exportedAt: number): Iterable<string> {
  yield `${JSON.stringify(headOf(facts, zone, exportedAt)).slice(0, -1)},"rows":[`;
  const { columns, stepsMs } = rows;
  const digits = stepsMs.some((step) => step % 1_000 !== 0) ? 3 : 0;
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  let separator = '\n';
  for (const piece of rows.pieces()) {
    if (piece.length === 0) continue;
    let text = '';
    for (let row = 0; row < piece.length; row++) {
      const cells = columns.map(
        (column, i) => `${keys[i] ?? ''}${valueJson(column, cellOf(piece, i, row), zone, digits)}`,
      );
      text += `${separator}{${cells.join(',')}}`;
      separator = ',\n';
    }
    yield text;
  }
  yield '\n]}\n';
}

function headOf({ span, coverage, ...facts }: Facts, zone: Zone, exportedAt: number): object {
  const at = (ms: number) => formatTime(ms, zone);
  return {
    ...facts,
    ...{ from: at(span.from), to: at(span.to), zone: zone.name },
    coverage: {
      held: coverage.held,
      gaps: coverage.gaps.map(({ from, to, ...why }) => ({ from: at(from), to: at(to), ...why })),
    },
    exportedAt: at(exportedAt),
  };
}

function valueJson({ kind }: Column, value: Value, zone: Zone, digits: 0 | 3): string {
  if (kind === 'time' && (typeof value === 'number' || typeof value === 'string'))
    return JSON.stringify(formatCell(value, zone, digits));
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
