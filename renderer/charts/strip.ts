/** Where the pieces of a coverage strip lie, and which one is meant by a moment or a key. Pure. */
import type { CoveragePiece, Span } from '../../electron/contract/index';

export interface StripBox {
  readonly piece: CoveragePiece;
  /** CSS pixels. */
  readonly left: number;
  readonly width: number;
  /** Too short to be seen at its own width: a mark in the lower half. */
  readonly short: boolean;
}
const SHORT_PX = 1;
/** Marks stand no closer than this: a check every night must not look like a year without data. */
const APART_PX = 6;

export const placeAt = (ms: number, span: Span, width: number): number =>
  ((ms - span.from) / (span.to - span.from)) * width;

/** What to draw, in the order to draw it: what is held first, then gaps, then gaps too short to be seen. */
export function stripBoxes(pieces: readonly CoveragePiece[], span: Span, width: number): readonly StripBox[] {
  const boxes = pieces
    .filter(({ from, to }) => to > span.from && from < span.to)
    .map((piece): StripBox => {
      const left = Math.max(0, placeAt(piece.from, span, width));
      const right = Math.min(width, placeAt(piece.to, span, width));
      const short = right - left < SHORT_PX;
      return short
        ? { piece, left: Math.min(Math.floor(left), width - SHORT_PX), width: SHORT_PX, short }
        : { piece, left, width: right - left, short };
    });
  const held = boxes.filter(({ piece }) => piece.reason === undefined);
  const gaps = boxes.filter(({ piece }) => piece.reason !== undefined);
  return [
    ...held.filter(({ short }) => !short),
    ...gaps.filter(({ short }) => !short),
    ...apart(gaps.filter(({ short }) => short)),
  ];
}
function apart(marks: readonly StripBox[]): readonly StripBox[] {
  let last = -Infinity;
  return marks.filter(({ left }) => {
    if (left - last < APART_PX) return false;
    last = left;
    return true;
  });
}

/** The index of the piece at a moment; a short gap within `toleranceMs` is meant rather than what surrounds it. */
export function pieceAt(
  pieces: readonly CoveragePiece[],
  ms: number,
  toleranceMs: number,
): number | undefined {
  let best: number | undefined;
  let nearest = Infinity;
  pieces.forEach((piece, index) => {
    const away = Math.max(piece.from - ms, ms - piece.to, 0);
    const small = piece.reason !== undefined && piece.to - piece.from < toleranceMs;
    if (small && away <= toleranceMs && away < nearest) [best, nearest] = [index, away];
  });
  if (best !== undefined) return best;
  const inside = pieces.findIndex(({ from, to }) => from <= ms && ms < to);
  return inside === -1 ? undefined : inside;
}

/** The piece that a key goes to; undefined when the key does nothing. */
export function pieceAfterKey(key: string, index: number, count: number): number | undefined {
  const last = Math.max(0, count - 1);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Where the middle of a piece stands, CSS pixels from the left of a strip of that width. */
export const middleOf = (piece: Span, span: Span, width: number): number =>
  Math.min(
    width,
    Math.max(0, placeAt((Math.max(piece.from, span.from) + Math.min(piece.to, span.to)) / 2, span, width)),
  );
