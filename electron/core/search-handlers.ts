/** The part of the contract in `contract/search.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { searchCalls } from '../contract/search';
import type { HandlerDeps } from './handlers';

export function createSearchHandlers(_deps: HandlerDeps): Pick<Handlers, keyof typeof searchCalls> {
  return {};
}
