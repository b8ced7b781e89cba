/** What may wait until what one came for stands on the screen. */

/**
 * False until the first picture with what `ready` tells of was drawn, and true from then on. Must be called while a
 * component is set up.
 */
export function afterPaint(ready: () => boolean): { readonly is: boolean } {
  let is = $state(false);
  $effect(() => {
    if (is || !ready()) return;
    // A frame's callbacks come before its picture: those of the next one, once the first was handed over to be shown.
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(() => (is = true))));
    return () => cancelAnimationFrame(frame);
  });
  return {
    get is() {
      return is;
    },
  };
}
