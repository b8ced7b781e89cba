/** Levels for a chart: the stored buckets, and why the empty ones are empty. */
import type { Gap, LevelSeries, Span } from '../../contract/model';
import { dataset } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import { lengthMs } from '../sync/spans';
import { explainGap, LONGEST_CHECK_MS, strongest } from './gaps';
import { readChecks } from './self-checks';

type SampledLevels = 'timehistory' | 'frequencyhistory';

export function queryLevels(
  archive: Archive,
  input: {
    /** Absent: the time history. */
    readonly dataset?: SampledLevels | undefined;
    readonly instrument: string;
    readonly channels: readonly string[];
    readonly span: Span;
    readonly maxPoints: number;
  },
): LevelSeries {
  const { dataset: id = 'timehistory', instrument, channels, span, maxPoints } = input;
  const series = archive.series.query(id, instrument, channels, span, maxPoints);
  const empty = emptyStretches(series, span);
  const ledger = empty.length === 0 ? [] : ledgerOf(archive, id, instrument, channels, span);
  const checks = empty.some((gap) => lengthMs(gap) <= LONGEST_CHECK_MS)
    ? readChecks(archive, instrument, span)
    : [];
  return { ...series, gaps: empty.flatMap((gap) => gapsIn(gap, ledger, checks)) };
}

/** What was asked about any of the channels, in whatever way. */
function ledgerOf(
  archive: Archive,
  id: SampledLevels,
  instrument: string,
  channels: readonly string[],
  span: Span,
): readonly CoverageRow[] {
  const variants = dataset(id)
    .variants.filter((variant) => variant.channels?.some(({ name }) => channels.includes(name)))
    .map(({ id }) => id);
  const rows = archive.coverage.list({ datasets: [id], instruments: [instrument], span });
  return strongest(rows.filter(({ params }) => variants.includes(params)));
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

function gapsIn(gap: Span, ledger: readonly CoverageRow[], checks: readonly Span[]): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { from, to, reason } of explainGap(gap, ledger, checks)) {
    const last = gaps.at(-1);
    if (last?.reason === reason) gaps[gaps.length - 1] = { ...last, to };
    else gaps.push({ from, to, reason });
  }
  return gaps;
}
