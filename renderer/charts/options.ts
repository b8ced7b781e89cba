/** Builds uPlot's options from what a chart shows and how the page looks. Pure: types only from the library. */
import type uPlot from 'uplot';
import { numberLabels, roundRange, timeLabels } from './axis';
import { plotColumns, type ChartLine, type Ink } from './lines';

/** Colours and strokes as they stand in the page's style tokens. */
export interface Look {
  readonly ink: string;
  readonly soft: string;
  readonly surface: string;
  readonly grid: string;
  readonly hatch: string;
  readonly shade: string;
  readonly unread: string;
  readonly accent: string;
  /** What is left out of figures. */
  readonly left: string;
  /** What is over a limit. */
  readonly over: string;
  readonly lines: Readonly<Record<Ink, string>>;
  /** For further lines. */
  readonly hues: readonly string[];
  readonly strong: number;
  readonly thin: number;
  readonly font: string;
  readonly fontSize: number;
}
export interface OptionsInput {
  readonly lines: readonly ChartLine[];
  readonly look: Look;
  readonly zone: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Unit of the vertical scale, and the step it is rounded to. */
  readonly unit: string;
  readonly step: number;
  /** Of the right-hand scale, where there is one. */
  readonly right?: { readonly unit: string; readonly step: number } | undefined;
  /** Values that the vertical scale must include. */
  readonly include: readonly number[];
  readonly span: () => readonly [number, number];
  /** False: the times stand below another chart on the same axis. */
  readonly timed?: boolean;
}
type Part = Pick<
  uPlot.Options,
  'width' | 'height' | 'ms' | 'scales' | 'series' | 'bands' | 'axes' | 'legend'
>;

const DASHED: readonly number[] = [6, 4];

export const colourOf = (look: Look, line: ChartLine | undefined): string =>
  (line?.hue === undefined ? undefined : look.hues[line.hue]) ?? look.lines[line?.ink ?? 'thin'];
/** Of its stroke, CSS pixels. */
export const widthOf = (look: Look, line: ChartLine | undefined): number =>
  line?.ink === 'strong' ? look.strong : look.thin;
/** Undefined: an unbroken stroke. */
export const dashOf = (line: ChartLine | undefined): readonly number[] | undefined =>
  line?.dash ?? (line?.dashed === true ? DASHED : undefined);

function seriesOptions({ lines, look }: OptionsInput): uPlot.Series[] {
  return plotColumns(lines).map(({ line, part }) => {
    const { dots = false, broken = false, name = '', isRight = false, scattered = false } = lines[line] ?? {};
    const dash = dashOf(lines[line]);
    const colour = colourOf(look, lines[line]);
    const scale = isRight ? { scale: 'right' } : {};
    if (part !== 'line') return { label: `${name} ${part}`, ...scale, points: { show: false }, width: 0 };
    return {
      label: name,
      ...scale,
      ...(scattered ? {} : { stroke: colour }),
      ...(dash ? { dash: [...dash] } : {}),
      width: widthOf(look, lines[line]),
      ...(dots || scattered
        ? { points: { show: true, size: scattered ? 3 : 7, fill: colour, stroke: colour } }
        : { points: { show: false } }),
      // Dots are single events: one that failed in between is no hole in a signal.
      spanGaps: dots && !broken,
    };
  });
}
function bandOptions({ lines, look }: OptionsInput): uPlot.Band[] {
  return plotColumns(lines).flatMap(({ line, part }, index) =>
    part === 'high'
      ? [
          {
            series: [index + 1, index + 2] as [number, number],
            fill: alpha(colourOf(look, lines[line]), 0.2),
          },
        ]
      : [],
  );
}
/** A colour of `#rrggbb` with an opacity between 0 and 1; any other notation is left as it is. */
export const alpha = (colour: string, opacity: number): string =>
  /^#[0-9a-f]{6}$/i.test(colour)
    ? colour +
      Math.round(opacity * 255)
        .toString(16)
        .padStart(2, '0')
    : colour;

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the library's own name for it exists only as a type
const RIGHT_SIDE = 1 as uPlot.Axis.Side;
type Range = (plot: unknown, low: number, high: number) => [number, number];
const rounded =
  (step: number, include: readonly number[] = []): Range =>
  (_plot, low, high) => {
    const all = [low, high, ...include].filter((value): value is number => Number.isFinite(value));
    return all.length === 0 ? [0, step] : roundRange(Math.min(...all), Math.max(...all), step);
  };

export function chartOptions(input: OptionsInput): Part {
  const { size, step, include, span, right } = input;
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    scales: {
      x: { time: true, range: () => [...span()] },
      y: { range: rounded(step, include) },
      ...(right && { right: { range: rounded(right.step) } }),
    },
    series: [{}, ...seriesOptions(input)],
    bands: bandOptions(input),
    axes: axesOptions(input),
  };
}

/** Nothing is there, or nothing was read yet: a scale of it would be made up. */
const isEmpty = ({ data: [, ...columns] }: Pick<uPlot, 'data'>): boolean =>
  columns.every((column) => !column.some((value) => typeof value === 'number'));

function axesOptions({ look, zone, unit, right, include, timed = true }: OptionsInput): uPlot.Axis[] {
  const font = `${String(look.fontSize)}px ${look.font}`;
  const axis = {
    ...{ stroke: look.soft, font, labelFont: font },
    ...{ grid: { stroke: look.grid, width: 1 }, ticks: { show: false } },
  };
  const upright = {
    ...axis,
    ...{ size: 52, gap: 8, labelSize: 18, labelGap: 0 },
    values: (plot: Pick<uPlot, 'data'>, splits: number[]) =>
      include.length === 0 && isEmpty(plot) ? splits.map(() => '') : [...numberLabels(splits)],
  };
  return [
    {
      ...axis,
      space: 72,
      size: timed ? 44 : 8,
      values: (_plot, splits, _axis, _space, increment) =>
        timed ? [...timeLabels(splits, increment, zone)] : splits.map(() => ''),
    },
    { ...upright, label: unit },
    ...(right
      ? [{ ...upright, scale: 'right', side: RIGHT_SIDE, label: right.unit, grid: { show: false } }]
      : []),
  ];
}
