/** What a salvaged ledger may still claim: only what is certainly here. */
import type Database from 'better-sqlite3';
import type { Span } from '../../contract/model';
import { DAY_MS, dataset, findVariant } from '../datasets';
import type { CoverageRow, CoverageStore } from './archive';
import { asList } from './store-deps';

export interface Trust {
  /** The table of records was read to its last row. */
  readonly records: boolean;
  /** So were those of series and blocks. */
  readonly blocks: boolean;
}

/** Forgets what is in doubt, so that it is planned again. */
export function doubtLedger(db: Database.Database, coverage: CoverageStore, trust: Trust): void {
  const daysHeld = db
    .prepare<[string, string, number, string, number], number>(
      `SELECT day FROM block JOIN series ON series.id = block.series
       WHERE dataset = ? AND instrument = ? AND step_ms = ? AND channel IN (SELECT value FROM json_each(?))
       GROUP BY day HAVING count(*) = ? ORDER BY day`,
    )
    .pluck();
  for (const row of coverage.list()) {
    if (isTrusted(row, trust)) continue;
    const { channels = [], stepMs } = variantOrNone(row);
    const names = channels.map(({ name }) => name);
    const days =
      stepMs === undefined || names.length === 0
        ? []
        : daysHeld.all(row.dataset, row.instrument, stepMs, asList(names), names.length);
    for (const span of without(row, days)) coverage.remove(row.dataset, row.instrument, span, row.params);
  }
}

function isTrusted(row: CoverageRow, trust: Trust): boolean {
  try {
    return dataset(row.dataset).kind === 'series' ? trust.blocks : trust.records;
  } catch {
    // A dataset that only a later Leqbook knows.
    return false;
  }
}

/** Nothing for a variant that is not a known series. */
function variantOrNone(row: CoverageRow): Partial<NonNullable<ReturnType<typeof findVariant>>> {
  try {
    return findVariant(row.dataset, row.params) ?? {};
  } catch {
    return {};
  }
}

/** What of a span lies on none of the days. */
function* without(span: Span, days: readonly number[]): Generator<Span> {
  let from = span.from;
  for (const day of days) {
    if (day + DAY_MS <= from || day >= span.to) continue;
    if (from < day) yield { from, to: day };
    from = Math.max(from, day + DAY_MS);
  }
  if (from < span.to) yield { from, to: span.to };
}
