/** Noise measurements: what an instrument writes down at the end of each period. */
import type { Absences } from './absences';
import { maximumOf, movingAverages, percents, type Maximum, type Weighting } from './channel';
import { DAY, HOUR, SECOND } from './civil-time';
import { energyOfTenths, levelOf, NONE, round2 } from './decibel';
import { eachSecond } from './levels';
import type { Listener, Seconds } from './listener';
import { createMoving, createPool } from './statistics';

export interface Measurement {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, number | string>>;
}

const weightings: readonly Weighting[] = ['A', 'C', 'Z'];
const maxima = weightings.flatMap((weighting) => [
  { name: `L${weighting}Peak`, channel: { kind: 'peak', weighting } as const },
  ...(['F', 'S', 'I'] as const).map((time) => ({
    name: `L${weighting}${time}Max`,
    channel: { kind: 'max', weighting, time } as const satisfies Maximum,
  })),
]);

/** Gathers the seconds of one period. */
function createTally() {
  const pool = createPool();
  const sums: Record<Weighting, number> = { A: 0, C: 0, Z: 0 };
  const tops = new Int16Array(maxima.length).fill(NONE);
  const movingTops = movingAverages.map(() => 0);
  let valid = 0;
  return {
    add(seconds: Seconds, i: number): void {
      valid += 1;
      sums.A += energyOfTenths(seconds.A[i] as number);
      sums.C += energyOfTenths(seconds.C[i] as number);
      sums.Z += energyOfTenths(seconds.Z[i] as number);
      for (let m = 0; m < maxima.length; m++) {
        const level = maximumOf((maxima[m] as (typeof maxima)[number]).channel, seconds, i);
        if (level > (tops[m] as number)) tops[m] = level;
      }
      pool.add(seconds, i);
    },
    addMoving(which: number, energy: number): void {
      if (energy > (movingTops[which] as number)) movingTops[which] = energy;
    },
    valid: () => valid,
    values: (periodSeconds: number, withPercentiles: boolean) =>
      valuesOf({ sums, valid, tops, movingTops, pool, periodSeconds, withPercentiles }),
    clear(): void {
      pool.clear();
      tops.fill(NONE);
      movingTops.fill(0);
      sums.A = sums.C = sums.Z = 0;
      valid = 0;
    },
  };
}

function valuesOf(tally: {
  readonly sums: Readonly<Record<Weighting, number>>;
  readonly valid: number;
  readonly tops: Int16Array;
  readonly movingTops: readonly number[];
  readonly pool: ReturnType<typeof createPool>;
  readonly periodSeconds: number;
  readonly withPercentiles: boolean;
}): Record<string, number | string> {
  const values: Record<string, number | string> = {};
  for (const weighting of weightings) {
    const leq = levelOf(tally.sums[weighting] / tally.valid);
    values[`L${weighting}eq`] = round2(leq);
    values[`L${weighting}E`] = round2(leq + levelOf(tally.periodSeconds));
    if (weighting === 'A')
      values['LEX8'] = round2(leq + levelOf((tally.periodSeconds * SECOND) / (8 * HOUR)));
  }
  maxima.forEach(({ name }, m) => (values[name] = (tally.tops[m] as number) / 10));
  if (tally.withPercentiles)
    for (const percent of percents) values[`LAF${percent}`] = tally.pool.exceeded(percent);
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
  const found: Measurement[] = [];
  if (end <= start) return found;
  const tally = createTally();
  const moving = movingAverages.map(({ seconds }) => createMoving(seconds));
  const periodSeconds = periodMs / SECOND;
  eachSecond(deps, { from: start - LEAD_MS, to: end, now: span.now }, (second, seconds, i) => {
    const level = seconds === undefined ? NONE : (seconds.A[i] as number);
    const means = moving.map((one) => one.push(level));
    if (second * SECOND < start) return;
    if (seconds !== undefined) tally.add(seconds, i);
    means.forEach((energy, m) => tally.addMoving(m, energy));
    if ((second + 1) % periodSeconds !== 0) return;
    const from = (second + 1) * SECOND - periodMs;
    if (tally.valid() * 2 >= periodSeconds)
      found.push({
        start: from,
        end: from + periodMs,
        values: tally.values(periodSeconds, periodMs === deps.ownPeriodMs),
      });
    tally.clear();
  });
  return found;
}
