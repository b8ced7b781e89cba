/** Sounds chosen for an action: some by name, or all that match, however many. Pure. */
import type { SoundFilter } from '../../../electron/contract/index';

export type Choice = { readonly kind: 'some'; readonly ids: ReadonlySet<string> } | { readonly kind: 'all' };
export const NONE: Choice = { kind: 'some', ids: new Set() };
export const ALL: Choice = { kind: 'all' };

/** As many as a job takes by name, and as can be marked at once. */
export const MOST_BY_NAME = 10_000;

export const isChosen = (choice: Choice, id: string): boolean => choice.kind === 'all' || choice.ids.has(id);
export const chosenCount = (choice: Choice, total: number): number =>
  choice.kind === 'all' ? total : choice.ids.size;

/** Those named are chosen, or no longer chosen. */
export function choose(choice: Choice, ids: readonly string[], on: boolean): Choice {
  const next = new Set(choice.kind === 'all' ? [] : choice.ids);
  for (const id of ids)
    if (on) next.add(id);
    else next.delete(id);
  return { kind: 'some', ids: next };
}
/** The filter that finds what is chosen of what another filter finds; all of it when nothing is chosen. */
export function filterOf(choice: Choice, filter: SoundFilter): SoundFilter {
  return choice.kind === 'all' || choice.ids.size === 0 ? filter : { ids: [...choice.ids] };
}
