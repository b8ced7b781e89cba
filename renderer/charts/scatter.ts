/** Points on two logarithmic scales. Lengths are CSS pixels. Pure. */
import type { DrawnSize } from './drawing';
export interface ScatterPoint {
  /** Both above 0. */
  readonly x: number;
  readonly y: number;
  /** Epoch ms. */
  readonly time: number;
  /** Which kind it is of, by number. */
  readonly kind: number;
}
export type Range = readonly [low: number, high: number];
export interface ScatterPlaces {
  readonly size: DrawnSize;
  readonly xRange: Range;
  readonly yRange: Range;
  x(value: number): number;
  y(value: number): number;
}
export const INSETS = { left: 56, right: 20, top: 10, bottom: 38 } as const;

const STEPS = [1, 2, 5] as const;
/** Steps of 1, 2 and 5 in each power of ten, from the last at or below `low` to the first at or above `high`. */
export function logTicks([low, high]: Range): readonly number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const step of STEPS) all.push(Number(`${String(step)}e${String(power)}`));
  const first = Math.max(
    0,
    all.findLastIndex((tick) => tick <= low),
  );
  const last = all.findIndex((tick) => tick >= high);
  return all.slice(first, last < 0 ? undefined : last + 1);
}

/** A scale around values above 0 that ends on its ticks, at least a power of ten long. */
export function logRange(values: readonly number[]): Range {
  if (values.length === 0) return [1, 10];
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const middle = Math.sqrt(low * high);
  const least = Math.min(low, middle / Math.sqrt(10));
  const ticks = logTicks([least, Math.max(high, least * 10)]);
  return [ticks[0] ?? low, ticks.at(-1) ?? high];
}

export function placesOf(points: readonly ScatterPoint[], size: DrawnSize): ScatterPlaces {
  const xRange = logRange(points.map(({ x }) => x));
  const yRange = logRange(points.map(({ y }) => y));
  const share = (value: number, [low, high]: Range): number => Math.log(value / low) / Math.log(high / low);
  const { left, right, top, bottom } = INSETS;
  return {
    ...{ size, xRange, yRange },
    x: (value) => left + share(value, xRange) * (size.width - left - right),
    y: (value) => size.height - bottom - share(value, yRange) * (size.height - top - bottom),
  };
}

/** The point nearest to a place, if one is within reach. */
export function pointNear(
  points: readonly ScatterPoint[],
  places: ScatterPlaces,
  at: { readonly x: number; readonly y: number },
  reachPx: number,
): ScatterPoint | undefined {
  let found: ScatterPoint | undefined;
  let nearest = reachPx;
  for (const point of points) {
    const away = Math.hypot(places.x(point.x) - at.x, places.y(point.y) - at.y);
    if (away > nearest) continue;
    [found, nearest] = [point, away];
  }
  return found;
}

/** The highest point of each kind, in their order. */
export function highestOf(
  points: readonly ScatterPoint[],
  kinds: number,
): readonly (ScatterPoint | undefined)[] {
  const highest: (ScatterPoint | undefined)[] = Array.from({ length: kinds }, () => undefined);
  for (const point of points) if (!(point.y <= (highest[point.kind]?.y ?? 0))) highest[point.kind] = point;
  return highest;
}
