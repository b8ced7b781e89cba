/** Spectra of a moment and of a span. What is summed is energy; what is missing is left out and told. */
import type { Span } from '../../contract/model';
import type { Spectrum } from '../../contract/spectra';
import { bandsOf, broadbandOf } from '../acoustics/bands';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { lengthMs } from '../sync/spans';
import { channelsOf, emptyLevels, heldSteps, type SpectraAbout } from './spectra-about';
import type { MeasuredSpectra } from './spectra-measured';
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
  return spectrumOf(
    archive,
    about,
    { ...facts, reach: facts.span },
    { mean: levels, min: levels, max: levels, valid },
  );
}

/** What spectra are read from, and in which pace. */
export interface SpectraDeps {
  readonly archive: Archive;
  readonly measured: MeasuredSpectra;
  readonly pace: Pace;
}
/** Of the samples that begin in the span, or of the measurements that lie wholly in it. */
export const spectrumOver = (deps: SpectraDeps, about: SpectraAbout, span: Span): Promise<Spectrum> =>
  about.variant.source === 'measurements'
    ? periodsOver(deps, about, span)
    : samplesOver(deps.archive, about, span, deps.pace);

/** Of the samples that begin in the span, whatever the variant's source. */
export async function samplesOver(
  archive: Archive,
  about: SpectraAbout,
  span: Span,
  pace: Pace,
): Promise<Spectrum> {
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
  const reach = reachOf(
    held.map(({ extent }) => extent),
    span,
  );
  const facts = { span, reach, stepsMs: held.map(({ stepMs }) => stepMs), periods: undefined };
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

async function periodsOver(
  { archive, measured, pace }: SpectraDeps,
  about: SpectraAbout,
  span: Span,
): Promise<Spectrum> {
  const sums = createSums(emptyLevels(about.variant).length);
  const lengths = new Set<number>();
  const met: Span[] = [];
  for (const week of await measured.of(archive, about, span, pace)) {
    await pace.breathe();
    for (let i = 0; i < week.from.length; i++) {
      const [from, to] = [week.from[i] as number, week.to[i] as number];
      if (from < span.from || to > span.to) continue;
      met.push({ from, to });
      lengths.add(to - from);
      sums.add(week.levels, i, to - from);
    }
  }
  const stepsMs = [...lengths].sort((a, b) => a - b);
  const facts = { span, reach: reachOf(met, span), stepsMs, periods: met.length };
  return spectrumOf(archive, about, facts, sums.levels(lengthMs(span)));
}

interface Sums {
  /** Takes in the period at `at`, of so many ms. */
  add(levels: Float64Array, at: number, durationMs: number): void;
  levels(spanMs: number): Levels;
}
function createSums(bands: number): Sums {
  const [energy, heldMs] = [new Float64Array(bands), new Float64Array(bands)];
  const [min, max] = [new Float64Array(bands).fill(Infinity), new Float64Array(bands).fill(-Infinity)];
  const orNone = (extreme: Float64Array): Float64Array =>
    extreme.map((level) => (Number.isFinite(level) ? level : NaN));
  return {
    add(levels, at, durationMs) {
      for (let band = 0; band < bands; band++) {
        const level = levels[at * bands + band] as number;
        if (Number.isNaN(level)) continue;
        energy[band] = (energy[band] as number) + durationMs * 10 ** (level / 10);
        heldMs[band] = (heldMs[band] as number) + durationMs;
        if (level < (min[band] as number)) min[band] = level;
        if (level > (max[band] as number)) max[band] = level;
      }
    },
    levels: (spanMs) => ({
      mean: energy.map((sum, band) => 10 * Math.log10(sum / (heldMs[band] as number))),
      ...{ min: orNone(min), max: orNone(max) },
      valid: heldMs.map((ms) => Math.min(1, ms / spanMs)),
    }),
  };
}

/** From the first beginning to the last end, as far as that lies in the span; all of it where there is none. */
function reachOf(held: readonly Span[], span: Span): Span {
  let [from, to] = [Infinity, -Infinity];
  for (const each of held) [from, to] = [Math.min(from, each.from), Math.max(to, each.to)];
  return from < to ? { from: Math.max(from, span.from), to: Math.min(to, span.to) } : span;
}

interface SpectrumFacts extends Pick<Spectrum, 'span' | 'stepsMs' | 'periods'> {
  /** The part of the span that bands are held of, without what is missing in between. */
  readonly reach: Span;
}
function spectrumOf(
  archive: Archive,
  { instrument, variant }: SpectraAbout,
  { reach, ...facts }: SpectrumFacts,
  levels: Levels,
): Spectrum {
  const laeq = archive.series.total('timehistory', instrument, 'LAeq', reach);
  return {
    ...facts,
    bands: bandsOf(variant.bands),
    ...levels,
    broadband: broadbandOf(levels.mean),
    laeq: {
      level: laeq?.mean ?? NaN,
      valid: Math.min(1, (laeq?.heldMs ?? 0) / lengthMs(reach)),
    },
  };
}
