/** The spectra of one event: what MyCirrus sent with it, and what the instrument's own band levels say of its time. */
import type { Band, SpectrumVariant } from '../../contract/spectra';
import type { EventSpectrum } from '../../contract/surroundings';
import { bandsOf } from '../acoustics/bands';
import type { Archive, StoredRecord } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { field, numbersIn } from './fields';
import { samplesOver } from './spectra';
import { stepsAmong } from './spectra-about';

const SENT = [
  { name: 'thirdOctave', bands: 'Third' },
  { name: 'octave', bands: 'Octave' },
] as const;
const VARIANTS: readonly SpectrumVariant[] = (['Third', 'Octave'] as const).flatMap((bands) =>
  (['Z', 'A', 'C'] as const).map((weighting) => ({ source: 'history', bands, weighting })),
);

export async function eventSpectra(
  archive: Archive,
  instrument: string,
  event: StoredRecord,
  pace: Pace,
): Promise<readonly EventSpectrum[]> {
  const measured: EventSpectrum[] = [];
  const { time, until = time } = event;
  const extents = until > time ? archive.series.extents('frequencyhistory', instrument) : [];
  for (const variant of VARIANTS) {
    const isNear = stepsAmong(extents, variant).some(({ extent }) => extent.from < until && time < extent.to);
    if (!isNear) continue;
    const over = await samplesOver(archive, { instrument, variant }, { from: time, to: until }, pace);
    const { bands, stepsMs, mean, min, max } = over;
    if (mean.every(Number.isNaN)) continue;
    const { weighting } = variant;
    measured.push({ source: 'timehistory', set: variant.bands, weighting, bands, stepsMs, mean, min, max });
  }
  return [...sentWith(event), ...measured];
}

/** Its numbers stand for bands only where there are as many of them as of bands. */
function sentWith({ data }: StoredRecord): readonly EventSpectrum[] {
  return SENT.flatMap(({ name, bands: set }) => {
    const sent = numbersIn(field(data, name));
    if (sent.length === 0) return [];
    const mean = Float64Array.from(sent, (value) => value ?? NaN);
    const unknown = new Float64Array(mean.length).fill(NaN);
    const facts = { source: 'event', set, weighting: undefined, stepsMs: [] } as const;
    return [{ ...facts, bands: namesFor(set, mean.length), mean, min: unknown, max: unknown }];
  });
}

function namesFor(set: SpectrumVariant['bands'], count: number): readonly Band[] {
  const known = bandsOf(set);
  if (known.length === count) return known;
  return Array.from({ length: count }, (_, i) => ({ name: `band ${String(i + 1)}`, centreHz: NaN }));
}
