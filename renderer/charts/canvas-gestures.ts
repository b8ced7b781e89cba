/** What the mouse does to a chart that is a plain canvas: as {@link mouseGestures} does to plots. */
import type { Span } from '../../electron/contract/index';
import { dragToPan, follow, turnWheel, type Moved } from './drag';
import { clampSpan } from './zoom';

/** The chart as gestures see it; read anew at each gesture. */
export interface CanvasChart extends Moved {
  /** Where the plot lies, CSS pixels from the left edge of the chart. */
  readonly plot: () => { readonly left: number; readonly width: number };
  /** The pointer, CSS pixels from the left edge of the chart. */
  readonly xOf: (event: MouseEvent) => number;
  /** A drag selects also without Shift. */
  readonly selecting: () => boolean;
  /** While a stretch is marked, CSS pixels; undefined when it is over. */
  readonly onmark: (mark: { readonly from: number; readonly to: number } | undefined) => void;
  readonly onselect: (span: Span) => void;
  /** Pressed and let go in one place. */
  readonly onclick: (time: number) => void;
}
/** Shorter drags are clicks. */
const LEAST_PX = 4;

const timeOf = (x: number, span: Span, { left, width }: ReturnType<CanvasChart['plot']>): number =>
  Math.round(span.from + Math.min(1, Math.max(0, (x - left) / width)) * (span.to - span.from));

/** The button goes down: a drag marks what to zoom to, with Shift what to select; the middle button moves the span. */
export function press(event: MouseEvent, chart: CanvasChart): void {
  if (event.button === 1) dragToPan(event, chart.plot().width, chart);
  else if (event.button === 0) mark(event, chart, event.shiftKey || chart.selecting());
}

function mark(start: MouseEvent, chart: CanvasChart, selects: boolean): void {
  const { left, width } = chart.plot();
  const span = chart.span();
  const from = chart.xOf(start);
  const inside = (x: number): number => Math.min(left + width, Math.max(left, x));
  let marked: { readonly from: number; readonly to: number } | undefined;
  const move = (event: MouseEvent): void => {
    const to = chart.xOf(event);
    if (marked === undefined && Math.abs(to - from) < LEAST_PX) return;
    marked = { from: inside(Math.min(from, to)), to: inside(Math.max(from, to)) };
    chart.onmark(marked);
  };
  follow(move, (last) => {
    chart.onmark(undefined);
    const time = (x: number): number => timeOf(x, span, { left, width });
    if (marked === undefined) chart.onclick(time(chart.xOf(last)));
    else if (marked.to - marked.from < LEAST_PX) return;
    else if (selects) chart.onselect({ from: time(marked.from), to: time(marked.to) });
    else chart.onspan(clampSpan({ from: time(marked.from), to: time(marked.to) }, chart.limits()));
  });
}

/** Zooms around the pointer; a wheel that turns sideways, or with Shift, moves the span. */
export const turn = (event: WheelEvent, chart: CanvasChart): void =>
  turnWheel(event, () => timeOf(chart.xOf(event), chart.span(), chart.plot()), chart);
