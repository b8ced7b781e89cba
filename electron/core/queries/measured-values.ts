/** Noise measurements as plain numbers, read once a week at a time: any of their values over a year is then quick. */
import type { Span } from '../../contract/model';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { createPieces, type PiecesDeps } from './pieces';

/** Ascending by their beginning. */
export interface Measured {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** In the order asked, of each measurement; NaN where it does not tell. */
  readonly values: readonly Float64Array[];
}
export interface MeasuredValues {
  /** All that touch the span. */
  of(
    archive: Archive,
    asked: { readonly instrument: string; readonly channels: readonly string[]; readonly span: Span },
    pace: Pace,
  ): Promise<Measured>;
}
/** No measurement is longer: one that began earlier does not reach into the span. */
const LONGEST_MS = 86_400_000;

interface Week {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** Remembers a few instruments until any of their records change. */
export function createMeasuredValues(onChange: PiecesDeps<unknown>['onChange']): MeasuredValues {
  const pieces = createPieces<Week>({ dataset: 'measurements', onChange, most: 4, shorten: weekOf });
  return {
    async of(archive, { instrument, channels, span }, pace) {
      const wider = { from: span.from - LONGEST_MS, to: span.to };
      const weeks = await pieces.of(archive, { instrument }, wider, pace);
      const within = weeks.map((week) => ({ week, rows: rowsIn(week, span) }));
      const total = within.reduce((sum, { rows }) => sum + rows.length, 0);
      const join = (columnOf: (week: Week) => Float64Array | undefined): Float64Array => {
        const all = new Float64Array(total).fill(NaN);
        let at = 0;
        for (const { week, rows } of within) {
          const column = columnOf(week);
          for (const row of rows) all[at++] = column?.[row] ?? NaN;
        }
        return all;
      };
      return {
        from: join(({ from }) => from),
        to: join(({ to }) => to),
        values: channels.map((name) => join(({ columns }) => columnIn(columns, name))),
      };
    },
  };
}

/** Those that touch the span and last at all. */
function rowsIn({ from, to }: Week, span: Span): readonly number[] {
  const rows: number[] = [];
  for (let i = 0; i < from.length; i++) {
    const [begin, end] = [from[i] as number, to[i] as number];
    if (end > span.from && begin < span.to && end > begin) rows.push(i);
  }
  return rows;
}

/** Whatever the case of its name: records keep the spelling they came in. */
function columnIn(columns: Week['columns'], name: string): Float64Array | undefined {
  const wanted = name.toLowerCase();
  return (
    columns.get(name) ?? [...columns].find(([spelled]) => spelled.toLowerCase() === wanted)?.[1] ?? undefined
  );
}

async function weekOf(pages: AsyncIterable<readonly StoredRecord[]>): Promise<Week> {
  const [from, to]: [number[], number[]] = [[], []];
  const columns = new Map<string, number[]>();
  for await (const page of pages)
    for (const { time, until = time, data } of page) {
      const row = from.length;
      from.push(time);
      to.push(until);
      for (const name in data) {
        const value = data[name];
        if (typeof value !== 'number') continue;
        const column = columns.get(name) ?? [];
        if (column.length === 0) columns.set(name, column);
        while (column.length < row) column.push(NaN);
        column.push(value);
      }
    }
  return {
    from: Float64Array.from(from),
    to: Float64Array.from(to),
    columns: new Map([...columns].map(([name, values]) => [name, Float64Array.from(values)])),
  };
}
