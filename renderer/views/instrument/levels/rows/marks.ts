/** Marks on a row beneath the chart: where they stand and which one is meant. Pure. */
import type { Span } from '../../../../../electron/contract/index';

export type MarkTone = 'accent' | 'warn' | 'bad' | 'ok' | 'soft' | 'unknown';
export interface Mark extends Span {
  readonly id: string;
  readonly tone: MarkTone;
  /** What it is, for a line of its own. */
  readonly text: string;
  /** What opening it does, such as `play`; undefined: nothing. */
  readonly action: string | undefined;
  /** It stands for several, which are told apart over this span alone. */
  readonly closer?: Span | undefined;
}
export interface MarkBox {
  /** CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly tone: MarkTone;
}
const LEAST_PX = 2;
/** Columns told for a span so many times wider would be bars over time in which nothing is. */
const COARSEST = 4;

/** Whether what was told of one span says all of another. */
export const covers = (told: Span | undefined, span: Span): boolean =>
  told !== undefined && told.from <= span.from && span.to <= told.to;
/** What can be shown of an answer, perhaps about another span, until the one about this span is there. */
export const shownOf = <Answer extends { readonly columns: unknown }>(
  {
    value,
    answers,
  }: { readonly value: Answer | undefined; readonly answers: { readonly span: Span } | undefined },
  span: Span,
): Answer | undefined =>
  value?.columns !== undefined &&
  answers !== undefined &&
  answers.span.to - answers.span.from > COARSEST * (span.to - span.from)
    ? undefined
    : value;

const place = (ms: number, span: Span, width: number): number =>
  ((ms - span.from) / (span.to - span.from)) * width;
const isSeen = (mark: Span, span: Span): boolean => mark.to >= span.from && mark.from < span.to;

/** What to paint, each at least wide enough to be seen; what would be painted over by its like is left out. */
export function markBoxes(marks: readonly Mark[], span: Span, width: number): readonly MarkBox[] {
  const boxes: MarkBox[] = [];
  const reached = new Map<MarkTone, number>();
  for (const mark of marks) {
    if (!isSeen(mark, span)) continue;
    const left = Math.max(0, Math.min(width - LEAST_PX, place(mark.from, span, width)));
    const right = Math.max(left + LEAST_PX, Math.min(width, place(mark.to, span, width)));
    if (right <= (reached.get(mark.tone) ?? -1)) continue;
    reached.set(mark.tone, right);
    boxes.push({ left, width: right - left, tone: mark.tone });
  }
  return boxes;
}

/** The index of the mark nearest to a moment, within `toleranceMs`; of several around it the shortest. */
export function markAt(marks: readonly Mark[], ms: number, toleranceMs: number): number | undefined {
  let best: { readonly index: number; readonly away: number; readonly length: number } | undefined;
  marks.forEach(({ from, to }, index) => {
    const away = Math.max(from - ms, ms - to, 0);
    const length = to - from;
    if (away > toleranceMs) return;
    if (best === undefined || away < best.away || (away === best.away && length < best.length))
      best = { index, away, length };
  });
  return (best as { readonly index: number } | undefined)?.index;
}

/** The index that a key goes to among those in the span; undefined when the key does nothing. */
export function markAfterKey(
  key: string,
  index: number | undefined,
  marks: readonly Mark[],
  span: Span,
): number | undefined {
  const seen = marks.flatMap((mark, each) => (isSeen(mark, span) ? [each] : []));
  const at = index === undefined ? -1 : seen.indexOf(index);
  switch (key) {
    case 'ArrowLeft':
      return seen[at === -1 ? seen.length - 1 : Math.max(0, at - 1)];
    case 'ArrowRight':
      return seen[Math.min(seen.length - 1, at + 1)];
    case 'Home':
      return seen[0];
    case 'End':
      return seen.at(-1);
    default:
      return undefined;
  }
}
