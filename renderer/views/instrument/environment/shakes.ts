/** The greatest velocities with the dominant frequencies of their moments. Pure. */
import type { ShownTable, SurroundingsSeries } from '../../../../electron/contract/index';
import { NO_UNIT } from '../../../../electron/contract/usual-figures';
import type { ScatterPoint } from '../../../charts/scatter';
import type { ScatterKind } from '../../../charts/scatter-draw';

export const AXES = ['X', 'Y', 'Z'] as const;
export const KINDS: readonly ScatterKind[] = [
  { name: 'X', ink: 'strong' },
  { name: 'Y', ink: 'thin' },
  { name: 'Z', ink: 'faint' },
];
const columnOf = ({ columns }: SurroundingsSeries, name: string) =>
  columns.find((column) => column.name === name);

export interface Shakes {
  readonly points: readonly ScatterPoint[];
  /** Velocities whose frequency is not known: these cannot be drawn. */
  readonly unplaced: number;
  readonly velocityUnit: string;
  readonly frequencyUnit: string;
}

/** Both columns are of the same moment: that at which the axis was fastest. */
export function shakesOf(series: SurroundingsSeries): Shakes {
  const points: ScatterPoint[] = [];
  let unplaced = 0;
  AXES.forEach((axis, kind) => {
    const [velocity, frequency] = [columnOf(series, `vMax${axis}`), columnOf(series, `fDom${axis}`)];
    series.time.forEach((time, i) => {
      const [y, x] = [velocity?.values[i] ?? NaN, frequency?.values[i] ?? NaN];
      if (y > 0 && x > 0) points.push({ x, y, time, kind });
      else if (y > 0) unplaced += 1;
    });
  });
  return {
    ...{ points, unplaced },
    velocityUnit: columnOf(series, 'vMaxX')?.unit ?? NO_UNIT,
    frequencyUnit: columnOf(series, 'fDomX')?.unit ?? NO_UNIT,
  };
}

export const shakesTable = ({
  points,
  velocityUnit,
  frequencyUnit,
}: Shakes): Pick<ShownTable, 'columns' | 'rows'> => ({
  columns: [
    { name: 'From', kind: 'time' },
    { name: 'Axis', kind: 'text' },
    { name: 'Peak particle velocity', kind: 'number', unit: velocityUnit },
    { name: 'Dominant frequency', kind: 'number', unit: frequencyUnit },
  ],
  rows: [...points]
    .sort((a, b) => a.time - b.time || a.kind - b.kind)
    .map(({ time, kind, x, y }) => [time, AXES[kind] ?? null, y, x]),
});
