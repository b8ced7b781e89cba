/** The part of the contract in `contract/spectra.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { spectraCalls } from '../contract/spectra';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { spectrumAt, spectrumOver } from './queries/spectra';
import { heldSpectra } from './queries/spectra-held';
import { spectrumImage } from './queries/spectra-image';
import { createMeasuredSpectra } from './queries/spectra-measured';

export function createSpectraHandlers({
  open,
  onChange,
}: HandlerDeps): Pick<Handlers, keyof typeof spectraCalls> {
  const measured = createMeasuredSpectra(onChange);
  const deps = (signal: AbortSignal) => ({ archive: open().archive, measured, pace: createPace(signal) });
  return {
    'spectra.held': ({ instrument }) => heldSpectra(open().archive, instrument),
    'spectra.at': ({ time, ...about }, signal) => spectrumAt(open().archive, about, time, createPace(signal)),
    'spectra.over': ({ span, ...about }, signal) => spectrumOver(deps(signal), about, span),
    'spectra.image': (input, signal) => spectrumImage(deps(signal), input),
  };
}
