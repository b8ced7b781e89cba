/** Exceedances of all limits as one list, and what of tables the chart draws. Pure. */
import type { Exceedances, LevelPeriods } from '../../../../../electron/contract/index';
import type { ChartSteps } from '../../../../charts/draw-steps';
import type { ChartRule } from '../../../../charts/lines';

export interface ExceedanceRow {
  readonly key: string;
  readonly name: string;
  readonly label: string;
  readonly limit: number;
  readonly from: number;
  readonly to: number;
  readonly level: number;
  readonly over: number;
  readonly validFraction: number;
}
/** Ascending by time. */
export const exceedanceRows = ({ limits }: Exceedances): readonly ExceedanceRow[] =>
  limits
    .flatMap(({ id, name, label, limit, ...columns }) =>
      Array.from(columns.from, (from, index) => ({
        ...{ key: `${String(id)} ${String(from)}`, name, label, limit, from },
        to: columns.to[index] ?? from,
        level: columns.level[index] ?? NaN,
        over: columns.over[index] ?? NaN,
        validFraction: columns.validFraction[index] ?? NaN,
      })),
    )
    .sort((a, b) => a.from - b.from);

export const stepsOf = (
  periods: LevelPeriods | undefined,
  exceedances: Exceedances | undefined,
): readonly ChartSteps[] => [
  ...(periods === undefined ? [] : [{ ...periods, isOver: false }]),
  ...(exceedances?.limits ?? []).map((limit) => ({ ...limit, isOver: true })),
];
export const rulesOf = (exceedances: Exceedances | undefined): readonly ChartRule[] =>
  (exceedances?.limits ?? []).map(({ name, label, limit }) => ({
    value: limit,
    label: `${name}: ${label} ${String(limit)} dB`,
  }));
