/** A picture of spectra over time: energy means per band and column, and why the empty columns are empty. */
import type { Gap, LevelSeries, Span } from '../../contract/model';
import type { SpectrumImage } from '../../contract/spectra';
import { bandsOf } from '../acoustics/bands';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { lengthMs } from '../sync/spans';
import type { SpectraDeps } from './spectra';
import { explainGap, LONGEST_CHECK_MS, strongest } from './gaps';
import { readChecks } from './self-checks';
import { channelsOf, datasetOf, heldSteps, variantIds, type SpectraAbout } from './spectra-about';
import type { Periods } from './spectra-measured';

interface Input extends SpectraAbout {
  readonly span: Span;
  /** At most that many. */
  readonly columns: number;
}
type Picture = Omit<SpectrumImage, 'gaps' | 'bands'>;

export async function spectrumImage(deps: SpectraDeps, input: Input): Promise<SpectrumImage> {
  const picture =
    input.variant.source === 'history'
      ? await pictureOfSamples(deps.archive, input, deps.pace)
      : await pictureOfPeriods(deps, input);
  const bands = bandsOf(input.variant.bands);
  return {
    ...picture,
    bands,
    gaps: gapsOf(deps.archive, input, emptyStretches(picture, bands.length, input.span)),
  };
}

async function pictureOfSamples(archive: Archive, input: Input, pace: Pace): Promise<Picture> {
  const { instrument, variant, span, columns } = input;
  const channels = channelsOf(variant);
  const query = (names: readonly string[]): Omit<LevelSeries, 'gaps'> =>
    archive.series.query('frequencyhistory', instrument, names, span, columns);
  const answers: Omit<LevelSeries, 'gaps'>[] = [];
  for (const channel of channels) {
    await pace.breathe();
    answers.push(query([channel]));
  }
  const [first] = answers;
  const isOneGrid = answers.every(
    ({ bucketMs, time }) => bucketMs === first?.bucketMs && time[0] === first.time[0],
  );
  // Bands with samples of other lengths than the rest lie on one grid only when they are asked for together.
  const whole = isOneGrid ? answers : [query(channels)];
  const means = whole.flatMap((answer) => answer.channels.map(({ mean }) => mean));
  const count = whole[0]?.time.length ?? 0;
  const levels = new Float32Array(channels.length * count).fill(NaN);
  means.forEach((mean, band) => levels.set(mean, band * count));
  const held = heldSteps(archive, input).filter(
    ({ extent }) => extent.from < span.to && span.from < extent.to,
  );
  return {
    first: whole[0]?.time[0] ?? span.from,
    columnMs: whole[0]?.bucketMs ?? lengthMs(span),
    columns: count,
    stepsMs: held.map(({ stepMs }) => stepMs),
    levels,
  };
}

async function pictureOfPeriods({ archive, measured, pace }: SpectraDeps, input: Input): Promise<Picture> {
  const { span, columns } = input;
  const weeks = await measured.of(archive, input, span, pace);
  const lengths = new Set<number>();
  for (const { from, to } of weeks) from.forEach((start, i) => lengths.add((to[i] as number) - start));
  const stepsMs = [...lengths].sort((a, b) => a - b);
  const first = weeks.find(({ from }) => from.length > 0)?.from[0];
  const grid = gridOf(span, columns, { first, periodMs: stepsMs[0] });
  return { ...grid, stepsMs, levels: await meansOf(weeks, grid, bandsOf(input.variant.bands).length, pace) };
}

type Grid = Pick<SpectrumImage, 'first' | 'columnMs' | 'columns'>;

/** Columns of whole periods, beginning where periods begin: where a period fills a column, the column is that period. */
function gridOf(
  span: Span,
  columns: number,
  {
    first: start = 0,
    periodMs,
  }: { readonly first?: number | undefined; readonly periodMs?: number | undefined },
): Grid {
  // One less, because a grid with a beginning of its own may cut a column at either end.
  const leastMs = Math.max(1, Math.ceil(lengthMs(span) / (columns - 1)));
  const columnMs = periodMs === undefined ? leastMs : Math.ceil(leastMs / periodMs) * periodMs;
  const phase = start % columnMs;
  const first = Math.floor((span.from - phase) / columnMs) * columnMs + phase;
  return { first, columnMs, columns: Math.ceil((span.to - first) / columnMs) };
}

/** Each period counts in a column for as long as they overlap. */
async function meansOf(
  weeks: readonly Periods[],
  grid: Grid,
  bands: number,
  pace: Pace,
): Promise<Float32Array> {
  const sums = {
    energy: new Float64Array(bands * grid.columns),
    weight: new Float64Array(bands * grid.columns),
  };
  for (const week of weeks) {
    await pace.breathe();
    for (let i = 0; i < week.from.length; i++) addPeriod(week, i, grid, sums, bands);
  }
  return Float32Array.from(sums.energy, (sum, at) => 10 * Math.log10(sum / (sums.weight[at] as number)));
}

function addPeriod(
  { from: starts, to: ends, levels }: Periods,
  i: number,
  { first, columnMs, columns }: Grid,
  { energy, weight }: { readonly energy: Float64Array; readonly weight: Float64Array },
  bands: number,
): void {
  const [from, to] = [starts[i] as number, ends[i] as number];
  const last = Math.min(columns, Math.ceil((to - first) / columnMs));
  for (let column = Math.max(0, Math.floor((from - first) / columnMs)); column < last; column++) {
    const start = first + column * columnMs;
    const overlap = Math.min(to, start + columnMs) - Math.max(from, start);
    for (let band = 0; band < bands; band++) {
      const level = levels[i * bands + band] as number;
      if (Number.isNaN(level)) continue;
      const at = band * columns + column;
      energy[at] = (energy[at] as number) + overlap * 10 ** (level / 10);
      weight[at] = (weight[at] as number) + overlap;
    }
  }
}

/** Runs of columns without a level in any band, and what of the span lies outside all columns. */
function emptyStretches(
  { first, columnMs, columns, levels }: Picture,
  bands: number,
  span: Span,
): readonly Span[] {
  const isEmpty = (column: number): boolean => {
    for (let band = 0; band < bands; band++) if (!Number.isNaN(levels[band * columns + column])) return false;
    return true;
  };
  const gaps: Span[] = [];
  let from = span.from;
  for (let column = 0; column < columns; column++) {
    if (isEmpty(column)) continue;
    const at = first + column * columnMs;
    if (at > from) gaps.push({ from, to: at });
    from = Math.max(from, at + columnMs);
  }
  if (from < span.to) gaps.push({ from, to: span.to });
  return gaps;
}

function gapsOf(
  archive: Archive,
  { instrument, variant, span }: Input,
  empty: readonly Span[],
): readonly Gap[] {
  if (empty.length === 0) return [];
  const ids = variantIds(variant);
  const rows = archive.coverage.list({ datasets: [datasetOf(variant)], instruments: [instrument], span });
  const ledger = strongest(rows.filter(({ params }) => ids.includes(params)));
  const checks = empty.some((gap) => lengthMs(gap) <= LONGEST_CHECK_MS)
    ? readChecks(archive, instrument, span)
    : [];
  const gaps: Gap[] = [];
  for (const { from, to, reason } of empty.flatMap((gap) => explainGap(gap, ledger, checks))) {
    const last = gaps.at(-1);
    if (last?.reason === reason && last.to === from) gaps[gaps.length - 1] = { ...last, to };
    else gaps.push({ from, to, reason });
  }
  return gaps;
}
