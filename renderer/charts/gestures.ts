/** What the mouse does to a chart's span: shift-drag moves it, a drag marks it, the wheel zooms it. */
import type uPlot from 'uplot';
import type { Span } from '../../electron/contract/index';
import { clampSpan, zoomAt } from './zoom';

/** The chart as gestures see it; read anew at each gesture. */
export interface Gestures {
  readonly span: () => Span;
  readonly limits: () => Span;
  readonly onspan: (span: Span) => void;
  readonly onreset: () => void;
}

/** Moves the span along with the mouse until its button is let go. */
function dragToPan(u: uPlot, start: MouseEvent, { span, limits, onspan }: Gestures): void {
  const [first, startX] = [span(), start.clientX];
  const perPixel = (first.to - first.from) / Math.max(1, u.over.clientWidth);
  const move = (event: MouseEvent) => {
    const by = (startX - event.clientX) * perPixel;
    onspan(clampSpan({ from: first.from + by, to: first.to + by }, limits()));
  };
  const stop = () => {
    removeEventListener('mousemove', move);
    removeEventListener('mouseup', stop);
  };
  addEventListener('mousemove', move);
  addEventListener('mouseup', stop);
}

/** The cursor's options: dragging marks a span, with Shift it moves, a double click goes back. */
export const cursorOptions = (gestures: Gestures): uPlot.Cursor => ({
  y: false,
  drag: { x: true, y: false, setScale: false, dist: 4 },
  points: { size: 7 },
  bind: {
    mousedown: (u, _target, handler) => (event) => {
      if (event.button === 0 && event.shiftKey) dragToPan(u, event, gestures);
      else handler(event);
      return null;
    },
    dblclick: () => () => {
      gestures.onreset();
      return null;
    },
  },
});

/** Zooms to what was marked. */
export function zoomToMark(u: uPlot, { limits, onspan }: Gestures): void {
  const { left, width } = u.select;
  if (width < 3) return;
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  onspan(clampSpan({ from: u.posToVal(left, 'x'), to: u.posToVal(left + width, 'x') }, limits()));
}

/** Zooms around the pointer. Wheels that turn sideways are left to the page. */
export function zoomByWheel(u: uPlot, event: WheelEvent, { span, limits, onspan }: Gestures): void {
  if (Math.abs(event.deltaY) < Math.abs(event.deltaX)) return;
  event.preventDefault();
  const at = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, 'x');
  onspan(zoomAt(span(), at, Math.exp(event.deltaY * 0.0015), limits()));
}
