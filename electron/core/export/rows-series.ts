/**
 * Series as rows: every sample slot of the span. An instrument may have recorded in longer steps than a variant names, and
 * may have changed them on the way: then each stretch has the rows of the finest step that holds something there.
 */
import type { Span } from '../../contract/model';
import { DAY_MS, variantOf } from '../datasets';
import type { Archive } from '../db/archive';
import { intersect } from '../sync/spans';
import { channelsFor, stepsFor, type Channel, type Step } from './rows-held';
import { mergeSteps, type StepSamples } from './rows-steps';
import { chosen, NOTHING, rowsInPiece, type Piece, type Rows, type RowsQuery, type Value } from './table';

/** Samples read at once, over all channels. */
const MOST_SAMPLES = 3_000_000;
const SHORTEST_PART_MS = 3_600_000;

export function seriesRows(archive: Archive, query: RowsQuery): Rows {
  const variant = variantOf(query.dataset, query.variant);
  const channels = chosen(query, channelsFor(archive, query), isCalled);
  const held = stepsFor(archive, query, channels);
  const steps = held.length > 0 ? held : [{ stepMs: variant.stepMs ?? 1_000 }];
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
