/** What a stack of charts draws, as a table to save, and what one must know to read it. Pure. */
import type {
  GapReason,
  ShownColumn,
  ShownTable,
  Span,
  SurroundingsColumn,
  SurroundingsSeries,
} from '../../../../electron/contract/index';
import { NO_UNIT } from '../../../../electron/contract/usual-figures';
import { duration, percent } from '../../../format';
import { faceWords } from '../coverage/pieces';
import type { Panel } from './panels';
import { isBanded, JOINED_WORDS, pointText, told } from './strip-lines';

export interface DrawnPanel {
  readonly panel: Panel;
  readonly series: SurroundingsSeries;
}
type Figures = Pick<ShownTable, 'columns' | 'rows'>;
interface TableColumn extends ShownColumn {
  readonly time: Float64Array;
  readonly values: Float64Array;
}

/** A row for each point that any of the charts has. */
export function stackTable(drawn: readonly DrawnPanel[]): Figures {
  const columns = drawn.flatMap(({ panel, series }) =>
    told(series, panel).flatMap((column) => columnsOf(panel, series, column)),
  );
  const rows = new Map<number, (number | null)[]>();
  columns.forEach(({ time, values }, place) => {
    time.forEach((at, i) => {
      const value = values[i] ?? NaN;
      let row = rows.get(at);
      if (row === undefined) rows.set(at, (row = [at, ...columns.map(() => null)]));
      row[place + 1] = Number.isNaN(value) ? null : value;
    });
  });
  return {
    columns: [
      { name: 'From', kind: 'time' },
      ...columns.map(({ name, kind, unit }) => ({ name, kind, ...(unit !== undefined && { unit }) })),
    ],
    rows: [...rows.values()].sort(([a], [b]) => Number(a) - Number(b)),
  };
}

/** Where a chart shows how far samples lie apart, the lowest and the highest as well. */
function columnsOf(
  panel: Panel,
  series: SurroundingsSeries,
  { name, unit = NO_UNIT, values, min, max }: SurroundingsColumn,
): readonly TableColumn[] {
  const label = panel.fields.find((field) => field.name === name)?.label ?? name;
  const own = panel.fields.length === 1 ? panel.title : `${panel.title} ${label}`;
  const column = { name: own, kind: 'number' as const, unit, time: series.time, values };
  if (!isBanded(series, panel)) return [column];
  return [
    column,
    { ...column, name: `${own}, lowest`, values: min },
    { ...column, name: `${own}, highest`, values: max },
  ];
}

/** For each chart how its points came about, and how much of the span it has. */
export const stackFacts = (drawn: readonly DrawnPanel[], span: Span): [string, string][] =>
  drawn.map(({ panel, series }) => {
    const ways = [...new Set(told(series, panel).map(({ joined }) => JOINED_WORDS[joined]))];
    return [panel.title, `${pointText(series)}: ${ways.join(', ')}; ${heldText(series, span)}`];
  });

function heldText({ gaps }: SurroundingsSeries, span: Span): string {
  const missing = new Map<GapReason, number>();
  for (const { from, to, reason } of gaps) {
    const ms = Math.min(to, span.to) - Math.max(from, span.from);
    if (ms > 0) missing.set(reason, (missing.get(reason) ?? 0) + ms);
  }
  const ms = [...missing.values()].reduce((sum, each) => sum + each, 0);
  const why = [...missing].map(([reason, each]) => `${faceWords(reason)} ${duration(each)}`);
  const held = percent(1 - Math.min(1, ms / (span.to - span.from)));
  return [`${held} of the span has values`, ...why].join(', ');
}
