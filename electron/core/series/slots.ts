/** Where samples lie in time: slot `k` of a series with a step starts at `k * stepMs`; days are UTC days. */
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';

/** Start of the UTC day that holds `time`, epoch ms. */
export const dayOf = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;

/** The first slot that starts at or after `time`. */
export const slotFrom = (time: number, stepMs: number): number => Math.ceil(time / stepMs);

/** Slots by number, half-open. */
export interface Slots {
  readonly from: number;
  readonly to: number;
}

/** The slots that start inside the span, half-open. */
export function slotsIn(span: Span, stepMs: number): Slots {
  return { from: slotFrom(span.from, stepMs), to: slotFrom(span.to, stepMs) };
}

/** Start of the UTC month that holds `time`, epoch ms. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Start of the UTC month after the one that holds `time`, epoch ms. */
export function monthAfter(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}
