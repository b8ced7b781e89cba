/** A day on which a channel has samples of several lengths: the shortest win, longer ones count as far as they reach beyond. */
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Samples } from '../series/buckets';
import { valuesOf } from '../series/integers';
import type { HeldSeries, SeriesParts } from '../series/parts';
import { visitItems, type Stretches } from '../series/stretches';
import { union } from '../sync/spans';

/**
 * Told one sample at a time, and as plain arguments: there may be a million in a day.
 * @param into the bucket of the stretch in which it starts
 * @param time its start, epoch ms
 * @param weight how much of it no shorter sample has told, ms; never 0
 */
export type VisitSample = (into: number, value: number, time: number, weight: number, stepMs: number) => void;

/**
 * Visits the samples that start on one day and in a stretch, by length, then by time.
 * @param all of one channel, shortest samples first
 */
export function visitMixed(
  parts: SeriesParts,
  all: readonly HeldSeries[],
  day: number,
  stretches: Stretches,
  visit: VisitSample,
): void {
  // Only samples that do not divide a day can reach into the next.
  const reaches = all.some(({ stepMs }) => DAY_MS % stepMs !== 0);
  const days = reaches ? [day - DAY_MS, day, day + DAY_MS] : [day];
  let told: readonly Span[] = [];
  for (const series of all) {
    const runs: Span[] = [];
    for (const each of days) runs.push(...visitBlock(parts, series, each, { day, stretches, told, visit }));
    told = union([...told, ...runs]);
  }
}

interface Among {
  readonly day: number;
  readonly stretches: Stretches;
  readonly told: readonly Span[];
  readonly visit: VisitSample;
}

/** @returns what time it tells, ascending */
function visitBlock(parts: SeriesParts, series: HeldSeries, of: number, among: Among): readonly Span[] {
  const block = parts.samples(series, of);
  if (block === undefined) return [];
  const values = valuesOf(block.column);
  if (of === among.day) visitValues(values, block, among);
  return runsOf(values, block);
}

type Place = Pick<Samples, 'start' | 'stepMs'>;

function visitValues(
  values: Float64Array,
  { start, stepMs }: Place,
  { stretches, told, visit }: Among,
): void {
  const freeOf = freeTime(told);
  visitItems(stretches, { start, stepMs, count: values.length }, (into, from, to) => {
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) continue;
      const time = start + i * stepMs;
      const weight = freeOf(time, time + stepMs);
      if (weight > 0) visit(into, value, time, weight, stepMs);
    }
  });
}

function runsOf(values: Float64Array, { start, stepMs }: Place): readonly Span[] {
  const runs: Span[] = [];
  for (let i = 0; i < values.length;) {
    const from = i;
    const isHeld = !Number.isNaN(values[i]);
    while (i < values.length && !Number.isNaN(values[i]) === isHeld) i++;
    if (isHeld) runs.push({ from: start + from * stepMs, to: start + i * stepMs });
  }
  return runs;
}

/** How much of a span is not told; asked with ascending spans. */
function freeTime(told: readonly Span[]): (from: number, to: number) => number {
  let first = 0;
  return (from, to) => {
    while (first < told.length && (told[first] as Span).to <= from) first++;
    let free = to - from;
    for (let i = first; i < told.length; i++) {
      const each = told[i] as Span;
      if (each.from >= to) break;
      free -= Math.min(to, each.to) - Math.max(from, each.from);
    }
    return free;
  };
}
