/** A series of the surroundings as lines of a chart, and its figures as words. Pure. */
import type { Joined, SurroundingsColumn, SurroundingsSeries } from '../../../../electron/contract/index';
import { extremes, type ChartLine, type ChartRule } from '../../../charts/lines';
import { duration, MISSING } from '../../../format';
import type { Panel } from './panels';

/** A true minus, as many decimals as the value is read to; a missing one is an en dash. */
export function figure(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const text = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && Number(text) !== 0 ? `\u2212${grouped}` : grouped;
}

const nullable = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/** A panel's columns that hold something of some time: an instrument without a sensor says nothing of it. */
export const told = ({ columns }: SurroundingsSeries, { fields }: Panel): readonly SurroundingsColumn[] =>
  columns.filter(({ name, latest }) => latest !== undefined && fields.some((field) => field.name === name));

/** Points of more than one sample each. */
const isCoarse = ({ bucketMs, stepMs }: SurroundingsSeries): boolean =>
  bucketMs !== undefined && stepMs !== undefined && bucketMs > stepMs;

/** `each point 6 h`, `every sample, 1 min`. */
export function pointText(series: SurroundingsSeries): string {
  const { bucketMs, stepMs } = series;
  if (bucketMs === undefined || stepMs === undefined) return 'every sample';
  return isCoarse(series) ? `each point ${duration(bucketMs)}` : `every sample, ${duration(stepMs)}`;
}

/** Whether the lowest and the highest sample of each point are drawn around its mean. */
export function isBanded(series: SurroundingsSeries, panel: Panel): boolean {
  const columns = told(series, panel);
  const isAlone = columns.length === 1 && columns[0]?.joined === 'mean';
  return panel.filled !== true && isAlone && isCoarse(series);
}

export function stripLines(series: SurroundingsSeries, panel: Panel): readonly ChartLine[] {
  const banded = isBanded(series, panel);
  const columns = told(series, panel);
  return columns.map((column): ChartLine => {
    const field = panel.fields.find(({ name }) => name === column.name);
    const values = nullable(column.values);
    const zeros = values.map((value) => (value === null ? null : 0));
    return {
      name: field?.label ?? column.name,
      ink: field?.ink ?? 'thin',
      values,
      dashed: field?.dashed === true,
      scattered: panel.scattered === true,
      band:
        panel.filled === true
          ? { low: zeros, high: values }
          : banded
            ? { low: nullable(column.min), high: nullable(column.max) }
            : undefined,
    };
  });
}

/** A round step that leaves a few of them in what is shown; the scale is at least `least` high. */
export function stepFor(lines: readonly ChartLine[], { least, zero = false }: Panel): number {
  const all = lines.flatMap(({ values, band }) =>
    [values, band?.low ?? [], band?.high ?? []].flatMap((list) => {
      const ends = extremes(list);
      return ends === undefined ? [] : [ends.low, ends.high];
    }),
  );
  const [low, high] = [Math.min(...all, ...(zero ? [0] : [])), Math.max(...all, ...(zero ? [0] : []))];
  const range = all.length === 0 ? least : Math.max(least, high - low);
  if (least === FULL_CIRCLE) return FULL_CIRCLE;
  const rough = range / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(LEAST_STEP, power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10));
}
/** Directions have one scale. */
const FULL_CIRCLE = 360;
/** Labels have no more than three decimals. */
const LEAST_STEP = 0.001;

/** Levels to draw across a strip: where its scale begins, or the points of the compass. */
export const stripRules = ({ zero = false, least }: Panel): readonly ChartRule[] =>
  least === FULL_CIRCLE ? COMPASS : zero ? ZERO : [];
const ZERO: readonly ChartRule[] = [{ value: 0, label: '' }];
const COMPASS: readonly ChartRule[] = ['N', 'E', 'S', 'W'].map((label, i) => ({ value: i * 90, label }));

/** What the figure of a whole span is. */
export const OVER_WORDS: Readonly<Record<Joined, string>> = {
  mean: 'mean',
  direction: 'mean',
  sum: 'in all',
  greatest: 'greatest',
  dose: 'dose',
  'at-greatest': 'at greatest',
};

/** What a point is, of the samples in it. */
export const JOINED_WORDS: Readonly<Record<Joined, string>> = {
  mean: 'mean',
  direction: 'mean direction',
  sum: 'what fell in it',
  greatest: 'greatest',
  dose: 'greatest',
  'at-greatest': 'at the greatest velocity of the axis',
};
