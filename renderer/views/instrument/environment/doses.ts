/** Vibration doses of days and nights, in words and as a table. Pure. */
import type { ShownTable, VibrationDose } from '../../../../electron/contract/index';
import { NO_UNIT } from '../../../../electron/contract/usual-figures';

export const PART_WORDS: Readonly<Record<VibrationDose['part'], string>> = {
  day: 'day, 07:00 to 23:00',
  night: 'night, 23:00 to 07:00',
};

const figureOf = (dose: number): number | null => (Number.isNaN(dose) ? null : dose);
export const dosesTable = (doses: readonly VibrationDose[]): Pick<ShownTable, 'columns' | 'rows'> => ({
  columns: [
    { name: 'Date', kind: 'text' },
    { name: 'Part', kind: 'text' },
    { name: 'From', kind: 'time' },
    { name: 'To', kind: 'time' },
    ...['X', 'Y', 'Z'].map((axis) => ({ name: `VDV ${axis}`, kind: 'number' as const, unit: NO_UNIT })),
    { name: 'Held', kind: 'number', unit: '%' },
    { name: 'Cut by the span', kind: 'text' },
  ],
  rows: doses.map(({ date, part, from, to, doses: [x, y, z], held, isCut }) => [
    ...[date, PART_WORDS[part], from, to, figureOf(x), figureOf(y), figureOf(z)],
    ...[Math.floor(held * 1_000) / 10, isCut ? 'yes' : 'no'],
  ]),
});
