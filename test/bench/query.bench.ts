/** A chart's worth of points out of a stored year: warm, and with the file's pages dropped from the system's cache. */
import { LATER, openAt, repeat } from './bench-archive';
import type { BenchReport } from './bench-report';
import { chartMs, CHARTS, checkCharts, COLD } from './charts';
import { POINTS } from './check-chart';
import { dropFromCache } from './file-cache';
import { createLevels } from './levels';
import { needArchive } from './made-archive';

export const name = 'query';

const WARM_ROUNDS = 15;
const COLD_ROUNDS = 9;

export function run(report: BenchReport): void {
  const { file } = needArchive(1, report.say);
  const archive = openAt(file, LATER);
  checkCharts(archive, createLevels(), 0);
  report.note(
    'every bucket of every chart was compared with the samples first: extremes exactly, means to 0.001 dB',
  );
  for (const { days, title, warm } of CHARTS) {
    chartMs(archive, 0, days);
    report.row(
      `${title} to ${POINTS} points, warm`,
      'ms',
      repeat(WARM_ROUNDS, () => chartMs(archive, 0, days)),
      warm,
    );
  }
  archive.close();
  cold(file, report);
}

function cold(file: string, report: BenchReport): void {
  const times = new Map<string, number[]>(CHARTS.map(({ title }) => [title, []]));
  let how: string | undefined;
  for (let round = 0; round < COLD_ROUNDS; round++)
    for (const { days, title } of CHARTS) {
      how = dropFromCache(file);
      const archive = openAt(file, LATER);
      times.get(title)?.push(chartMs(archive, 0, days));
      archive.close();
    }
  report.note(
    `file cache: ${how ?? 'cannot be dropped on this system, so "dropped" is warm'}; reopened before each`,
  );
  for (const [title, samples] of times)
    report.row(`${title} to ${POINTS} points, cache dropped`, 'ms', samples, COLD);
}
