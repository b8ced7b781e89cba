/** From an answer's bytes to levels that survive a power cut, in one thread: decode, parse, check, write, commit FULL. */
import { statSync } from 'node:fs';
import { DAY_MS, elapsedMs, FIRST_DAY, LATER, SAMPLES_PER_DAY, withArchive } from './bench-archive';
import { atLeast, atMost, type BenchReport } from './bench-report';
import { answerOf, checkStored, store, type Answer } from './bodies';
import { CHANNELS } from './levels';
import { syntheticDay } from './synthetic-levels';

export const name = 'ingest';

const DAYS = 31;
const WEEK = 7;
const ROUNDS = 9;
const SERIAL = 'BENCH001';

/** Days before `now` are over, and are kept compressed. */
const STATES = [
  { label: 'closed days', now: LATER, size: atMost(1.2, 1.0) },
  { label: 'open days', now: FIRST_DAY, size: atMost(2.3, 2.1) },
] as const;

export async function run(report: BenchReport): Promise<void> {
  const days = Array.from({ length: DAYS }, (_, index) => syntheticDay(index));
  const daily = days.map((values, index) =>
    answerOf(SERIAL, FIRST_DAY + index * DAY_MS, [{ name: 'LAeq', values }]),
  );
  const weekly = [0, 1, 2, 3].map((week) => weekOf(days, week));
  const megabytes = (answers: readonly Answer[]): string =>
    (answers.reduce((sum, { body }) => sum + body.length, 0) / 1e6).toFixed(1);
  report.note(
    `${DAYS} answers of a day of LAeq, ${megabytes(daily)} MB; ${weekly.length} answers of a week of ${CHANNELS.length} channels, ${megabytes(weekly)} MB`,
  );
  report.note(
    'every sample was read back and compared before any time counted; one commit a day, synchronous=FULL',
  );
  for (const { label, now, size } of STATES) {
    await check(now, daily, days);
    const one = await measure(now, daily, DAYS * SAMPLES_PER_DAY);
    report.row(`JSON to durable, ${label}`, 'million samples/s', one.rates, atLeast(5, 12));
    report.row(`stored, ${label}`, 'bytes/sample', one.sizes, size);
    const wide = await measure(now, weekly, weekly.length * WEEK * CHANNELS.length * SAMPLES_PER_DAY);
    report.row(
      `JSON to durable, ${label}, weeks of ${CHANNELS.length} channels`,
      'million samples/s',
      wide.rates,
    );
  }
}

function weekOf(days: readonly Float64Array[], week: number): Answer {
  const values = Float64Array.from(days.slice(week * WEEK, (week + 1) * WEEK).flatMap((day) => [...day]));
  const channels = CHANNELS.map((channel, row) => ({
    name: channel,
    values: values.map((v) => Math.round((v + 7 * row) * 10) / 10),
  }));
  return answerOf(SERIAL, FIRST_DAY + week * WEEK * DAY_MS, channels);
}

const check = (now: number, answers: readonly Answer[], days: readonly Float64Array[]): Promise<void> =>
  withArchive(now, (archive) => {
    for (const answer of answers) store(archive, answer);
    answers.forEach((answer, index) => checkStored(archive, answer, 'LAeq', days[index] as Float64Array));
  });

/** @returns million samples a second, and bytes on disk per sample; each round on a new archive */
async function measure(
  now: number,
  answers: readonly Answer[],
  samples: number,
): Promise<{ readonly rates: number[]; readonly sizes: number[] }> {
  const rates: number[] = [];
  const sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    await withArchive(now, (archive, file) => {
      const ms = elapsedMs(() => {
        for (const answer of answers) store(archive, answer);
      });
      rates.push(samples / ms / 1_000);
      archive.close();
      sizes.push(statSync(file).size / samples);
    });
  return { rates, sizes };
}
