/** Arithmetic of moving through time. Spans are epoch ms, half-open; limits are the widest span on offer. Pure. */
import type { Span } from '../../electron/contract/index';

/** Ten of the shortest samples that an instrument stores. */
export const CLOSEST_MS = 1_000;

/** The span moved and narrowed until it lies within the limits; whole ms, never empty. */
export function clampSpan(span: Span, limits: Span): Span {
  const room = Math.max(limits.to - limits.from, CLOSEST_MS);
  const length = Math.min(Math.max(span.to - span.from, CLOSEST_MS), room);
  const from = Math.round(Math.min(Math.max(span.from, limits.from), limits.from + room - length));
  return { from, to: from + Math.max(1, Math.round(length)) };
}

export const sameSpan = (a: Span, b: Span): boolean => a.from === b.from && a.to === b.to;

/** Zooms by `factor` (under 1: closer) so that the moment `at` stays where it is. */
export function zoomAt(span: Span, at: number, factor: number, limits: Span): Span {
  const length = Math.min(Math.max((span.to - span.from) * factor, CLOSEST_MS), limits.to - limits.from);
  const share = (at - span.from) / (span.to - span.from);
  return clampSpan({ from: at - share * length, to: at + (1 - share) * length }, limits);
}

/** Moves by `share` of the span's own length; later is positive. */
export function panBy(span: Span, share: number, limits: Span): Span {
  const by = (span.to - span.from) * share;
  return clampSpan({ from: span.from + by, to: span.to + by }, limits);
}

/** The newest `lengthMs` of what is held; `undefined` asks for all of it. */
export const newest = (limits: Span, lengthMs: number | undefined): Span =>
  clampSpan({ from: lengthMs === undefined ? limits.from : limits.to - lengthMs, to: limits.to }, limits);

/** What a key does to the span; undefined when it does nothing. */
export function spanAfterKey(key: string, span: Span, limits: Span): Span | undefined {
  const middle = (span.from + span.to) / 2;
  const length = span.to - span.from;
  switch (key) {
    case 'ArrowLeft':
      return panBy(span, -0.2, limits);
    case 'ArrowRight':
      return panBy(span, 0.2, limits);
    case 'PageUp':
      return panBy(span, -1, limits);
    case 'PageDown':
      return panBy(span, 1, limits);
    case 'Home':
      return clampSpan({ from: limits.from, to: limits.from + length }, limits);
    case 'End':
      return clampSpan({ from: limits.to - length, to: limits.to }, limits);
    case '+':
    case '=':
      return zoomAt(span, middle, 0.5, limits);
    case '-':
      return zoomAt(span, middle, 2, limits);
    default:
      return undefined;
  }
}
