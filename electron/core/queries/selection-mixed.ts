/** A day on which a channel has samples of several lengths: the shortest win, longer ones count as far as they reach beyond. */
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import { valuesOf } from '../series/integers';
import type { HeldSeries, SeriesParts } from '../series/parts';
import { firstAfter, type Stretches } from '../series/stretches';
import { union } from '../sync/spans';

export interface MixedSample {
  /** The bucket of the stretch in which it starts. */
  readonly into: number;
  readonly value: number;
  /** Its start, epoch ms. */
  readonly time: number;
  /** How much of it no shorter sample has told, ms; never 0. */
  readonly weight: number;
  readonly stepMs: number;
}

/**
 * Visits the samples that start on one day and in a stretch, by length, then by time.
 * @param all of one channel, shortest samples first
 */
export function visitMixed(
  parts: SeriesParts,
  all: readonly HeldSeries[],
  day: number,
  stretches: Stretches,
  visit: (sample: MixedSample) => void,
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
  readonly visit: (sample: MixedSample) => void;
}

/** @returns what time it tells, ascending */
function visitBlock(parts: SeriesParts, series: HeldSeries, of: number, among: Among): readonly Span[] {
  const block = parts.samples(series, of);
  if (block === undefined) return [];
  const { stretches, told, visit } = among;
  const { stepMs } = series;
  const values = valuesOf(block.column);
  const runs: Span[] = [];
  let stretch = firstAfter(stretches, block.start);
  const freeOf = freeTime(told);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const time = block.start + i * stepMs;
    const last = runs.at(-1);
    if (last?.to === time) runs[runs.length - 1] = { from: last.from, to: time + stepMs };
    else runs.push({ from: time, to: time + stepMs });
    if (of !== among.day) continue;
    while (stretch < stretches.count && (stretches.to[stretch] as number) <= time) stretch++;
    if (stretch === stretches.count || (stretches.from[stretch] as number) > time) continue;
    const weight = freeOf(time, time + stepMs);
    if (weight > 0) visit({ into: stretches.into[stretch] as number, value, time, weight, stepMs });
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
