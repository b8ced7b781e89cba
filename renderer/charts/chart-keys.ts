/** What keys do to any chart over time: they move and zoom its span, and while a stretch is chosen they move the mark. */
import type { Span } from '../../electron/contract/index';
import { pickAfterKey, pickedSpan, type Picking } from './picking';
import { spanAfterKey } from './zoom';

/** The chart as keys see it. */
export interface KeyedChart {
  readonly span: Span;
  readonly limits: Span;
  readonly selection: Span | undefined;
  /** Undefined while no stretch is being chosen. */
  readonly picking: Picking | undefined;
  readonly onpick: (picking: Picking) => void;
  /** No stretch is chosen after all. */
  readonly onleave: () => void;
  readonly onselect: (span: Span | undefined) => void;
  readonly onspan: (span: Span) => void;
  readonly onreset: () => void;
}

/** True when the key was meant for the chart. */
export function takeKey(event: KeyboardEvent, chart: KeyedChart): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (chart.picking !== undefined && movesMark(event, chart.picking, chart)) return true;
  const next = spanAfterKey(event.key, chart.span, chart.limits);
  if (event.key === 'Escape' && chart.selection !== undefined) chart.onselect(undefined);
  else if (event.key === 'Escape') chart.onreset();
  else if (next === undefined) return false;
  else chart.onspan(next);
  return true;
}
function movesMark(event: KeyboardEvent, from: Picking, chart: KeyedChart): boolean {
  const chosen = pickedSpan(from);
  const next = pickAfterKey(event.key, event.shiftKey, from, chart.span);
  if (event.key === 'Escape') chart.onleave();
  else if ((event.key === 'Enter' || event.key === ' ') && chosen !== undefined) chart.onselect(chosen);
  else if (next === undefined) return false;
  else chart.onpick(next);
  return true;
}

/** How to choose a stretch by keys, for those who do not see the chart. */
export const SELECTING_WORDS =
  'Selecting: arrows move the mark, with Shift in small steps; Enter sets its beginning, then its end; Escape leaves';
