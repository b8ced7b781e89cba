/** What the pointer does above the pictures of a sound: it reads, seeks, and with Shift marks a stretch. */
import { hzAt } from './analysis';
import { stretchBetween } from './loop';
import type { Review } from './review.svelte';

export interface Pointed {
  /** 0 at the beginning of the sound, 1 at its end. */
  readonly share: number;
  /** Undefined: not over the spectrogram. */
  readonly hz: number | undefined;
}
type Above = PointerEvent & { readonly currentTarget: HTMLElement };
export interface Pointing {
  readonly at: Pointed | undefined;
  readonly onpointerdown: (event: Above) => void;
  readonly onpointermove: (event: Above) => void;
  readonly onpointerup: () => void;
  readonly onpointercancel: () => void;
  readonly onpointerleave: () => void;
}

function shareAt(event: Above): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
}
function frequencyAt(event: Above, topHz: number | undefined): number | undefined {
  const area = event.currentTarget.querySelector('.spectrum')?.getBoundingClientRect();
  if (area === undefined || topHz === undefined) return undefined;
  const share = 1 - (event.clientY - area.top) / Math.max(1, area.height);
  return share < 0 || share > 1 ? undefined : hzAt(share, topHz);
}
/** Those stand where there is no picture; to capture the pointer would be to take their click. */
const isOnButton = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('button') !== null;

/** @param topHz of the spectrogram; undefined: there is none */
export function createPointing({
  review,
  topHz,
}: {
  readonly review: () => Pick<Review, 'length' | 'listening'>;
  readonly topHz: () => number | undefined;
}): Pointing {
  let at = $state.raw<Pointed | undefined>();
  let drag: { readonly from: number; readonly marks: boolean } | undefined;
  const stop = (): void => {
    drag = undefined;
  };
  return {
    get at() {
      return at;
    },
    onpointerdown(event) {
      if (event.button !== 0 || isOnButton(event)) return;
      const { length, listening } = review();
      event.currentTarget.setPointerCapture(event.pointerId);
      const from = shareAt(event) * length;
      drag = { from, marks: event.shiftKey };
      if (!event.shiftKey) listening.seek(from);
    },
    onpointermove(event) {
      const { length, listening } = review();
      const share = shareAt(event);
      at = { share, hz: frequencyAt(event, topHz()) };
      if (drag?.marks === true) listening.marked = stretchBetween(drag.from, share * length, length);
      else if (drag !== undefined) listening.seek(share * length);
    },
    onpointerup: stop,
    onpointercancel: stop,
    onpointerleave: () => (at = undefined),
  };
}
