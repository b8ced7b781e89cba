/** A value once it has come to rest, for what is not asked at every keystroke. */
import { untrack } from 'svelte';

/** The first value holds at once. Belongs into a component. */
export function settled<T>(read: () => T, restMs: number): { readonly value: T } {
  let value = $state.raw(untrack(read));
  $effect(() => {
    const next = read();
    const timer = setTimeout(() => (value = next), restMs);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
