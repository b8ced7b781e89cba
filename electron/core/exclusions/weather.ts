/** Which stretches a rule about wind and rain leaves out, from the samples of a weather station. Pure. */
import type { Span } from '../../contract/model';
import type { Rules } from '../../contract/people';

export type WeatherRule = Pick<Rules['weather'], 'wind' | 'rain' | 'dryMinutes'>;

/** Consecutive samples; NaN is a missing one. Each is taken to speak of the time from its own to the next. */
export interface WeatherSamples {
  /** Epoch ms of the first. */
  readonly start: number;
  readonly stepMs: number;
  /** m/s, the mean of each */
  readonly wind: Float64Array;
  /** mm/h, a rate */
  readonly rain: Float64Array;
}
/** A stretch and the greatest value in it. */
export interface Run extends Span {
  readonly most: number;
}
export interface Weather {
  readonly windy: readonly Run[];
  /** With the time it takes to dry. */
  readonly wet: readonly Run[];
  /** Where all that the rule asks for is held. */
  readonly known: readonly Span[];
}

const MINUTE_MS = 60_000;

/** A minute is over the limit or it is not: what is missing is neither, and dries nothing. */
export function judgeWeather(
  { wind: limit, rain: noRain, dryMinutes }: WeatherRule,
  { start, stepMs, wind, rain }: WeatherSamples,
): Weather {
  const at = (index: number): number => start + index * stepMs;
  const runs = (values: Float64Array, over: number, longerMs: number): readonly Run[] =>
    runsOf(
      values.length,
      (i) => (values[i] ?? NaN) > over,
      (from, to) => ({ from: at(from), to: at(to) + longerMs, most: greatest(values, from, to) }),
    );
  return {
    windy: runs(wind, limit, 0),
    wet: noRain ? joinRuns(runs(rain, 0, dryMinutes * MINUTE_MS)) : [],
    known: runsOf(
      wind.length,
      (i) => !Number.isNaN(wind[i] ?? NaN) && !(noRain && Number.isNaN(rain[i] ?? NaN)),
      (from, to) => ({ from: at(from), to: at(to) }),
    ),
  };
}

/** Those that touch become one. */
export function joinRuns(runs: readonly Run[]): readonly Run[] {
  const out: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last !== undefined && run.from <= last.to)
      out[out.length - 1] = {
        from: last.from,
        to: Math.max(last.to, run.to),
        most: Math.max(last.most, run.most),
      };
    else out.push(run);
  }
  return out;
}

function runsOf<T>(
  count: number,
  holds: (index: number) => boolean,
  make: (from: number, to: number) => T,
): readonly T[] {
  const out: T[] = [];
  let from: number | undefined;
  for (let i = 0; i <= count; i++) {
    if (i < count && holds(i)) from ??= i;
    else if (from !== undefined) {
      out.push(make(from, i));
      from = undefined;
    }
  }
  return out;
}

function greatest(values: Float64Array, from: number, to: number): number {
  let most = -Infinity;
  for (let i = from; i < to; i++) most = Math.max(most, values[i] ?? -Infinity);
  return most;
}
