/** The levels of a selection as a drawing of lines, sharp at any resolution of paper. Pure. */
import type {
  Exceedances,
  Exclusions,
  LevelSeries,
  LimitExceedances,
  Span,
} from '../../../../electron/contract/index';
import { roundRange } from '../../../charts/axis';
import { clockTicks } from '../../../charts/clock-ticks';
import { mergeGaps } from '../../../charts/gaps';
import { leftOutSpans } from '../../../charts/left-out';
import { isCoarse, levelLines, type ChartLine } from '../../../charts/lines';

type Values = ChartLine['values'];
interface Place {
  readonly x: number;
  readonly width: number;
}
export interface LevelDrawing {
  readonly width: number;
  readonly height: number;
  /** Where the plot lies in it. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly levels: readonly { readonly y: number; readonly dB: number }[];
  /** A label may have a second line, with the day. */
  readonly times: readonly { readonly x: number; readonly label: readonly string[] }[];
  /** Paths: that of the strong line, with its band of lowest to highest, and those beside it. */
  readonly lines: readonly { readonly name: string; readonly isStrong: boolean; readonly path: string }[];
  readonly bands: readonly string[];
  /** Upright hatching is a calibration or SIC, which is no loss. */
  readonly gaps: readonly (Place & { readonly isCheck: boolean })[];
  readonly leftOut: readonly Place[];
  readonly unknown: readonly Place[];
  /** Limits, dB, and where they are exceeded. */
  readonly limits: readonly {
    readonly y: number;
    readonly dB: number;
    readonly label: string;
    readonly over: string;
  }[];
}

const SIZE = { width: 680, left: 36, right: 650, top: 10, bottom: 168 };
const LABEL_HEIGHT = 14;
const SECOND_LABEL = 11;
const STEP_DB = 10;
const MOST_TIMES = 7;
/** Thinner, and it does not print. */
const THINNEST = 0.6;

interface Axes {
  readonly x: (ms: number) => number;
  readonly y: (dB: number) => number;
}

export function levelDrawing(about: {
  readonly span: Span;
  readonly zone: string;
  readonly levels: LevelSeries;
  readonly exclusions: Exclusions;
  readonly exceedances: Exceedances | undefined;
}): LevelDrawing {
  const { span, zone, levels } = about;
  const lines = drawnLines(levels);
  // A limit of what is not drawn would be a line about nothing.
  const limits = (about.exceedances?.limits ?? []).filter(({ channel }) =>
    lines.some(({ name }) => name === channel),
  );
  const range = rangeOf(
    lines,
    limits.map(({ limit }) => limit),
  );
  const axes = axesOf(span, range);
  const times = clockTicks(span, zone, MOST_TIMES).map(({ at, label }) => ({
    x: axes.x(at),
    label: label.split('\n'),
  }));
  const hasDays = times.some(({ label }) => label.length > 1);
  return {
    ...{ ...SIZE, height: SIZE.bottom + LABEL_HEIGHT + (hasDays ? SECOND_LABEL : 0) + 4, times },
    levels: Array.from({ length: (range[1] - range[0]) / STEP_DB + 1 }, (_, index) => {
      const dB = range[0] + index * STEP_DB;
      return { y: axes.y(dB), dB };
    }),
    ...drawLines(lines, levels, axes),
    ...drawMarks(levels, about.exclusions, axes),
    limits: limits.map((limit) => drawLimit(limit, axes)),
  };
}

function axesOf(span: Span, [low, high]: readonly [number, number]): Axes {
  const perMs = (SIZE.right - SIZE.left) / (span.to - span.from);
  return {
    x: (ms) => round(SIZE.left + (cut(ms, span) - span.from) * perMs),
    y: (dB) => round(SIZE.bottom - ((dB - low) / (high - low)) * (SIZE.bottom - SIZE.top)),
  };
}

function drawLines(
  lines: readonly ChartLine[],
  levels: LevelSeries,
  axes: Axes,
): Pick<LevelDrawing, 'lines' | 'bands'> {
  // A point that stands for a stretch is drawn in the middle of it.
  const shift = isCoarse(levels) ? levels.bucketMs / 2 : 0;
  const xs = Array.from(levels.time, (at) => axes.x(at + shift));
  return {
    lines: lines.map(({ name, ink, values }) => ({
      ...{ name, isStrong: ink === 'strong' },
      path: pathOf(xs, values, axes),
    })),
    bands: lines.flatMap(({ band }) => (band === undefined ? [] : bandsOf(xs, band, axes))),
  };
}

function drawMarks(
  { gaps }: LevelSeries,
  exclusions: Exclusions,
  axes: Axes,
): Pick<LevelDrawing, 'gaps' | 'leftOut' | 'unknown'> {
  const spans = leftOutSpans(exclusions);
  const places = (look: string) =>
    spans.filter((each) => each.look === look).map((each) => place(each, axes));
  return {
    gaps: mergeGaps(gaps).map((gap) => ({ ...place(gap, axes), isCheck: gap.reason === 'self-check' })),
    leftOut: places('left-out'),
    unknown: places('unknown'),
  };
}

function drawLimit(
  { name, label, limit, from, to, level }: LimitExceedances,
  axes: Axes,
): LevelDrawing['limits'][number] {
  const over = Array.from(from, (begin, i) => {
    const { x, width } = place({ from: begin, to: to[i] ?? begin }, axes);
    return `M${String(x)} ${String(axes.y(level[i] ?? limit))}h${String(width)}`;
  });
  return { y: axes.y(limit), dB: limit, label: `${name}: ${label}`, over: over.join('') };
}

/** Peaks would press all the rest into the lower half of the drawing; they stand among the figures. */
function drawnLines(levels: LevelSeries): readonly ChartLine[] {
  const all = levelLines(levels);
  const drawn = all.filter(({ ink }) => ink !== 'faint');
  return drawn.length > 0 ? drawn : all;
}

function rangeOf(lines: readonly ChartLine[], limits: readonly number[]): readonly [number, number] {
  let [low, high] = [Math.min(Infinity, ...limits), Math.max(-Infinity, ...limits)];
  for (const { values, band } of lines)
    for (const value of [values, band?.low ?? [], band?.high ?? []].flat())
      if (typeof value === 'number') [low, high] = [Math.min(low, value), Math.max(high, value)];
  return roundRange(low, high, STEP_DB);
}

function place(span: Span, { x }: Axes): Place {
  const left = x(span.from);
  return { x: left, width: Math.max(THINNEST, round(x(span.to) - left)) };
}

/** Runs of values without a hole between them: first index, and the one after the last. */
function runs(values: Values): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  values.forEach((value, index) => {
    if (typeof value !== 'number') return;
    const last = found.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else found.push([index, index + 1]);
  });
  return found;
}

const pathOf = (xs: readonly number[], values: Values, { y }: Axes): string =>
  runs(values)
    .map(([from, to]) => {
      const points = xs.slice(from, to).map((x, i) => `${String(x)} ${String(y(values[from + i] ?? 0))}`);
      // A value alone has no length of its own.
      return `M${points.join('L')}${points.length === 1 ? 'h0.6' : ''}`;
    })
    .join('');

function bandsOf(
  xs: readonly number[],
  { low, high }: NonNullable<ChartLine['band']>,
  { y }: Axes,
): readonly string[] {
  return runs(high).map(([from, to]) => {
    const edge = (values: Values) =>
      xs.slice(from, to).map((x, i) => `${String(x)} ${String(y(values[from + i] ?? 0))}`);
    return `M${[...edge(high), ...edge(low).reverse()].join('L')}Z`;
  });
}

const cut = (ms: number, { from, to }: Span): number => Math.min(to, Math.max(from, ms));
const round = (value: number): number => Math.round(value * 100) / 100;
