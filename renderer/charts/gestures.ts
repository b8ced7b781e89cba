/** What the mouse does to a chart's span: a drag marks it, with Shift it selects, the middle button moves, the wheel zooms. */
import type uPlot from 'uplot';
import type { Span } from '../../electron/contract/index';
import { clampSpan, panBy, zoomAt } from './zoom';

/** The chart as gestures see it; read anew at each gesture. */
export interface Gestures {
  readonly span: () => Span;
  readonly limits: () => Span;
  readonly onspan: (span: Span) => void;
  readonly onreset: () => void;
  /** Undefined where nothing can be selected: then Shift moves the span as well. */
  readonly onselect: (() => ((span: Span) => void) | undefined) | undefined;
  /** A drag selects also without Shift. */
  readonly selecting: () => boolean;
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

export interface MouseGestures {
  readonly cursor: uPlot.Cursor;
  /** To be called when a drag ends: zooms to what was marked, or selects it. */
  readonly marked: (u: uPlot) => void;
}
/** The gestures of one plot. A double click goes back to all of it. */
export function mouseGestures(gestures: Gestures): MouseGestures {
  let selects = false;
  const mousedown =
    (u: uPlot, _target: HTMLElement, mark: (event: MouseEvent) => null) => (event: MouseEvent) => {
      const canSelect = gestures.onselect?.() !== undefined;
      selects = canSelect && (event.shiftKey || gestures.selecting());
      if (event.button === 1 || (event.button === 0 && event.shiftKey && !canSelect)) {
        event.preventDefault();
        dragToPan(u, event, gestures);
      } else mark(event);
      return null;
    };
  const dblclick = () => () => {
    gestures.onreset();
    return null;
  };
  return {
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 4 },
      points: { size: 7 },
      bind: { mousedown, dblclick },
    },
    marked: (u) => useMark(u, gestures, selects),
  };
}

function useMark(u: uPlot, { limits, onspan, onselect }: Gestures, selects: boolean): void {
  const { left, width } = u.select;
  if (width < 3) return;
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  const span = { from: Math.round(u.posToVal(left, 'x')), to: Math.round(u.posToVal(left + width, 'x')) };
  if (selects) onselect?.()?.(span);
  else onspan(clampSpan(span, limits()));
}

const WHEEL_SHARE = 1 / 1_000;
/** Zooms around the pointer; a wheel that turns sideways, or with Shift, moves the span. */
export function turnWheel(u: uPlot, event: WheelEvent, { span, limits, onspan }: Gestures): void {
  event.preventDefault();
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
    onspan(panBy(span(), sideways * WHEEL_SHARE, limits()));
    return;
  }
  const at = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, 'x');
  onspan(zoomAt(span(), at, Math.exp(event.deltaY * 0.0015), limits()));
}
