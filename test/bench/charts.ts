/** The charts that are timed: one channel of one instrument to so many points. */
import type { LevelSeries, Span } from '../../electron/contract/model';
import type { Archive } from '../../electron/core/db/archive';
import { elapsedMs } from './bench-archive';
import { atMost } from './bench-report';
import { checkChart, POINTS } from './check-chart';
import { lastDays, serialOf, truthOf, type Levels } from './levels';

/** Days, and what a chart of them may take, ms. */
export const CHARTS = [
  { days: 1, title: '1 day', warm: atMost(5, 1) },
  { days: 31, title: '31 days', warm: atMost(10, 1) },
  { days: 365, title: '1 year', warm: atMost(10, 2) },
];
export const COLD = atMost(50, 20);

export const chartOf = (archive: Archive, instrument: number, span: Span): Omit<LevelSeries, 'gaps'> =>
  archive.series.query('timehistory', serialOf(instrument), ['LAeq'], span, POINTS);

export const chartMs = (archive: Archive, instrument: number, days: number): number =>
  elapsedMs(() => void chartOf(archive, instrument, lastDays(days)));

/** Compares every chart that will be timed with the samples; throws at the first difference. */
export function checkCharts(archive: Archive, levels: Levels, instrument: number): void {
  const truth = truthOf(levels, instrument, 'LAeq');
  for (const { days } of CHARTS)
    checkChart(chartOf(archive, instrument, lastDays(days)), lastDays(days), truth);
}
