/** The part of the contract in `contract/passport.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { passportCalls } from '../contract/passport';
import type { HandlerDeps } from './handlers';

export function createPassportHandlers(_deps: HandlerDeps): Pick<Handlers, keyof typeof passportCalls> {
  return {};
}
