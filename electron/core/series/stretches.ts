/** Sums of samples and cells over stretches of time of any shape. */
import type { Span } from '../../contract/model';
import type { Buckets, Samples } from './buckets';
import { folder } from './buckets';
import { lengthOf } from './integers';
import { foldRun, type Cells } from './pyramid';

/** Ascending stretches that do not overlap, and the bucket that each belongs to. */
export interface Stretches {
  readonly count: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly into: Int32Array;
}

export function stretchesOf(all: readonly (Span & { readonly into: number })[]): Stretches {
  const count = all.length;
  const [from, to, into] = [new Float64Array(count), new Float64Array(count), new Int32Array(count)];
  for (const [i, each] of all.entries()) {
    from[i] = each.from;
    to[i] = each.to;
    into[i] = each.into;
  }
  return { count, from, to, into };
}

/** What of each of some periods is selected; the bucket is the number of the period. All ascend and do not overlap. */
export function cutStretches(periods: Pick<Stretches, 'from' | 'to'>, selected: readonly Span[]): Stretches {
  // Each period and each selected span ends a piece at most once.
  const most = periods.from.length + selected.length;
  const [from, to, into] = [new Float64Array(most), new Float64Array(most), new Int32Array(most)];
  let count = 0;
  for (let i = 0, first = 0; i < periods.from.length; i++) {
    const [begin, end] = [periods.from[i] as number, periods.to[i] as number];
    while (first < selected.length && (selected[first] as Span).to <= begin) first++;
    for (let j = first; j < selected.length; j++) {
      const each = selected[j] as Span;
      if (each.from >= end) break;
      from[count] = Math.max(begin, each.from);
      to[count] = Math.min(end, each.to);
      into[count++] = i;
    }
  }
  return { count, from, to, into };
}

/** The first stretch that ends after a moment. */
export function firstAfter({ to, count }: Stretches, time: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((to[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Visit = (into: number, from: number, to: number) => void;

/** Visits, for each stretch, the items that start in it, by index: item `i` starts at `start + i * stepMs`. */
export function visitItems(
  stretches: Stretches,
  items: { readonly start: number; readonly stepMs: number; readonly count: number },
  visit: Visit,
): void {
  const { start, stepMs, count } = items;
  const end = start + count * stepMs;
  for (let i = firstAfter(stretches, start); i < stretches.count; i++) {
    const from = stretches.from[i] as number;
    if (from >= end) break;
    const first = Math.max(0, Math.ceil((from - start) / stepMs));
    const last = Math.min(count, Math.ceil(((stretches.to[i] as number) - start) / stepMs));
    if (first < last) visit(stretches.into[i] as number, first, last);
  }
}

/** Adds samples to the buckets of the stretches in which they start. */
export function foldStretches(buckets: Buckets, samples: Samples, stretches: Stretches): void {
  const { start, stepMs, column } = samples;
  visitItems(stretches, { start, stepMs, count: lengthOf(column) }, folder(buckets, column, stepMs));
}

/** Adds cells; no stretch begins or ends inside one. */
export function foldCellStretches(
  buckets: Buckets,
  cells: Cells,
  stepMs: number,
  stretches: Stretches,
): void {
  const { start, cellMs, count } = cells;
  visitItems(stretches, { start, stepMs: cellMs, count: count.length }, (into, from, to) =>
    foldRun(buckets, into, cells, from, to, stepMs),
  );
}
