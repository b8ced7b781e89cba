/** What a chart and opening cost in a large archive, beside the same in a small one, turn by turn. */
import type { Archive } from '../../electron/core/db/archive';
import { elapsedMs, LATER, openAt, repeat } from './bench-archive';
import { atMost, type BenchReport } from './bench-report';
import { chartMs, chartOf, CHARTS, checkCharts, COLD } from './charts';
import { dropFromCache } from './file-cache';
import { createLevels, lastDays } from './levels';
import { findLargest, needArchive, type MadeArchive } from './made-archive';

export const name = 'growth';

const WHOLE = 40;
/** Made when there is no larger one: enough to show a trend in a minute. */
const SMALLER = 8;
const ROUNDS = 9;
const PER_ROUND = 5;
const OPENING = atMost(50, 10);
const GROWTH = atMost(2, 1.2);

export function run(report: BenchReport): void {
  const small = needArchive(1, report.say);
  const large = report.full
    ? needArchive(WHOLE, report.say)
    : (findLargest(SMALLER) ?? needArchive(SMALLER, report.say));
  report.note(
    `${large.years} times as much data: ${(large.bytes / 1e9).toFixed(2)} GB beside ${(small.bytes / 1e9).toFixed(2)} GB`,
  );
  if (large.years < WHOLE)
    report.note(
      `a smaller archive than was asked for: \`npm run bench -- --make ${WHOLE}\` makes the whole one`,
    );
  const instrument = large.years >> 1;
  compare(small, large, instrument, report);
  opening(large, instrument, report);
}

function compare(small: MadeArchive, large: MadeArchive, instrument: number, report: BenchReport): void {
  const archives = [openAt(small.file, LATER), openAt(large.file, LATER)] as const;
  const levels = createLevels();
  checkCharts(archives[0], levels, 0);
  checkCharts(archives[1], levels, instrument);
  for (const { days, title } of CHARTS) {
    const [one, many] = warm(archives, instrument, days);
    report.row(`${title}, warm, 1 instrument-year`, 'ms', one);
    report.row(`${title}, warm, ${large.years} instrument-years`, 'ms', many);
    const ratios = many.map((ms, round) => ms / (one[round] as number));
    report.row(`${title}, warm, after ${large.years} times as much data`, 'times', ratios, GROWTH);
  }
  for (const archive of archives) archive.close();
}

/** Medians of a few charts each, in turn, the first one changing. */
function warm(archives: readonly [Archive, Archive], instrument: number, days: number): [number[], number[]] {
  const times: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++)
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const of = which === 0 ? 0 : instrument;
      const charts = repeat(PER_ROUND, () => chartMs(archives[which], of, days));
      if (round >= 0) times[which].push(charts.sort((a, b) => a - b)[PER_ROUND >> 1] as number);
    }
  return times;
}

/** From nothing to a chart of the last day and the list of instruments, the same process having opened others before. */
function opening({ file, years, bytes }: MadeArchive, instrument: number, report: BenchReport): void {
  const open = (): number => {
    let archive: Archive | undefined;
    const ms = elapsedMs(() => {
      archive = openAt(file, LATER);
      archive.instruments.list();
      chartOf(archive, instrument, lastDays(1));
    });
    archive?.close();
    return ms;
  };
  const size = `${years} instrument-years, ${(bytes / 1e9).toFixed(1)} GB`;
  open();
  report.row(`opening to the first answer, warm (${size})`, 'ms', repeat(ROUNDS, open), OPENING);
  const how = dropFromCache(file);
  report.note(`file cache: ${how ?? 'cannot be dropped on this system'}`);
  if (how === undefined) return;
  const cold = repeat(ROUNDS, () => {
    dropFromCache(file);
    return open();
  });
  report.row(`opening to the first answer, cache dropped (${size})`, 'ms', cold, OPENING);
  for (const { days, title } of CHARTS) {
    const charts = repeat(ROUNDS, () => {
      dropFromCache(file);
      const archive = openAt(file, LATER);
      const ms = chartMs(archive, instrument, days);
      archive.close();
      return ms;
    });
    report.row(`${title}, cache dropped (${size})`, 'ms', charts, COLD);
  }
}
