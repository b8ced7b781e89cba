/** Spectra of a moment and of a span. What is summed is energy; what is missing is left out and told. */
import type { Span } from '../../contract/model';
import type { Spectrum } from '../../contract/spectra';
import { bandsOf, broadbandOf } from '../acoustics/bands';
import { energyMean } from '../acoustics/levels';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { lengthMs } from '../sync/spans';
import { channelsOf, emptyLevels, heldSteps, type SpectraAbout } from './spectra-about';
import { spectrumRows, type SpectrumRow } from './spectra-rows';

type Levels = Pick<Spectrum, 'mean' | 'min' | 'max' | 'valid'>;

/** The sample or the measurement that `time` lies in; where samples of several lengths do, the shortest. */
export async function spectrumAt(
  archive: Archive,
  about: SpectraAbout,
  time: number,
  pace: Pace,
): Promise<Spectrum | undefined> {
  const found =
    about.variant.source === 'history'
      ? await sampleAt(archive, about, time, pace)
      : rowAt(archive, about, time);
  if (found === undefined) return undefined;
  const { from, to, levels } = found;
  const valid = levels.map((level) => (Number.isNaN(level) ? 0 : 1));
  const periods = about.variant.source === 'measurements' ? 1 : undefined;
  const facts = { span: { from, to }, stepsMs: [to - from], periods };
  return spectrumOf(archive, about, facts, { mean: levels, min: levels, max: levels, valid });
}

/** Of the samples that begin in the span, or of the measurements that lie wholly in it. */
export async function spectrumOver(
  archive: Archive,
  about: SpectraAbout,
  span: Span,
  pace: Pace,
): Promise<Spectrum> {
  if (about.variant.source === 'measurements') return rowsOver(archive, about, span, pace);
  const held = heldSteps(archive, about).filter(
    ({ extent }) => extent.from < span.to && span.from < extent.to,
  );
  const [mean, min, max] = [0, 1, 2].map(() => emptyLevels(about.variant)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const valid = new Float64Array(mean.length);
  for (const [i, channel] of channelsOf(about.variant).entries()) {
    await pace.breathe();
    const total = archive.series.total('frequencyhistory', about.instrument, channel, span);
    if (total === undefined) continue;
    [mean[i], min[i], max[i]] = [total.mean, total.min, total.max];
    valid[i] = Math.min(1, total.heldMs / lengthMs(span));
  }
  const facts = { span, stepsMs: held.map(({ stepMs }) => stepMs), periods: undefined };
  return spectrumOf(archive, about, facts, { mean, min, max, valid });
}

async function sampleAt(
  archive: Archive,
  about: SpectraAbout,
  time: number,
  pace: Pace,
): Promise<SpectrumRow | undefined> {
  for (const { stepMs, extent } of heldSteps(archive, about)) {
    if (time < extent.from || time >= extent.to) continue;
    const from = Math.floor(time / stepMs) * stepMs;
    const span = { from, to: from + stepMs };
    const levels = emptyLevels(about.variant);
    for (const [i, channel] of channelsOf(about.variant).entries()) {
      await pace.breathe();
      const [level = NaN] = archive.series.read('frequencyhistory', about.instrument, channel, stepMs, span);
      levels[i] = level;
    }
    if (!levels.every(Number.isNaN)) return { ...span, levels };
  }
  return undefined;
}

/** The one that began last, where measurements overlap. */
function rowAt(archive: Archive, about: SpectraAbout, time: number): SpectrumRow | undefined {
  return [...spectrumRows(archive, about, { from: time, to: time + 1 })].flat().at(-1);
}

async function rowsOver(archive: Archive, about: SpectraAbout, span: Span, pace: Pace): Promise<Spectrum> {
  const rows: SpectrumRow[] = [];
  for (const page of spectrumRows(archive, about, span)) {
    await pace.breathe();
    rows.push(...page.filter(({ from, to }) => from >= span.from && to <= span.to));
  }
  const stepsMs = [...new Set(rows.map(lengthMs))].sort((a, b) => a - b);
  return spectrumOf(archive, about, { span, stepsMs, periods: rows.length }, levelsOf(rows, about, span));
}

function levelsOf(rows: readonly SpectrumRow[], { variant }: SpectraAbout, span: Span): Levels {
  const parts = [...emptyLevels(variant).keys()].map((band) =>
    rows
      .map((row) => ({ level: row.levels[band] ?? NaN, durationMs: lengthMs(row) }))
      .filter(({ level }) => !Number.isNaN(level)),
  );
  const extreme = (pick: 'min' | 'max', band: (typeof parts)[number]): number =>
    band.length === 0
      ? NaN
      : band.reduce((best, { level }) => Math[pick](best, level), band[0]?.level ?? NaN);
  const held = (band: (typeof parts)[number]): number =>
    band.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    mean: Float64Array.from(parts, energyMean),
    min: Float64Array.from(parts, (band) => extreme('min', band)),
    max: Float64Array.from(parts, (band) => extreme('max', band)),
    valid: Float64Array.from(parts, (band) => Math.min(1, held(band) / lengthMs(span))),
  };
}

function spectrumOf(
  archive: Archive,
  { instrument, variant }: SpectraAbout,
  facts: Pick<Spectrum, 'span' | 'stepsMs' | 'periods'>,
  levels: Levels,
): Spectrum {
  const laeq = archive.series.total('timehistory', instrument, 'LAeq', facts.span);
  return {
    ...facts,
    bands: bandsOf(variant.bands),
    ...levels,
    broadband: broadbandOf(levels.mean),
    laeq: {
      level: laeq?.mean ?? NaN,
      valid: Math.min(1, (laeq?.heldMs ?? 0) / lengthMs(facts.span)),
    },
  };
}
