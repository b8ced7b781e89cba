/** Where one way of measuring spectra is stored. Pure. */
import type { Span } from '../../contract/model';
import type { SpectrumVariant } from '../../contract/spectra';
import { bandsOf, bandIndex } from '../acoustics/bands';
import { bandChannel, BANDS } from '../dataset-list';
import { dataset } from '../datasets';
import type { Archive } from '../db/archive';

export interface SpectraAbout {
  readonly instrument: string;
  readonly variant: SpectrumVariant;
}

export const datasetOf = ({ source }: SpectrumVariant): 'frequencyhistory' | 'frequency' =>
  source === 'history' ? 'frequencyhistory' : 'frequency';

/** The ways of asking that bring these spectra: samples come in several lengths. */
export const variantIds = (variant: SpectrumVariant): readonly string[] =>
  dataset(datasetOf(variant))
    .variants.filter(({ ask }) => ask['bands'] === variant.bands && ask['weighting'] === variant.weighting)
    .map(({ id }) => id);

/** Names of the series, lowest band first. */
export const channelsOf = ({ bands, weighting }: SpectrumVariant): readonly string[] =>
  [...BANDS[bands]]
    .sort((a, b) => (bandIndex(bands, a) ?? 0) - (bandIndex(bands, b) ?? 0))
    .map((name) => bandChannel(bands, weighting, name));

export const emptyLevels = ({ bands }: Pick<SpectrumVariant, 'bands'>): Float64Array =>
  new Float64Array(bandsOf(bands).length).fill(NaN);

export interface HeldStep {
  readonly stepMs: number;
  readonly extent: Span;
}
export const heldSteps = (archive: Archive, { instrument, variant }: SpectraAbout): readonly HeldStep[] =>
  stepsAmong(archive.series.extents('frequencyhistory', instrument), variant);

/** Lengths of the samples held, shortest first, and from when to when. */
export function stepsAmong(
  extents: ReturnType<Archive['series']['extents']>,
  variant: SpectrumVariant,
): readonly HeldStep[] {
  const channels = new Set(channelsOf(variant));
  const byStep = new Map<number, Span>();
  for (const { channel, stepMs, extent } of extents) {
    if (!channels.has(channel)) continue;
    const { from, to } = byStep.get(stepMs) ?? extent;
    byStep.set(stepMs, { from: Math.min(from, extent.from), to: Math.max(to, extent.to) });
  }
  return [...byStep].map(([stepMs, extent]) => ({ stepMs, extent })).sort((a, b) => a.stepMs - b.stepMs);
}
