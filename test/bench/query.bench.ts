/** A chart's worth of points out of a stored year, warm. */
import type { Span } from '../../electron/contract/model';
import { DAY_MS, elapsedMs, FIRST_DAY, SECOND_MS, withArchive, type BenchReport } from './bench-archive';
import { syntheticDay } from './synthetic-levels';

export const name = 'query';

const DAYS = 365;
const ROUNDS = 15;
const POINTS = 2_000;

export async function run(report: BenchReport): Promise<void> {
  await withArchive(FIRST_DAY + (DAYS + 1) * DAY_MS, (archive) => {
    for (let index = 0; index < DAYS; index++) {
      const start = FIRST_DAY + index * DAY_MS;
      const chunk = { channel: 'LAeq', stepMs: SECOND_MS, start, values: syntheticDay(index) };
      archive.series.write('timehistory', 'BENCH', [chunk]);
    }
    const query = (span: Span): number =>
      elapsedMs(() => void archive.series.query('timehistory', 'BENCH', ['LAeq'], span, POINTS));
    for (const days of [1, 31, DAYS]) {
      const span = { from: FIRST_DAY, to: FIRST_DAY + days * DAY_MS };
      query(span);
      report.row(
        `query ${days} d to ${POINTS} points`,
        'ms',
        Array.from({ length: ROUNDS }, () => query(span)),
      );
    }
  });
}
