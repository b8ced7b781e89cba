/** Which spectra there are, which are kept, and which were asked for. */
import type { Span } from '../../contract/model';
import type { HeldSpectra, SpectrumVariant } from '../../contract/spectra';
import { dataset, DAY_MS } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import { whyNotAsked } from '../sync/eligible';
import { deniedScopes } from '../sync/facts';
import { keptOf } from '../sync/keep';
import { isAnswer } from '../sync/plan';
import { lengthMs, union } from '../sync/spans';
import { datasetOf, stepsAmong, variantIds, type HeldStep } from './spectra-about';
import { spectrumRows } from './spectra-rows';

const SOURCES = ['history', 'measurements'] as const;
const BAND_SETS = ['Octave', 'Third'] as const;
const WEIGHTINGS = ['Z', 'A', 'C'] as const;

/** Each source, band set and weighting. */
export function heldSpectra(archive: Archive, instrument: string): readonly HeldSpectra[] {
  const listed = archive.instruments.get(instrument);
  const kept = keptOf(archive.keep.list());
  const ledger = archive.coverage.list({ instruments: [instrument] });
  const denied = deniedScopes(ledger);
  const extents = archive.series.extents('frequencyhistory', instrument);
  return allVariants().map((variant) => {
    const id = datasetOf(variant);
    const ids = variantIds(variant);
    const answers = ledger.filter((row) => row.dataset === id && ids.includes(row.params) && isAnswer(row));
    const why = listed && whyNotAsked(dataset(id), listed, denied);
    return {
      variant,
      ...(variant.source === 'history'
        ? samplesHeld(stepsAmong(extents, variant))
        : measurementsHeld(archive, { instrument, variant }, answers)),
      keptDays: Math.max(...ids.map((each) => kept(instrument, id, each).days)),
      skipped: why,
      askedAt: answers.length === 0 ? undefined : Math.max(...answers.map(({ askedAt }) => askedAt)),
    };
  });
}

const allVariants = (): readonly SpectrumVariant[] =>
  SOURCES.flatMap((source) =>
    BAND_SETS.flatMap((bands) => WEIGHTINGS.map((weighting) => ({ source, bands, weighting }))),
  );

type About = { readonly instrument: string; readonly variant: SpectrumVariant };
type Held = Pick<HeldSpectra, 'extent' | 'stepsMs'>;
const NOTHING: Held = { extent: undefined, stepsMs: [] };

function samplesHeld(steps: readonly HeldStep[]): Held {
  if (steps.length === 0) return NOTHING;
  return { extent: around(steps.map(({ extent }) => extent)), stepsMs: steps.map(({ stepMs }) => stepMs) };
}

/** Records lie only where MyCirrus answered. The first is sought from the front, the last from the back. */
function measurementsHeld(archive: Archive, about: About, answers: readonly CoverageRow[]): Held {
  if (answers.length === 0) return NOTHING;
  const asked = around(union(answers));
  const first = seek(archive, about, asked, 'first');
  const last = first && seek(archive, about, asked, 'last');
  if (first === undefined || last === undefined) return NOTHING;
  return { extent: { from: first.from, to: last.to }, stepsMs: [lengthMs(last)] };
}

function seek(archive: Archive, about: About, within: Span, which: 'first' | 'last'): Span | undefined {
  for (let reachMs = DAY_MS; ; reachMs *= 2) {
    const span =
      which === 'first'
        ? { from: within.from, to: Math.min(within.to, within.from + reachMs) }
        : { from: Math.max(within.from, within.to - reachMs), to: within.to };
    const found = [...spectrumRows(archive, about, span)].flat().at(which === 'first' ? 0 : -1);
    if (found !== undefined || lengthMs(span) === lengthMs(within)) return found;
  }
}

const around = (spans: readonly Span[]): Span => ({
  from: Math.min(...spans.map(({ from }) => from)),
  to: Math.max(...spans.map(({ to }) => to)),
});
