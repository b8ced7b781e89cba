/** A value once it has come to rest, for what is not asked at every keystroke or turn of the wheel. */
import { untrack } from 'svelte';

/**
 * The first value that there is holds at once. Belongs into a component.
 * @param isGoal the value is where somebody wants to be, and no place on the way: it holds at once
 */
export function settled<T>(
  read: () => T,
  restMs: number,
  isGoal: () => boolean = () => false,
): { readonly value: T } {
  let value = $state.raw(untrack(read));
  $effect(() => {
    const next = read();
    if (isGoal() || untrack(() => value) === undefined) {
      value = next;
      return undefined;
    }
    const timer = setTimeout(() => (value = next), restMs);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
