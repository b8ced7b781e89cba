/** What of a span is held, told from heads as far as possible. */
import type { Span } from '../../contract/model';
import { countMissing, valuesOf } from '../series/integers';
import type { Room } from '../series/room';
import { dayOf, slotFrom, slotsIn, type Slots } from '../series/slots';
import type { DayHead } from './day-table';
import type { SeriesBlocks } from './series-blocks';
import type { SeriesRow } from './series-catalog';

/** Stretches of the span without values, each at least one sample long; those that the span cuts are not judged. */
export function gapsIn(
  blocks: SeriesBlocks,
  series: SeriesRow | undefined,
  stepMs: number,
  span: Span,
): readonly Span[] {
  const to = Math.floor(span.to / stepMs);
  const gaps: Span[] = [];
  let at = slotFrom(span.from, stepMs);
  const heldFrom = (slot: number): void => {
    if (slot > at) gaps.push({ from: at * stepMs, to: slot * stepMs });
  };
  for (const run of series === undefined ? [] : heldRuns(blocks, series, span)) {
    if (run.to <= at || run.from >= to) continue;
    heldFrom(run.from);
    at = run.to;
  }
  heldFrom(to);
  return gaps;
}

/** Runs of slots with values on the days of the span; blocks without gaps are not even read. */
function* heldRuns(blocks: SeriesBlocks, series: SeriesRow, span: Span): Generator<Slots> {
  for (const head of blocks.heads(series, dayOf(span.from), span.to)) {
    const at = head.start / series.stepMs;
    if (head.missing === 0) {
      yield { from: at, to: at + head.count };
      continue;
    }
    const values = valuesOf(blocks.get(series, head.day)?.column ?? new Float64Array());
    for (let i = 0; i < values.length;) {
      const from = i;
      const held = !Number.isNaN(values[i]);
      while (i < values.length && !Number.isNaN(values[i]) === held) i++;
      if (held) yield { from: at + from, to: at + i };
    }
  }
}

/**
 * Samples held over samples the span has room for, 0 to 1.
 * @param all of one channel that hold something in the span, finest first
 * @param room tells what is held where there are several; to a cell where a level was read
 */
export function heldFraction(
  blocks: SeriesBlocks,
  all: readonly SeriesRow[],
  span: Span,
  room: Room | undefined,
): number {
  const [finest] = all;
  if (finest === undefined) return 0;
  const { stepMs } = finest;
  const slots = slotsIn(span, stepMs);
  if (slots.to <= slots.from) return 0;
  if (room !== undefined && all.length > 1) {
    const whole = { from: slots.from * stepMs, to: slots.to * stepMs };
    return Math.min(1, room.toldIn(whole.from, whole.to) / (whole.to - whole.from));
  }
  let held = 0;
  for (const head of blocks.heads(finest, dayOf(span.from), span.to))
    held += heldIn(blocks, finest, head, slots);
  return held / (slots.to - slots.from);
}

/**
 * How long the samples are together that begin in a span, ms, from heads alone: where the span cuts a day, all that the
 * day misses is taken to be missing in the span.
 */
export function heldAtLeast(blocks: SeriesBlocks, series: SeriesRow, span: Span): number {
  const { stepMs } = series;
  const slots = slotsIn(span, stepMs);
  let held = 0;
  for (const { start, count, missing } of blocks.heads(series, dayOf(span.from), span.to)) {
    const at = start / stepMs;
    const inside = Math.min(count, slots.to - at) - Math.max(0, slots.from - at);
    held += Math.max(0, inside - missing) * stepMs;
  }
  return held;
}

/** How many slots of a block have values; only a block with gaps that the bounds cut is read for it. */
function heldIn(blocks: SeriesBlocks, series: SeriesRow, head: DayHead, slots: Slots): number {
  const at = head.start / series.stepMs;
  const from = Math.max(0, slots.from - at);
  const to = Math.min(head.count, slots.to - at);
  if (from >= to) return 0;
  if (to - from === head.count) return head.count - head.missing;
  if (head.missing === 0) return to - from;
  const column = blocks.get(series, head.day)?.column;
  if (column === undefined) return 0;
  const values = valuesOf(column).subarray(from, to);
  return values.length - countMissing(values);
}
