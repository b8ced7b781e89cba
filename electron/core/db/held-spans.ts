/** Which stretches are held, to the grain of a picture: from heads and coarse levels, and only where those leave a doubt. */
import type { Span } from '../../contract/model';
import { intersect, lengthMs, subtract, union } from '../sync/spans';
import type { LevelMs } from '../series/pyramid';
import { dayOf } from '../series/slots';
import type { DayHead } from './day-table';
import { gapsIn } from './series-held';
import type { SeriesBlocks } from './series-blocks';
import type { SeriesRow } from './series-catalog';
import { levelsOf } from './series-levels';

/**
 * Where any of `all` has samples, ascending, clipped to the span; gaps shorter than `leastGapMs` count as held.
 * A series is asked only about what those before it leave open.
 */
export function heldSpans(
  blocks: SeriesBlocks,
  all: readonly SeriesRow[],
  span: Span,
  leastGapMs: number,
): readonly Span[] {
  let open: readonly Span[] = [span];
  for (const series of all) {
    if (open.length === 0) break;
    const held = open.flatMap((gap) => heldIn(blocks, series, gap, leastGapMs));
    open = subtract(open, held).filter((gap) => lengthMs(gap) >= leastGapMs);
  }
  return subtract([span], open);
}

function heldIn(blocks: SeriesBlocks, series: SeriesRow, span: Span, leastGapMs: number): readonly Span[] {
  const { stepMs } = series;
  const held: Span[] = [];
  const doubtful: Span[] = [];
  // The last sample of a day may reach into the next.
  for (const head of blocks.heads(series, dayOf(span.from - stepMs), span.to)) {
    const block = { from: head.start, to: head.start + head.count * stepMs };
    (mayHaveGap(head, stepMs, leastGapMs) ? doubtful : held).push(block);
  }
  const levelMs = [...levelsOf(stepMs)].reverse().find((each) => each * 4 <= leastGapMs);
  for (const block of intersect(union(doubtful), [span]))
    held.push(
      ...(levelMs === undefined
        ? subtract([block], gapsIn(blocks, series, stepMs, block))
        : heldCells(blocks, series, levelMs, block)),
    );
  return intersect(held, [span]);
}

const mayHaveGap = ({ missing }: DayHead, stepMs: number, leastGapMs: number): boolean =>
  missing > 0 && missing * stepMs >= leastGapMs;

function heldCells(blocks: SeriesBlocks, series: SeriesRow, levelMs: LevelMs, span: Span): readonly Span[] {
  const held: Span[] = [];
  for (const { start, count } of blocks.cells(series, levelMs, dayOf(span.from), span.to))
    for (let i = 0; i < count.length;) {
      const first = i;
      const isHeld = count[i] !== 0;
      while (i < count.length && (count[i] !== 0) === isHeld) i += 1;
      if (isHeld) held.push({ from: start + first * levelMs, to: start + i * levelMs });
    }
  return intersect(held, [span]);
}
