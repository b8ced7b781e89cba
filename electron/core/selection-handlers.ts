/** The part of the contract in `contract/selection.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { selectionCalls } from '../contract/selection';
import type { HandlerDeps } from './handlers';

export function createSelectionHandlers(_deps: HandlerDeps): Pick<Handlers, keyof typeof selectionCalls> {
  return {};
}
