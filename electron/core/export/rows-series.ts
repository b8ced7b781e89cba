/**
 * Series as rows: every sample slot of the span. An instrument may have recorded in longer steps than a variant names, and
 * may have changed them on the way: then each stretch has the rows of the finest step that holds something there.
 */
import type { Span } from '../../contract/model';
import { channelsOf, dataset as datasetOf, DAY_MS, variantOf, type Variant } from '../datasets';
import type { Archive } from '../db/archive';
import { intersect, union } from '../sync/spans';
import { mergeSteps, type StepSamples } from './rows-steps';
import {
  chosen,
  NOTHING,
  rowsInPiece,
  type Column,
  type Piece,
  type Rows,
  type RowsQuery,
  type Value,
} from './table';

/** Samples read at once, over all channels. */
const MOST_SAMPLES = 3_000_000;
const SHORTEST_PART_MS = 3_600_000;

interface Channel extends Column {
  /** As it is stored. */
  readonly channel: string;
}
/** A step that the variant's rows may have. */
interface Step {
  readonly stepMs: number;
  /** Only here, because elsewhere these samples are another variant's; absent: everywhere. */
  readonly inside?: readonly Span[];
}

export function seriesRows(archive: Archive, query: RowsQuery): Rows {
  const variant = variantOf(query.dataset, query.variant);
  const channels = chosen(query, allChannels(archive, query, variant), isCalled);
  const steps = stepsOf(archive, query, variant, channels);
  const hasOther = query.channels.length === 0 && hasExtras(archive, query);
  const hasSteps = steps.length > 1;
  return {
    columns: [
      { name: 'time', kind: 'time' },
      ...(hasSteps ? [{ name: 'step_ms', kind: 'number', unit: 'ms' } as const] : []),
      ...channels.map(({ name, kind, unit, isExtra }) => ({ name, kind, unit, ...(isExtra && { isExtra }) })),
      ...(hasOther ? [{ name: 'other', kind: 'json' } as const] : []),
    ],
    stepsMs: steps.map(({ stepMs }) => stepMs),
    *pieces() {
      const finest = steps[0]?.stepMs ?? DAY_MS;
      for (const part of parts(query.span, finest, channels.length)) {
        const samples: StepSamples[] = [];
        for (const step of steps) {
          const values: Float64Array[] = [];
          for (const { channel } of channels) {
            values.push(readStep(archive, query, channel, step, part));
            yield NOTHING;
          }
          samples.push({ stepMs: step.stepMs, ...toSlots(part, step.stepMs), channels: values });
        }
        const merged = mergeSteps(samples);
        const columns = [merged.time, ...(hasSteps ? [merged.stepMs] : []), ...merged.channels];
        const other = hasOther ? [otherOf(archive, query, merged.time, part)] : [];
        yield* batches([...columns, ...other], merged.time.length);
      }
    },
  };
}

const isCalled = ({ name, channel }: Channel, wanted: string): boolean =>
  name.toLowerCase() === wanted || channel.toLowerCase() === wanted;

/** Those of the registry, and what is held under names that it does not know. */
function allChannels(archive: Archive, query: RowsQuery, variant: Variant): readonly Channel[] {
  const { dataset, instrument } = query;
  const prefix = prefixOf(variant);
  const known = new Set(channelsOf(dataset).map(({ name }) => name));
  const own = datasetOf(dataset).variants.length === 1;
  const held = [...new Set(archive.series.channels(dataset, instrument).map(({ channel }) => channel))];
  const extras = held.filter(
    (name) => !known.has(name) && (own || (prefix !== '' && name.startsWith(prefix))),
  );
  const short = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  return [
    ...(variant.channels ?? []).map((each) => ({ ...each, channel: each.name, name: short(each.name) })),
    ...extras.map((name) => ({ name: short(name), channel: name, kind: 'number', isExtra: true }) as const),
  ];
}

/** Bands are stored under the name of their set and weighting, which the variant says already. */
function prefixOf({ ask }: Variant): string {
  const { bands, weighting } = ask;
  return typeof bands === 'string' && typeof weighting === 'string' ? `${bands} ${weighting} ` : '';
}

function stepsOf(
  archive: Archive,
  { dataset, variant: id, instrument, span }: RowsQuery,
  variant: Variant,
  channels: readonly Channel[],
): readonly Step[] {
  const shortest = variant.stepMs ?? 1_000;
  const names = new Set(channels.map(({ channel }) => channel));
  const held = archive.series
    .channels(dataset, instrument)
    .filter(({ channel, stepMs }) => names.has(channel) && stepMs >= shortest)
    .filter(({ extent }) => extent.from < span.to && extent.to > span.from);
  const steps = [...new Set(held.map(({ stepMs }) => stepMs))].sort((a, b) => a - b);
  const siblingMs = nextStepOf(dataset, variant);
  const asked = (): readonly Span[] =>
    union(
      archive.coverage
        .list({ datasets: [dataset], instruments: [instrument], span })
        .filter(({ params, state }) => params === id && (state === 'settled' || state === 'provisional')),
    );
  const own = steps.flatMap((stepMs): readonly Step[] => {
    if (stepMs < siblingMs) return [{ stepMs }];
    const inside = intersect(asked(), [span]);
    return inside.length === 0 ? [] : [{ stepMs, inside }];
  });
  return own.length === 0 ? [{ stepMs: shortest }] : own;
}

/** The next longer step that another variant with the same channels asks for. */
function nextStepOf(dataset: RowsQuery['dataset'], { stepMs = 0, channels = [] }: Variant): number {
  const names = new Set(channels.map(({ name }) => name));
  const longer = datasetOf(dataset).variants.filter(
    (each) => (each.stepMs ?? 0) > stepMs && each.channels?.some(({ name }) => names.has(name)),
  );
  return Math.min(Infinity, ...longer.map((each) => each.stepMs ?? Infinity));
}

function readStep(
  archive: Archive,
  { dataset, instrument }: RowsQuery,
  channel: string,
  { stepMs, inside }: Step,
  part: Span,
): Float64Array {
  const slots = toSlots(part, stepMs);
  const values = archive.series.read(dataset, instrument, channel, stepMs, slots);
  if (inside === undefined) return values;
  const here = intersect([slots], inside);
  return values.map((value, i) => {
    const time = slots.from + i * stepMs;
    return here.some(({ from, to }) => time >= from && time < to) ? value : NaN;
  });
}

/** The slots that begin inside the span. */
const toSlots = ({ from, to }: Span, stepMs: number): Span => ({
  from: Math.ceil(from / stepMs) * stepMs,
  to: Math.ceil(to / stepMs) * stepMs,
});

/** Within days, as samples are stored; shorter where a day of all channels would be too much at once. */
function* parts({ from, to }: Span, stepMs: number, channels: number): Iterable<Span> {
  let length = DAY_MS;
  while (length > SHORTEST_PART_MS && (length / stepMs) * channels > MOST_SAMPLES) length /= 2;
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / length) + 1) * length);
    yield { from: at, to: end };
    at = end;
  }
}

function* batches(columns: readonly (Float64Array | readonly Value[])[], length: number): Iterable<Piece> {
  const batch = rowsInPiece(columns.length);
  for (let at = 0; at < length; at += batch) {
    const end = Math.min(length, at + batch);
    const cut = columns.map((each) =>
      each instanceof Float64Array ? each.subarray(at, end) : each.slice(at, end),
    );
    yield { length: end - at, columns: cut };
  }
}

/** Whether anything was kept beside the samples. */
const hasExtras = (archive: Archive, { dataset, instrument, span }: RowsQuery): boolean =>
  archive.records.page(dataset, { instruments: [instrument], span }, 1).total > 0;

/** What was kept beside the samples, at the slot it belongs to; several of one slot as a list. */
function otherOf(
  archive: Archive,
  { dataset, instrument }: RowsQuery,
  time: Float64Array,
  part: Span,
): readonly Value[] {
  const other = new Array<Value>(time.length).fill(null);
  for (const row of archive.records.list(dataset, instrument, part)) {
    const at = lastAtOrBefore(time, row.time);
    const there = other[at];
    if (there === undefined) continue;
    other[at] =
      there === null ? row.data : [...(Array.isArray(there) ? (there as object[]) : [there]), row.data];
  }
  return other;
}

function lastAtOrBefore(time: Float64Array, wanted: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[middle] ?? Infinity) <= wanted) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
