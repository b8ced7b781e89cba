/** Cuts a step that keeps failing. Pure. */
import { dataset, DAY_MS } from '../datasets';
import type { Step } from './plan';

/** A wide piece of a series in two, newest first; nothing when it is a day or less, or no series. */
export function halve(step: Step): readonly Step[] {
  const { span } = step;
  if (span === undefined || dataset(step.dataset).kind !== 'series' || span.to - span.from <= DAY_MS)
    return [];
  const middle = (span.from + span.to) / 2;
  const midnight = Math.round(middle / DAY_MS) * DAY_MS;
  const inside = midnight > span.from && midnight < span.to;
  const cut = inside ? midnight : Math.floor(middle / 1_000) * 1_000;
  return [
    { ...step, span: { from: cut, to: span.to } },
    { ...step, span: { from: span.from, to: cut } },
  ];
}
