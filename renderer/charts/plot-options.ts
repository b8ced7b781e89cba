/** What a plot over time draws, and in which order: behind its lines, under its axes, and over all. */
import type uPlot from 'uplot';
import type { Gap, Span } from '../../electron/contract/index';
import type { DayPart } from './day-parts';
import { drawDayParts, drawGaps, drawMoments, drawRules, drawUnread } from './draw';
import { drawLanes } from './draw-lanes';
import { drawEdges, drawSelection, drawSpans, type ChartSpan } from './draw-marks';
import { drawSteps, type ChartSteps } from './draw-steps';
import { drawTails } from './draw-tails';
import { mouseGestures, type Gestures } from './gestures';
import type { ChartLine, ChartMoment, ChartRule } from './lines';
import { readLook } from './look';
import { chartOptions } from './options';
import type { Picking } from './picking';

/** What is on show now; read anew at each drawing. */
export interface PlotScene {
  readonly lines: readonly ChartLine[];
  readonly gaps: readonly Gap[];
  readonly rules: readonly ChartRule[];
  readonly moments: readonly ChartMoment[];
  readonly dayParts: readonly DayPart[];
  readonly span: Span;
  readonly read: Span | undefined;
  readonly selection: Span | undefined;
  readonly picking: Picking | undefined;
  readonly spans: readonly ChartSpan[];
  readonly steps: readonly ChartSteps[];
  readonly zone: string;
  readonly unit: string;
  readonly step: number;
  readonly right: { readonly unit: string; readonly step: number } | undefined;
  readonly timed: boolean;
}
export interface PlotDeps {
  readonly scene: () => PlotScene;
  readonly gestures: Gestures;
  readonly onhover: (u: uPlot) => void;
  readonly onmeasured: (u: uPlot) => void;
}

const LEAST = { width: 200, height: 120 };
export const plotSize = (width: number, height: number): { width: number; height: number } => ({
  width: Math.max(LEAST.width, width),
  height: Math.max(LEAST.height, height),
});

export function plotOptions(
  node: HTMLElement,
  { scene, gestures, onhover, onmeasured }: PlotDeps,
): uPlot.Options {
  const look = readLook(node);
  const { cursor, marked } = mouseGestures(gestures);
  const { lines, zone, unit, step, right, timed } = scene();
  return {
    ...chartOptions({
      ...{ lines, look, zone, unit, step, right, timed },
      include: scene().rules.map(({ value }) => value),
      size: plotSize(node.clientWidth, node.clientHeight),
      span: () => [scene().span.from, scene().span.to],
    }),
    cursor,
    hooks: {
      drawClear: [
        onmeasured,
        (u) => drawDayParts(u, scene().dayParts, look),
        (u) => drawUnread(u, scene().read, scene().span, look),
        (u) => drawSpans(u, scene().spans, look),
        (u) => drawSelection(u, scene().selection, look),
      ],
      drawAxes: [
        (u) => drawGaps(u, scene().gaps, look),
        (u) => drawMoments(u, scene().moments, look),
        (u) => drawLanes(u, scene().lines, look),
      ],
      draw: [
        (u) => drawTails(u, scene().lines, look),
        (u) => drawRules(u, scene().rules, look),
        (u) => drawSteps(u, scene().steps, look),
        (u) => drawEdges(u, scene(), look),
      ],
      setSelect: [marked],
      setCursor: [onhover],
    },
  };
}
