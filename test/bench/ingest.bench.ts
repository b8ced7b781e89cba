/** From an answer's text to levels that survive a power cut: parse, copy into columns, write, with synchronous=FULL. */
import { statSync } from 'node:fs';
import { DAY_MS, elapsedMs, FIRST_DAY, SECOND_MS, withArchive, type BenchReport } from './bench-archive';
import { syntheticDay } from './synthetic-levels';

export const name = 'ingest';

const DAYS = 31;
const ROUNDS = 7;
const SAMPLES_PER_DAY = 86_400;

interface WireAnswer {
  readonly type: string;
  readonly blocks: readonly { readonly sampleDuration: number; readonly values: readonly unknown[] }[];
}

export async function run(report: BenchReport): Promise<void> {
  const days = Array.from({ length: DAYS }, (_, index) => syntheticDay(index));
  const answers = days.map((values) => answerText(values));
  for (const [label, now] of [
    ['closed days', FIRST_DAY + 400 * DAY_MS],
    ['open days', FIRST_DAY],
  ] as const) {
    const rates: number[] = [];
    const sizes: number[] = [];
    const writes: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await withArchive(now, (archive, file) => {
        const write = (index: number, values: Float64Array): void => {
          const chunk = { channel: 'LAeq', stepMs: SECOND_MS, start: FIRST_DAY + index * DAY_MS, values };
          archive.series.write('timehistory', 'BENCH', [chunk]);
        };
        const ms = elapsedMs(() => answers.forEach((text, index) => write(index, columnOf(text))));
        rates.push((DAYS * SAMPLES_PER_DAY) / ms / 1_000);
        archive.close();
        sizes.push(statSync(file).size / (DAYS * SAMPLES_PER_DAY));
      });
      await withArchive(now, (archive) => {
        for (const [index, values] of days.entries()) {
          const chunk = { channel: 'LAeq', stepMs: SECOND_MS, start: FIRST_DAY + index * DAY_MS, values };
          writes.push(elapsedMs(() => archive.series.write('timehistory', 'BENCH', [chunk])));
        }
      });
    }
    report.row(`JSON to durable, ${label}`, 'million samples/s', rates);
    report.row(`write of one day, ${label}`, 'ms', writes);
    report.row(`stored, ${label}`, 'bytes/sample', sizes);
  }
}

const answerText = (values: Float64Array): string =>
  JSON.stringify([
    { type: 'LAeq', instrument: 'BENCH', blocks: [{ sampleDuration: SECOND_MS, values: [...values] }] },
  ]);

function columnOf(text: string): Float64Array {
  const [answer] = JSON.parse(text) as [WireAnswer];
  const values = answer.blocks[0]?.values ?? [];
  const column = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    column[i] = typeof value === 'number' ? value : NaN;
  }
  return column;
}
