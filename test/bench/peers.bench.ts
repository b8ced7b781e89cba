/** The same days and the same charts, by Leqbook and by what else a person would use: turn by turn, the first one changing. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Span } from '../../electron/contract/model';
import { DAY_MS, FIRST_DAY, inTempFolder, LATER, openAt, SAMPLES_PER_DAY } from './bench-archive';
import type { BenchReport } from './bench-report';
import { answerOf, store, type Answer } from './bodies';
import { checkChart, checkExtremes, gridOf, POINTS, type Grid } from './check-chart';
import { loadDuckDb } from './duckdb';
import { createLevels, serialOf, truthOf, type Truth } from './levels';
import { duckDb, leqbook, python, rowPerSample, sqliteShell, type Contestant } from './peers';

export const name = 'peers';

const ROUNDS = 7;
const USUAL_DAYS = 31;
const YEAR_DAYS = 365;

interface Chart {
  readonly title: string;
  readonly grid: Grid;
}
type Times = Record<'conversion' | 'import' | 'total', number[]> & { readonly charts: Map<string, number[]> };

export async function run(report: BenchReport): Promise<void> {
  const days = report.full ? YEAR_DAYS : USUAL_DAYS;
  const levels = createLevels();
  const answers = Array.from({ length: days }, (_, day) =>
    answerOf(serialOf(0), FIRST_DAY + day * DAY_MS, [{ name: 'LAeq', values: levels.day(0, 'LAeq', day) }]),
  );
  const truth = upTo(truthOf(levels, 0, 'LAeq'), FIRST_DAY + days * DAY_MS);
  const charts = await chartsOf(answers, truth, days);
  const contestants = await enter(report);
  const times = new Map(contestants.map(({ name: who }) => [who, noTimes()]));
  for (let round = 0; round < ROUNDS; round++) {
    report.say(`peers: round ${round + 1} of ${ROUNDS}`);
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)])
      await inTempFolder((folder) =>
        turn(contestant, answers, charts, truth, folder, times.get(contestant.name) as Times),
      );
  }
  tell(report, times, days);
}

const noTimes = (): Times => ({ conversion: [], import: [], total: [], charts: new Map() });
const upTo = (truth: Truth, end: number): Truth => ({ at: (time) => (time < end ? truth.at(time) : NaN) });

/** Everybody draws on the grid that Leqbook chooses; that it fits, and is right, is checked here. */
async function chartsOf(answers: readonly Answer[], truth: Truth, days: number): Promise<readonly Chart[]> {
  return inTempFolder((folder) => {
    const archive = openAt(path.join(folder, 'grid.sqlite'), LATER);
    for (const answer of answers) store(archive, answer);
    const charts = [1, 31, 365]
      .filter((each) => each <= days)
      .map((each) => {
        const span: Span = { from: FIRST_DAY, to: FIRST_DAY + each * DAY_MS };
        const chart = archive.series.query('timehistory', serialOf(0), ['LAeq'], span, POINTS);
        checkChart(chart, span, truth);
        return { title: each === 1 ? '1 day' : `${each} days`, grid: gridOf(chart) };
      });
    archive.close();
    return charts;
  });
}

async function enter(report: BenchReport): Promise<readonly Contestant[]> {
  const duck = await loadDuckDb();
  if (typeof duck === 'string') report.note(`DuckDB is not among the peers: ${duck}`);
  const shell = sqliteShell();
  if (shell === undefined) report.note('sqlite3 is not among the peers: it is not on this machine');
  const snake = python();
  if (snake === undefined)
    report.note('Python is not among the peers: python3 with sqlite3 is not on this machine');
  return [
    leqbook(),
    rowPerSample(),
    ...(shell === undefined ? [] : [shell]),
    ...(snake === undefined ? [] : [snake]),
    ...(typeof duck === 'string' ? [] : [duckDb(duck)]),
  ];
}

async function turn(
  contestant: Contestant,
  answers: readonly Answer[],
  charts: readonly Chart[],
  truth: Truth,
  folder: string,
  times: Times,
): Promise<void> {
  const own = path.join(folder, 'own');
  mkdirSync(own);
  const { imported, held } = await contestant.load(answers, own);
  try {
    const took = new Map<string, number>();
    for (const { title, grid } of charts) {
      // The first answer is compared with the samples, the second is timed.
      checkExtremes(contestant.name, grid, (await held.chart(grid)).extremes, truth);
      const { extremes, ms } = await held.chart(grid);
      checkExtremes(contestant.name, grid, extremes, truth);
      took.set(title, ms);
    }
    times.conversion.push(imported.conversionMs);
    times.import.push(imported.importMs);
    times.total.push(imported.conversionMs + imported.importMs);
    for (const [title, ms] of took) times.charts.set(title, [...(times.charts.get(title) ?? []), ms]);
  } finally {
    held.close();
    rmSync(own, { recursive: true, force: true });
  }
}

function tell(report: BenchReport, all: ReadonlyMap<string, Times>, days: number): void {
  const samples = days * SAMPLES_PER_DAY;
  const rate = (ms: number): number => samples / ms / 1_000;
  for (const [who, { total }] of all)
    report.row(`${who}: ${days} days of JSON to durable`, 'million samples/s', total.map(rate));
  for (const [who, times] of all)
    if (times.conversion.some((ms) => ms > 0))
      report.row(`${who}: the import alone, from CSV`, 'million samples/s', times.import.map(rate));
  for (const [who, { charts }] of all)
    for (const [title, ms] of charts) report.row(`${who}: ${title} to ${POINTS} points`, 'ms', ms);
  report.note(
    'every answer of every round was compared with the samples, bucket by bucket, before its time counted',
  );
  report.note(
    'CSV is made from the same JSON by Node, and counted; synchronous=FULL, or a checkpoint, for everyone',
  );
  report.note("sqlite3's charts include starting it; Python's do not");
}
