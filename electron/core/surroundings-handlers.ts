/** The part of the contract in `contract/surroundings.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { surroundingsCalls } from '../contract/surroundings';
import type { HandlerDeps } from './handlers';

export function createSurroundingsHandlers(
  _deps: HandlerDeps,
): Pick<Handlers, keyof typeof surroundingsCalls> {
  return {};
}
