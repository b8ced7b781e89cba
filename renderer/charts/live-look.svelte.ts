/** What is painted on canvases, which inherit no colours: it follows those of the page. */
import type { Attachment } from 'svelte/attachments';
import { readLook, watchLook } from './look';
import type { Look } from './options';

/** Rises whenever the page's colours change. Must be called while a component or an attachment is set up. */
export function restyles(): () => number {
  let turn = $state(0);
  $effect(() => watchLook(() => (turn += 1)));
  return () => turn;
}

/** Paints a canvas, and again whenever something that `paint` reads or the page's colours change. */
export function painted(
  paint: (canvas: HTMLCanvasElement, look: Look) => void,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const turn = restyles();
    const look = $derived.by(() => {
      turn();
      return readLook(canvas);
    });
    $effect(() => paint(canvas, look));
  };
}
