/** The part of the contract in `contract/attention.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { attentionCalls } from '../contract/attention';
import { listAttention } from './attention/list';
import { createFactsMemo, type FactsMemo } from './attention/memo';
import type { Archive } from './db/archive';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';

export function createAttentionHandlers({
  open,
  clock,
  onChange,
}: HandlerDeps): Pick<Handlers, keyof typeof attentionCalls> {
  /** Of the archive that is open; another account's instruments are others. */
  let memo: { readonly of: Archive; readonly facts: FactsMemo } | undefined;
  onChange((change) => memo?.facts.forget(change));
  return {
    'attention.list'(_input, signal) {
      const { archive } = open();
      if (memo?.of !== archive) memo = { of: archive, facts: createFactsMemo() };
      return listAttention({ archive, now: clock.now(), memo: memo.facts, pace: createPace(signal) });
    },
  };
}
