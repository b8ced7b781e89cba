/** Noise measurements: what an instrument writes down at the end of each period. */
import type { Absences } from './absences';
import { maximumOf, movingAverages, peakOf, percents, type Weighting } from './channel';
import { DAY, HOUR, SECOND } from './civil-time';
import { energyOfTenths, levelOf, NONE, round2 } from './decibel';
import { eachRun } from './levels';
import type { Listener, Seconds } from './listener';
import { createMoving, createPool, type Moving, type Pool } from './statistics';

export interface Measurement {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, number | string>>;
}

const weightings: readonly Weighting[] = ['A', 'C', 'Z'];
const maximaNames = weightings.flatMap((weighting) =>
  ['Peak', 'FMax', 'SMax', 'IMax'].map((name) => `L${weighting}${name}`),
);

/** The seconds of one period, added up. */
interface Tally {
  readonly pool: Pool;
  /** Energies, by weighting. */
  readonly sums: Float64Array;
  /** Tenths of a decibel, as `maximaNames`. */
  readonly tops: Int16Array;
  /** Energies, as `movingAverages`. */
  readonly movingTops: Float64Array;
  valid: number;
}

function createTally(): Tally {
  return {
    pool: createPool(),
    sums: new Float64Array(weightings.length),
    tops: new Int16Array(maximaNames.length).fill(NONE),
    movingTops: new Float64Array(movingAverages.length),
    valid: 0,
  };
}

function clear(tally: Tally): void {
  tally.pool.clear();
  tally.sums.fill(0);
  tally.tops.fill(NONE);
  tally.movingTops.fill(0);
  tally.valid = 0;
}

function add(tally: Tally, seconds: Seconds, i: number): void {
  const { sums, tops } = tally;
  tally.valid += 1;
  for (let w = 0; w < 3; w++) {
    const weighting = w === 0 ? 'A' : w === 1 ? 'C' : 'Z';
    sums[w] = (sums[w] as number) + energyOfTenths(seconds[weighting][i] as number);
    const peak = peakOf(weighting, seconds, i);
    const fast = maximumOf(weighting, 'F', seconds, i);
    const slow = maximumOf(weighting, 'S', seconds, i);
    const impulse = maximumOf(weighting, 'I', seconds, i);
    if (peak > (tops[4 * w] as number)) tops[4 * w] = peak;
    if (fast > (tops[4 * w + 1] as number)) tops[4 * w + 1] = fast;
    if (slow > (tops[4 * w + 2] as number)) tops[4 * w + 2] = slow;
    if (impulse > (tops[4 * w + 3] as number)) tops[4 * w + 3] = impulse;
  }
}

function valuesOf(tally: Tally, periodSeconds: number, withPercentiles: boolean): Measurement['values'] {
  const values: Record<string, number | string> = {};
  weightings.forEach((weighting, w) => {
    const leq = levelOf((tally.sums[w] as number) / tally.valid);
    values[`L${weighting}eq`] = round2(leq);
    values[`L${weighting}E`] = round2(leq + levelOf(periodSeconds));
    if (weighting === 'A') values['LEX8'] = round2(leq + levelOf((periodSeconds * SECOND) / (8 * HOUR)));
  });
  maximaNames.forEach((name, m) => (values[name] = (tally.tops[m] as number) / 10));
  if (withPercentiles) for (const percent of percents) values[`LAF${percent}`] = tally.pool.exceeded(percent);
  movingAverages.forEach(({ name, type, text }, m) => {
    const top = tally.movingTops[m] as number;
    if (top === 0) return;
    values[name] = round2(levelOf(top));
    values[type] = text;
  });
  return values;
}

const LEAD_MS = Math.max(...movingAverages.map(({ seconds }) => seconds)) * SECOND;

/**
 * Whole periods inside the span, aligned to the epoch; one without half of its seconds is not there. Percentiles come
 * only in the instrument's own period: they do not combine.
 */
export function measurementsOf(
  deps: { readonly listener: Listener; readonly absences: Absences; readonly ownPeriodMs: number },
  periodMs: number,
  span: { readonly from: number; readonly to: number; readonly now: number },
): readonly Measurement[] {
  if (!Number.isInteger(periodMs / SECOND) || periodMs < SECOND || periodMs > DAY)
    throw new RangeError(`no measurements of ${periodMs} ms`);
  const start = Math.ceil(span.from / periodMs) * periodMs;
  const end = Math.floor(Math.min(span.to, span.now) / periodMs) * periodMs;
  if (end <= start) return [];
  const found: Measurement[] = [];
  const tally = createTally();
  const moving = movingAverages.map(({ seconds }) => createMoving(seconds));
  const periodSeconds = periodMs / SECOND;
  const finish = (until: number): void => {
    const values = valuesOf(tally, periodSeconds, periodMs === deps.ownPeriodMs);
    if (tally.valid * 2 >= periodSeconds)
      found.push({ start: until * SECOND - periodMs, end: until * SECOND, values });
    clear(tally);
  };
  eachRun(deps, { from: start - LEAD_MS, to: end, now: span.now }, (first, count, seconds, offset) => {
    for (let i = 0; i < count; i++) {
      const second = first + i;
      const counts = second * SECOND >= start;
      if (seconds !== undefined && counts) {
        add(tally, seconds, offset + i);
        tally.pool.add(seconds, offset + i);
      }
      slide(
        moving,
        seconds === undefined ? NONE : (seconds.A[offset + i] as number),
        counts ? tally : undefined,
      );
      if (counts && (second + 1) % periodSeconds === 0) finish(second + 1);
    }
  });
  return found;
}

function slide(moving: readonly Moving[], level: number, tally: Tally | undefined): void {
  for (let m = 0; m < moving.length; m++) {
    const energy = (moving[m] as Moving).push(level);
    if (tally !== undefined && energy > (tally.movingTops[m] as number)) tally.movingTops[m] = energy;
  }
}
