/** The style tokens as they are at an element, read anew whenever the page's colours change. */
import { readLook, watchLook } from './look';
import type { Look } from './options';

/** Undefined until the element is there. Must be called while a component is set up. */
export function lookAt(node: () => Element | undefined): { readonly value: Look | undefined } {
  let look = $state.raw<Look | undefined>();
  $effect(() => {
    const at = node();
    if (at === undefined) return;
    look = readLook(at);
    return watchLook(() => (look = readLook(at)));
  });
  return {
    get value() {
      return look;
    },
  };
}
