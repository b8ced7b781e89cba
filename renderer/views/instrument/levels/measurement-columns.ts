import type { MeasurementTable } from '../../../../electron/contract/index';

const FIRST = ['LAeq', 'LAFMax', 'LCPeak', 'LAF10', 'LAF90'];
/** Quantities that occur in the rows: the usual ones in their usual order, then the others by name. */
export function measurementColumns(rows: MeasurementTable['rows']): readonly string[] {
  const names = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  const others = [...names].filter((name) => !FIRST.includes(name)).sort();
  return [...FIRST.filter((name) => names.has(name)), ...others];
}
