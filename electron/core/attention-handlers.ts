/** The part of the contract in `contract/attention.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { attentionCalls } from '../contract/attention';
import type { HandlerDeps } from './handlers';

export function createAttentionHandlers(_deps: HandlerDeps): Pick<Handlers, keyof typeof attentionCalls> {
  return {};
}
