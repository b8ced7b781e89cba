/** The part of the contract in `contract/spectra.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { spectraCalls } from '../contract/spectra';
import type { HandlerDeps } from './handlers';

export function createSpectraHandlers(_deps: HandlerDeps): Pick<Handlers, keyof typeof spectraCalls> {
  return {};
}
