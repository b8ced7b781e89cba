/** What the mouse does to a plot: a drag marks a span, with Shift it selects, the middle button moves, the wheel zooms. */
import type uPlot from 'uplot';
import type { Span } from '../../electron/contract/index';
import { dragToPan, turnWheel, type Moved } from './drag';
import { clampSpan } from './zoom';

/** The chart as gestures see it; read anew at each gesture. */
export interface Gestures extends Moved {
  readonly onreset: () => void;
  /** Undefined where nothing can be selected: then Shift moves the span as well. */
  readonly onselect: (() => ((span: Span) => void) | undefined) | undefined;
  /** A drag selects also without Shift. */
  readonly selecting: () => boolean;
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
      if (event.button === 1 || (event.button === 0 && event.shiftKey && !canSelect))
        dragToPan(event, u.over.clientWidth, gestures);
      else mark(event);
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

/** The wheel over a plot. */
export const turnPlot = (u: uPlot, event: WheelEvent, gestures: Gestures): void =>
  turnWheel(event, () => u.posToVal(event.clientX - u.over.getBoundingClientRect().left, 'x'), gestures);
