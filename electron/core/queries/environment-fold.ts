/** What coarser levels cannot tell: amounts, doses, and what was measured together with the greatest. */
import type { DatasetId, Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import type { Grid } from '../series/buckets';

export interface Channel {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly channel: string;
}
interface Steps extends Channel {
  /** Shortest first. */
  readonly stepsMs: readonly number[];
}
const HOUR_MS = 3_600_000;
const AT_ONCE_MS = 7 * DAY_MS;

export const stepsOf = (archive: Archive, { dataset, instrument, channel }: Channel): readonly number[] =>
  archive.series
    .extents(dataset, instrument)
    .filter((held) => held.channel === channel)
    .map(({ stepMs }) => stepMs)
    .sort((a, b) => a - b);

/**
 * Visits every sample that begins in the span, in turns. Of samples of several lengths the shortest count; a longer one
 * only where it holds none of those.
 */
async function eachSample(
  archive: Archive,
  { dataset, instrument, channel, stepsMs }: Steps,
  span: Span,
  pace: Pace,
  visit: (value: number, time: number, stepMs: number) => void,
): Promise<void> {
  const longest = Math.max(...stepsMs);
  for (let from = Math.floor(span.from / longest) * longest; from < span.to; from += AT_ONCE_MS) {
    await pace.breathe();
    const piece = { from, to: Math.min(from + AT_ONCE_MS, span.to) };
    const finer: Slots[] = [];
    for (const stepMs of stepsMs) {
      const values = archive.series.read(dataset, instrument, channel, stepMs, piece);
      const first = Math.ceil(piece.from / stepMs) * stepMs;
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        const time = first + i * stepMs;
        if (Number.isNaN(value) || time < span.from) continue;
        const begin = time - piece.from;
        if (finer.length === 0 || !finer.some((other) => holdsAny(other, begin, begin + stepMs)))
          visit(value, time, stepMs);
      }
      finer.push({ stepMs, values });
    }
  }
}

interface Slots {
  readonly stepMs: number;
  readonly values: Float64Array;
}
/** Whether a sample that begins in the stretch has a value; ms from the first. */
function holdsAny({ stepMs, values }: Slots, from: number, to: number): boolean {
  for (let i = Math.ceil(from / stepMs); i < to / stepMs; i++)
    if (!Number.isNaN(values[i] ?? NaN)) return true;
  return false;
}

/** Where a moment lies; -1 outside. */
const bucketOf = ({ first, bucketMs, count }: Grid, time: number): number => {
  const index = Math.floor((time - first) / bucketMs);
  return index >= 0 && index < count ? index : -1;
};

/** A rate per hour as the amounts that came in each bucket, and in the span; NaN where nothing is held. */
export async function amountsOf(
  archive: Archive,
  about: Channel,
  { grid, span }: { readonly grid: Grid; readonly span: Span },
  pace: Pace,
): Promise<{ readonly values: Float64Array; readonly over: number }> {
  const values = new Float64Array(grid.count).fill(NaN);
  let over = NaN;
  const plus = (sum: number | undefined, amount: number): number =>
    sum === undefined || Number.isNaN(sum) ? amount : sum + amount;
  const stepsMs = stepsOf(archive, about);
  // Buckets are told in full, also where the first or last reaches beyond the span.
  await eachSample(archive, { ...about, stepsMs }, wholeOf(grid), pace, (rate, time, stepMs) => {
    const amount = (rate * stepMs) / HOUR_MS;
    const bucket = bucketOf(grid, time);
    if (bucket >= 0) values[bucket] = plus(values[bucket], amount);
    if (time >= span.from && time < span.to) over = plus(over, amount);
  });
  return { values, over };
}

/** Doses add up by their fourth powers; NaN when none is held. */
export async function doseOver(archive: Archive, about: Channel, span: Span, pace: Pace): Promise<number> {
  let sum = NaN;
  const stepsMs = stepsOf(archive, about);
  await eachSample(archive, { ...about, stepsMs }, span, pace, (dose) => {
    const squared = dose * dose;
    sum = (Number.isNaN(sum) ? 0 : sum) + squared * squared;
  });
  return Math.pow(sum, 0.25);
}

/** In each bucket, and in the span, the `channel`'s sample of the moment at which `greatest` was highest. */
export async function atGreatest(
  archive: Archive,
  about: Channel & { readonly greatest: string },
  { grid, span }: { readonly grid: Grid; readonly span: Span },
  pace: Pace,
): Promise<{ readonly values: Float64Array; readonly over: number }> {
  const when = new Float64Array(grid.count).fill(NaN);
  const highest = new Float64Array(grid.count).fill(-Infinity);
  let [most, mostAt] = [-Infinity, NaN];
  const whole = wholeOf(grid);
  const leading = { ...about, channel: about.greatest };
  const steps = { ...leading, stepsMs: stepsOf(archive, leading) };
  await eachSample(archive, steps, whole, pace, (value, time) => {
    const bucket = bucketOf(grid, time);
    if (bucket >= 0 && value > (highest[bucket] as number)) [highest[bucket], when[bucket]] = [value, time];
    if (time >= span.from && time < span.to && value > most) [most, mostAt] = [value, time];
  });
  const values = new Float64Array(grid.count).fill(NaN);
  let over = NaN;
  const own = { ...about, stepsMs: stepsOf(archive, about) };
  await eachSample(archive, own, whole, pace, (value, time) => {
    const bucket = bucketOf(grid, time);
    if (bucket >= 0 && when[bucket] === time) values[bucket] = value;
    if (mostAt === time) over = value;
  });
  return { values, over };
}

const wholeOf = ({ first, bucketMs, count }: Grid): Span => ({ from: first, to: first + count * bucketMs });
