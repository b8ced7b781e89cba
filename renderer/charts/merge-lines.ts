/** Lines of several series, each with points of its own, on one axis of time. Pure. */
import type { ChartLine, LineValues } from './lines';

export interface TimedLines {
  /** Start of each point, epoch ms, ascending. */
  readonly time: ArrayLike<number>;
  readonly lines: readonly ChartLine[];
}
export interface MergedLines {
  readonly time: readonly number[];
  readonly lines: readonly ChartLine[];
}

/**
 * Every point of every line, where it was. Between two of its points a line has nothing of its own (undefined, so that it
 * is drawn through), and beside one that is empty, or beyond its ends, it has no value (null).
 */
export function mergeLines(parts: readonly TimedLines[]): MergedLines {
  const told = parts.filter(({ lines }) => lines.length > 0);
  const [first] = told;
  if (first === undefined) return { time: [], lines: [] };
  if (told.every(({ time }) => isSame(time, first.time)))
    return { time: Array.from(first.time), lines: told.flatMap(({ lines }) => lines) };
  const time = union(told.map((part) => part.time));
  const lines = told.flatMap((part) => {
    const own = placesOf(part.time, time);
    const spread = (values: LineValues): LineValues => spreadOver(values, own, time.length);
    return part.lines.map((line) => ({
      ...line,
      values: spread(line.values),
      band: line.band && { low: spread(line.band.low), high: spread(line.band.high) },
    }));
  });
  return { time, lines };
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
const union = (times: readonly ArrayLike<number>[]): readonly number[] =>
  times.reduce<readonly number[]>((all, time) => unionOfTwo(all, time), []);
/** Both ascend. */
function unionOfTwo(a: readonly number[], b: ArrayLike<number>): readonly number[] {
  const all: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [left, right] = [a[i] ?? Infinity, b[j] ?? Infinity];
    all.push(Math.min(left, right));
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return all;
}

/** For each of the points its index among all. */
function placesOf(own: ArrayLike<number>, all: readonly number[]): readonly number[] {
  let at = 0;
  return Array.from(own, (ms) => {
    while ((all[at] ?? Infinity) < ms) at += 1;
    return at;
  });
}

function spreadOver(values: LineValues, places: readonly number[], length: number): LineValues {
  const spread: (number | null | undefined)[] = new Array<null>(length).fill(null);
  places.forEach((place, i) => {
    const [value, next] = [values[i], values[i + 1]];
    spread[place] = value;
    // Only between two values is there a line to draw through.
    if (isValue(value) && isValue(next)) spread.fill(undefined, place + 1, places[i + 1]);
  });
  return spread;
}
const isValue = (value: number | null | undefined): boolean => value !== null && value !== undefined;
