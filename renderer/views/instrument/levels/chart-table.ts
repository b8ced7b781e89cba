/** What the chart draws as a table to take along: a row for each of its points. Pure. */
import type { Span, ShownColumn, ShownTable } from '../../../../electron/contract/index';
import type { ChartLine, LineValues } from '../../../charts/lines';
import type { MergedLines } from '../../../charts/merge-lines';

interface Column extends ShownColumn {
  readonly values: LineValues;
}
function columnsOf(line: ChartLine): readonly Column[] {
  const about = { kind: 'number' as const, ...(line.unit !== undefined && { unit: line.unit }) };
  const name = line.owner === undefined ? line.name : `${line.owner.title}: ${line.name}`;
  const value: Column = { ...about, name, values: line.values };
  if (line.band === undefined) return [value];
  return [
    value,
    { ...about, name: `${name} lowest`, values: line.band.low },
    { ...about, name: `${name} highest`, values: line.band.high },
  ];
}

/** The points that begin in the span; a line that has none at a moment is empty there. */
export function chartTable(
  { time, lines }: MergedLines,
  span: Span,
  zone: string,
): Omit<ShownTable, 'facts'> {
  const columns = lines.flatMap(columnsOf);
  const shown = time.flatMap((at, index) => (at >= span.from && at < span.to ? [index] : []));
  return {
    columns: [
      { name: 'time', kind: 'time' },
      ...columns.map(({ name, kind, unit }) => ({ name, kind, ...(unit !== undefined && { unit }) })),
    ],
    rows: shown.map((index) => [time[index] ?? null, ...columns.map(({ values }) => values[index] ?? null)]),
    zone,
  };
}
