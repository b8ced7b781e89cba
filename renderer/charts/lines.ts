/** What a chart shows, apart from how it is drawn. Pure. */
import type { Gap, LevelChannel, LevelSeries, Span } from '../../electron/contract/index';

/** How a line looks: the strong one is what one reads, thin and faint ones stand behind it. */
export type Ink = 'strong' | 'thin' | 'faint';
/** One per time; null where there is nothing, undefined where the line has no point at all. */
export type LineValues = readonly (number | null | undefined)[];
export interface ChartLine {
  readonly name: string;
  readonly ink: Ink;
  readonly values: LineValues;
  /** Lowest and highest within each point, drawn as a band behind the line. */
  readonly band?: { readonly low: LineValues; readonly high: LineValues } | undefined;
  /** Draws each value as a dot as well. */
  readonly dots?: boolean;
  /** Values without a line between them, such as directions: from north by west to north is no fall. */
  readonly scattered?: boolean;
  /** A broken stroke tells more lines apart than there are inks. */
  readonly dashed?: boolean;
  /** The line stops where there is nothing; otherwise only one without dots does. */
  readonly broken?: boolean;
  /** One of the further colours, from 0, instead of that of its ink. */
  readonly hue?: number;
  /** Strokes and the spaces between them, pixels. */
  readonly dash?: readonly number[];
  /** Read on the right-hand axis. */
  readonly isRight?: boolean;
  /** Told beside the name; absent where all lines have that of the axis. */
  readonly unit?: string;
  /** How its values are told; absent: as those of the axis. */
  readonly format?: (value: number | null | undefined) => string;
  /** Whose it is, where it is not of what the chart is about. */
  readonly owner?: LineOwner;
  /** How long a point lasts, ms; absent: until the next one. */
  readonly pointMs?: number;
  /** The points that nothing follows. */
  readonly tails?: readonly Tail[];
}
/** The value of a point for as long as it lasts, epoch ms. */
export interface Tail extends Span {
  readonly value: number;
}
/** An instrument whose line stands beside those of another. */
export interface LineOwner {
  readonly serial: string;
  /** In full, with its name and site. */
  readonly title: string;
  readonly gaps: readonly Gap[];
}
/** A level across the chart, such as a threshold. */
export interface ChartRule {
  readonly value: number;
  readonly label: string;
  /** Where it holds, ascending; absent: all along. */
  readonly spans?: readonly Span[] | undefined;
  /** It holds at times that are not told apart here. */
  readonly isFaint?: boolean;
}
/** A line down the chart at a moment, such as a change of microphone. */
export interface ChartMoment {
  /** Epoch ms. */
  readonly at: number;
  readonly label: string;
}

/** Null where there is nothing. A loop, as it is done for thousands of points while someone zooms. */
export function nullable(values: Float32Array | Float64Array): (number | null)[] {
  const found = new Array<number | null>(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    found[i] = Number.isNaN(value) ? null : value;
  }
  return found;
}

const INKS: Readonly<Record<string, Ink>> = { LAeq: 'strong', LAFMax: 'thin', LCPeak: 'faint' };
/** Maxima and peaks of a bucket are its highest; only a mean is shown as a mean. */
export const isMaximum = (name: string): boolean => /max|peak/i.test(name);

function levelLine(channel: LevelChannel, coarse: boolean): ChartLine {
  const ink = INKS[channel.name] ?? 'thin';
  return {
    name: channel.name,
    ink,
    values: nullable(isMaximum(channel.name) ? channel.max : channel.mean),
    band:
      coarse && ink === 'strong' ? { low: nullable(channel.min), high: nullable(channel.max) } : undefined,
  };
}
/** True when one point stands for several samples. */
export const isCoarse = ({ stepMs, bucketMs }: Pick<LevelSeries, 'stepMs' | 'bucketMs'>): boolean =>
  stepMs !== undefined && bucketMs > stepMs;
export const levelLines = (series: LevelSeries): readonly ChartLine[] =>
  series.channels.map((channel) => levelLine(channel, isCoarse(series)));

export interface PlotColumn {
  /** The line it belongs to, and what it is of it. */
  readonly line: number;
  readonly part: 'line' | 'low' | 'high';
}
/** Lines as the columns of one table: bands first, so that lines lie on top; behind them all stand the faint ones. */
export function plotColumns(lines: readonly ChartLine[]): readonly PlotColumn[] {
  const order: readonly Ink[] = ['faint', 'thin', 'strong'];
  const indexed = lines.map((line, index) => ({ line, index }));
  indexed.sort((a, b) => order.indexOf(a.line.ink) - order.indexOf(b.line.ink));
  const bands = indexed.filter(({ line }) => line.band !== undefined);
  return [
    ...bands.flatMap(({ index }) => [
      { line: index, part: 'high' as const },
      { line: index, part: 'low' as const },
    ]),
    ...indexed.map(({ index }) => ({ line: index, part: 'line' as const })),
  ];
}
export const columnValues = (lines: readonly ChartLine[], { line, part }: PlotColumn): LineValues => {
  const source = lines[line];
  return (part === 'line' ? source?.values : source?.band?.[part]) ?? [];
};

/** What a line has at one of the chart's moments: the value of the point that lasts over it. */
export const valueAt = (
  { values, pointMs }: ChartLine,
  time: ArrayLike<number>,
  index: number,
): number | null | undefined => lastingAt(values, pointMs, time, index);
/** Lowest and highest of that point; undefined where the line has no band there. */
export function rangeAt(
  { band, pointMs }: ChartLine,
  time: ArrayLike<number>,
  index: number,
): { readonly low: number; readonly high: number } | undefined {
  const [low, high] = [band?.low, band?.high].map(
    (values) => values && lastingAt(values, pointMs, time, index),
  );
  return typeof low === 'number' && typeof high === 'number' ? { low, high } : undefined;
}
function lastingAt(
  values: LineValues,
  pointMs: number | undefined,
  time: ArrayLike<number>,
  index: number,
): number | null | undefined {
  if (values[index] !== undefined || pointMs === undefined) return values[index];
  let begun = index;
  while (begun > 0 && values[begun] === undefined) begun -= 1;
  const isOver = (time[index] ?? NaN) >= (time[begun] ?? NaN) + pointMs;
  return isOver ? null : values[begun];
}

/** Of values at their own times: the points that nothing follows at once, each to its end. */
export function tailsOf(time: ArrayLike<number>, values: LineValues, pointMs: number): readonly Tail[] {
  const tails: Tail[] = [];
  for (let i = 0; i < values.length; i++) {
    const [value, from] = [values[i], time[i]];
    if (typeof value !== 'number' || from === undefined || typeof values[i + 1] === 'number') continue;
    const to = Math.min(from + pointMs, time[i + 1] ?? Infinity);
    if (to > from) tails.push({ from, to, value });
  }
  return tails;
}

/** Whether it has any value at all. */
export const isTold = ({ values }: ChartLine): boolean => values.some((value) => typeof value === 'number');

/** Lowest and highest of what is shown; undefined when nothing is. */
export function extremes(values: LineValues): { readonly low: number; readonly high: number } | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : undefined;
}
