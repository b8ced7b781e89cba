/** The level history of one instrument, in any documented value and any step. */
import type { Absences } from './absences';
import { column, parseChannel, tenthColumn, type Channel } from './channel';
import { HOUR, MINUTE, SECOND } from './civil-time';
import { energyOfTenths, levelOf, NONE, round1 } from './decibel';
import type { Listener, Seconds } from './listener';
import { createPool, movingColumn } from './statistics';
import type { Samples } from './world';

export interface Levels {
  /** See `World.levels`. */
  levels(channel: string, stepMs: number, from: number, to: number, now: number): Samples;
}
interface Deps {
  readonly listener: Listener;
  readonly absences: Absences;
}
const TENTH = 100;

/** The steps fit the epoch, so that neighbouring spans join without a seam. */
export function gridOf(
  stepMs: number,
  from: number,
  to: number,
): { readonly start: number; readonly count: number } {
  const known = Number.isInteger(stepMs) && stepMs > 0 && stepMs % TENTH === 0;
  if (!known || (stepMs < MINUTE && MINUTE % stepMs !== 0))
    throw new RangeError(`no levels in steps of ${stepMs} ms`);
  const start = Math.ceil(from / stepMs) * stepMs;
  return { start, count: Math.max(0, Math.floor((to - start) / stepMs)) };
}

export function createLevels(deps: Deps): Levels {
  return {
    levels(name, stepMs, from, to, now) {
      const channel = parseChannel(name);
      if (channel === undefined) throw new RangeError(`no value named ${name}`);
      const { start, count } = gridOf(stepMs, from, to);
      const end = start + count * stepMs;
      if (channel.kind === 'percentile') return pooled(deps, channel.percent, { start, count, stepMs }, now);
      const unit = channel.kind === 'moving' || stepMs % SECOND === 0 ? SECOND : TENTH;
      const units =
        channel.kind === 'moving'
          ? moving(deps, channel.seconds, start, end, now)
          : gather(deps, channel, unit, start, end, now);
      return { start, stepMs, values: combine({ units, unit, channel }, { start, count, stepMs }) };
    },
  };
}

/** Levels in steps of a second or a tenth, NONE where there is nothing. */
function gather(
  deps: Deps,
  channel: Channel,
  unit: number,
  from: number,
  to: number,
  now: number,
): Int16Array {
  const perHour = HOUR / unit;
  const first = Math.floor(from / unit);
  const values = new Int16Array(Math.max(0, Math.ceil(to / unit) - first)).fill(NONE);
  for (const span of present(deps, from, to, now)) {
    let at = Math.ceil(span.from / unit);
    const end = Math.floor(span.to / unit);
    while (at < end) {
      const hour = Math.floor(at / perHour);
      const stop = Math.min(end, (hour + 1) * perHour);
      const stored = deps.listener.hour(hour);
      const source = unit === SECOND ? column(channel, stored) : tenthColumn(channel, stored);
      values.set(source.subarray(at - hour * perHour, stop - hour * perHour), at - first);
      at = stop;
    }
  }
  return values;
}

/** What is left of a span when the gaps are taken out. */
export function present(
  deps: Deps,
  from: number,
  to: number,
  now: number,
): readonly { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let at = from;
  for (const gap of deps.absences.gaps(from, to, now)) {
    if (gap.from > at) spans.push({ from: at, to: gap.from });
    at = Math.max(at, gap.to);
  }
  if (at < to) spans.push({ from: at, to });
  return spans;
}

function moving(deps: Deps, window: number, from: number, to: number, now: number): Int16Array {
  const first = Math.floor(from / SECOND) * SECOND;
  if (to <= first) return new Int16Array(0);
  const lead = first - (window - 1) * SECOND;
  const levels = gather(
    deps,
    { kind: 'leq', weighting: 'A' },
    SECOND,
    lead,
    Math.ceil(to / SECOND) * SECOND,
    now,
  );
  return movingColumn(levels, window);
}

interface Grid {
  readonly start: number;
  readonly count: number;
  readonly stepMs: number;
}

function combine(
  { units, unit, channel }: { readonly units: Int16Array; readonly unit: number; readonly channel: Channel },
  { start, count, stepMs }: Grid,
): Float64Array {
  const origin = Math.floor(start / unit) * unit;
  const ratio = stepMs / unit;
  const isMean = channel.kind === 'leq' || channel.kind === 'exposure' || channel.kind === 'daily';
  const over = channel.kind === 'daily' ? 8 * HOUR : SECOND;
  const offset = channel.kind === 'exposure' || channel.kind === 'daily' ? levelOf(stepMs / over) : 0;
  if (ratio === 1 && offset === 0) return decibels(units);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.floor((start - origin + i * stepMs) / unit);
    if (ratio <= 1) values[i] = tenths(units[at] as number, offset);
    else values[i] = isMean ? meanOf(units, at, ratio, offset) : tenths(maxOf(units, at, ratio), 0);
  }
  return values;
}

function decibels(units: Int16Array): Float64Array {
  const values = new Float64Array(units.length);
  for (let i = 0; i < values.length; i++) {
    const value = units[i] as number;
    values[i] = value === NONE ? NaN : value / 10;
  }
  return values;
}

const tenths = (value: number, offset: number): number =>
  value === NONE ? NaN : offset === 0 ? value / 10 : round1(value / 10 + offset);

function meanOf(units: Int16Array, at: number, count: number, offset: number): number {
  let sum = 0;
  let valid = 0;
  for (let i = at; i < at + count; i++) {
    const value = units[i] as number;
    if (value === NONE) continue;
    sum += energyOfTenths(value);
    valid += 1;
  }
  return valid === 0 ? NaN : round1(levelOf(sum / valid) + offset);
}

function maxOf(units: Int16Array, at: number, count: number): number {
  let max = NONE;
  for (let i = at; i < at + count; i++) max = Math.max(max, units[i] as number);
  return max;
}

/** Percentiles within each step, of the fast levels every tenth of a second. */
function pooled(deps: Deps, percent: number, { start, count, stepMs }: Grid, now: number): Samples {
  const fast = gather(deps, { kind: 'leq', weighting: 'A' }, TENTH, start, start + count * stepMs, now);
  const pool = createPool();
  const ratio = stepMs / TENTH;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    pool.clear();
    for (let j = i * ratio; j < (i + 1) * ratio; j++) if (fast[j] !== NONE) pool.addLevel(fast[j] as number);
    values[i] = pool.exceeded(percent);
  }
  return { start, stepMs, values };
}

/** Calls back for runs of stored seconds of a span, in order; `seconds` is undefined for a run without any. */
export function eachRun(
  deps: Deps,
  span: { readonly from: number; readonly to: number; readonly now: number },
  visit: (first: number, count: number, seconds: Seconds | undefined, offset: number) => void,
): void {
  let at = Math.ceil(span.from / SECOND);
  const skipTo = (second: number): void => {
    if (second > at) visit(at, second - at, undefined, 0);
    at = Math.max(at, second);
  };
  for (const part of present(deps, span.from, span.to, span.now)) {
    const end = Math.floor(part.to / SECOND);
    skipTo(Math.ceil(part.from / SECOND));
    while (at < end) {
      const hour = Math.floor(at / 3_600);
      const stop = Math.min(end, (hour + 1) * 3_600);
      visit(at, stop - at, deps.listener.hour(hour), at - hour * 3_600);
      at = stop;
    }
  }
  skipTo(Math.floor(span.to / SECOND));
}
