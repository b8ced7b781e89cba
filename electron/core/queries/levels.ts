/** Levels for a chart: the stored buckets, and why the empty ones are empty. */
import type { Gap, GapReason, LevelSeries, Span } from '../../contract/model';
import type { Archive, CoverageRow } from '../db/archive';

const DATASET = 'timehistory';

export function queryLevels(
  archive: Archive,
  input: {
    readonly instrument: string;
    readonly channels: readonly string[];
    readonly span: Span;
    readonly maxPoints: number;
  },
): LevelSeries {
  const { instrument, channels, span, maxPoints } = input;
  const series = archive.series.query(DATASET, instrument, channels, span, maxPoints);
  const ledger = archive.coverage.list({ datasets: [DATASET], instruments: [instrument] });
  return { ...series, gaps: emptyStretches(series, span).flatMap((gap) => explain(gap, ledger)) };
}

/** Runs of buckets in which no channel has a value, and what of the span lies outside all buckets. */
function emptyStretches(series: Omit<LevelSeries, 'gaps'>, span: Span): readonly Span[] {
  const { time, bucketMs, channels } = series;
  const gaps: Span[] = [];
  let from = span.from;
  for (let i = 0; i < time.length; i++) {
    if (channels.every(({ mean }) => Number.isNaN(mean[i] ?? NaN))) continue;
    const at = time[i] ?? from;
    if (at > from) gaps.push({ from, to: at });
    from = Math.max(from, at + bucketMs);
  }
  if (from < span.to) gaps.push({ from, to: span.to });
  return gaps;
}

/** Cuts one empty stretch where the ledger changes its mind about it. */
export function explain(gap: Span, ledger: readonly CoverageRow[]): readonly Gap[] {
  const parts: Gap[] = [];
  let from = gap.from;
  const push = (to: number, reason: GapReason) => {
    const last = parts.at(-1);
    if (to <= from) return;
    if (last?.reason === reason) parts[parts.length - 1] = { ...last, to };
    else parts.push({ from, to, reason });
    from = to;
  };
  for (const row of [...ledger].sort((a, b) => a.from - b.from)) {
    if (row.to <= from || row.from >= gap.to) continue;
    push(row.from, 'not-asked');
    push(Math.min(row.to, gap.to), reasonOf(row));
  }
  push(gap.to, 'not-asked');
  return parts;
}

const reasonOf = ({ state, why }: CoverageRow): GapReason =>
  state === 'settled' ? 'empty' : why === 'offline' ? 'offline' : 'provisional';
