/** What the mouse does to the span of any chart: the middle button drags it along, the wheel zooms. */
import type { Span } from '../../electron/contract/index';
import { clampSpan, panBy, zoomAt } from './zoom';

/** A span that can be moved; read anew at each gesture. */
export interface Moved {
  readonly span: () => Span;
  readonly limits: () => Span;
  readonly onspan: (span: Span) => void;
}

/** Until the button is let go, wherever the pointer is. */
export function follow(move: (event: MouseEvent) => void, done?: (event: MouseEvent) => void): void {
  const stop = (event: MouseEvent): void => {
    removeEventListener('mousemove', move);
    removeEventListener('mouseup', stop);
    done?.(event);
  };
  addEventListener('mousemove', move);
  addEventListener('mouseup', stop);
}

/**
 * Moves the span along with the mouse until its button is let go.
 * @param widthPx of the plot, CSS pixels
 */
export function dragToPan(start: MouseEvent, widthPx: number, { span, limits, onspan }: Moved): void {
  start.preventDefault();
  const first = span();
  const perPixel = (first.to - first.from) / Math.max(1, widthPx);
  follow((event) => {
    const by = (start.clientX - event.clientX) * perPixel;
    onspan(clampSpan({ from: first.from + by, to: first.to + by }, limits()));
  });
}

const WHEEL_SHARE = 1 / 1_000;
const WHEEL_ZOOM = 0.0015;
/**
 * Zooms around the pointer; a wheel that turns sideways, or with Shift, moves the span.
 * @param at the moment under the pointer, epoch ms
 */
export function turnWheel(event: WheelEvent, at: () => number, { span, limits, onspan }: Moved): void {
  event.preventDefault();
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey)
    onspan(panBy(span(), sideways * WHEEL_SHARE, limits()));
  else onspan(zoomAt(span(), at(), Math.exp(event.deltaY * WHEEL_ZOOM), limits()));
}
