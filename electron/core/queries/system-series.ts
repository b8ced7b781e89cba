/** An instrument's statistics over time. They are records, each with a time of its own. */
import type { Span } from '../../contract/model';
import type { Joined, SurroundingsColumn, SurroundingsSeries } from '../../contract/surroundings';
import { unitOf } from '../datasets';
import type { Archive } from '../db/archive';
import { gridOver, startsOf } from '../series/buckets';
import { joinNear } from '../sync/spans';
import { gapsBetween, heldPoints } from './environment-gaps';
import { field, finite } from './fields';
import type { SystemTable, SystemTables } from './system-table';

const DATASET = 'monitorstats';
/** Records that are further apart than this many times their usual distance have a gap between them. */
const GAP_STEPS = 2.5;

interface Asked {
  readonly instrument: string;
  readonly fields: readonly string[];
  readonly span: Span;
  readonly maxPoints: number;
}
/** A column of samples for each field, NaN where a record does not tell. */
interface Table {
  readonly time: readonly number[];
  readonly stepMs: number | undefined;
  readonly columns: readonly (readonly number[])[];
}

export async function systemSeries(
  archive: Archive,
  tables: SystemTables,
  asked: Asked,
  signal: AbortSignal,
): Promise<SurroundingsSeries> {
  const { fields, instrument, span, maxPoints } = asked;
  const table = onlyOf(await tables.read(archive, { instrument, span }, signal), fields);
  const { stepMs } = table;
  const drawn =
    table.time.length > maxPoints ? inBuckets(table, asked, stepMs ?? 1) : sampleBySample(table, stepMs);
  const newest = archive.records.newest(DATASET, instrument);
  const columns = fields.map((name, i): SurroundingsColumn => {
    const unit = unitOf(DATASET, name);
    const value = newest && finite(field(newest.data, name));
    const { values, min, max } = drawn.columns[i] ?? NOTHING;
    return {
      ...{ name, unit, joined: howJoined(name), values, min, max },
      over: foldAll(table.columns[i] ?? [], howJoined(name)),
      latest: newest === undefined || value === undefined ? undefined : { value, time: newest.time, unit },
    };
  });
  const about = { dataset: DATASET, instrument, checked: false } as const;
  const held = heldPoints(drawn.time, drawn.bucketMs ?? stepMs ?? 1, columns);
  const within = GAP_STEPS * (drawn.bucketMs ?? stepMs ?? 1);
  const joined = toTheEnds(joinNear(held, within), span, within);
  return {
    ...{ time: drawn.time, bucketMs: drawn.bucketMs, stepMs, columns },
    gaps: gapsBetween(archive, about, span, joined),
  };
}

const onlyOf = ({ time, stepMs, columns }: SystemTable, fields: readonly string[]): Table => ({
  ...{ time, stepMs },
  columns: fields.map((name) => columns.get(name) ?? time.map(() => NaN)),
});

/** What lies so near an end of the span may well be followed by the next one, just outside. */
function toTheEnds(held: readonly Span[], span: Span, withinMs: number): readonly Span[] {
  return held.map(({ from, to }) => ({
    from: from - span.from < withinMs ? Math.min(from, span.from) : from,
    to: span.to - to < withinMs ? Math.max(to, span.to) : to,
  }));
}

/** Totals only grow until the monitor starts anew: their mean would say nothing. */
const howJoined = (name: string): Joined => (/^net[RT]x$/.test(name) ? 'greatest' : 'mean');

interface Drawn {
  readonly time: Float64Array;
  readonly bucketMs: number | undefined;
  readonly columns: readonly Figures[];
}
type Figures = Pick<SurroundingsColumn, 'values' | 'min' | 'max'>;
const NOTHING: Figures = { values: new Float64Array(), min: new Float64Array(), max: new Float64Array() };

/** As they came, with an empty point wherever some are missing between two: a line must not cross there. */
function sampleBySample({ time, columns }: Table, stepMs = 0): Drawn {
  const breaks = time.flatMap((at, i) => {
    const next = time[i + 1];
    return next !== undefined && stepMs > 0 && next - at > GAP_STEPS * stepMs ? [i + 1] : [];
  });
  const spread = (list: readonly number[], filler: (index: number) => number): Float64Array => {
    const out: number[] = [];
    let at = 0;
    for (const index of breaks) {
      out.push(...list.slice(at, index), filler(index));
      at = index;
    }
    return Float64Array.from([...out, ...list.slice(at)]);
  };
  const figures = columns.map((column): Figures => {
    const values = spread(column, () => NaN);
    return { values, min: values, max: values };
  });
  return {
    time: spread(time, (index) => (time[index - 1] as number) + stepMs),
    bucketMs: undefined,
    columns: figures,
  };
}

function inBuckets({ time, columns }: Table, { fields, span, maxPoints }: Asked, stepMs: number): Drawn {
  const grid = gridOver(span, maxPoints, stepMs);
  const { first, bucketMs, count } = grid;
  const places = Int32Array.from(time, (at) => Math.floor((at - first) / bucketMs));
  return {
    time: startsOf(grid),
    bucketMs,
    columns: columns.map((column, i) => foldColumn(column, places, count, howJoined(fields[i] ?? ''))),
  };
}

/** @param places the bucket of each value */
function foldColumn(column: readonly number[], places: Int32Array, count: number, how: Joined): Figures {
  const [sum, held] = [new Float64Array(count), new Uint32Array(count)];
  const [min, max] = [new Float64Array(count).fill(NaN), new Float64Array(count).fill(NaN)];
  for (let row = 0; row < places.length; row++) {
    const [value, place] = [column[row] as number, places[row] as number];
    if (Number.isNaN(value)) continue;
    sum[place] = (sum[place] as number) + value;
    held[place] = (held[place] as number) + 1;
    if (!((min[place] as number) <= value)) min[place] = value;
    if (!((max[place] as number) >= value)) max[place] = value;
  }
  return { values: how === 'greatest' ? max : sum.map((each, i) => each / (held[i] as number)), min, max };
}

/** NaN of nothing. */
function foldAll(values: readonly number[], how: Joined): number {
  let [sum, count, most] = [0, 0, NaN];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    if (!(most >= value)) most = value;
  }
  return how === 'greatest' ? most : count === 0 ? NaN : sum / count;
}
