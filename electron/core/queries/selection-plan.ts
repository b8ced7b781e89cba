/** From what each day of a channel is summed up: the coarsest level that no stretch cuts, or its samples. Pure. */
import { DAY_MS } from '../datasets';
import type { BlockHead, HeldSeries } from '../series/parts';
import { hasLevel, LEVELS_MS, type LevelMs } from '../series/pyramid';
import { firstAfter, type Stretches } from '../series/stretches';

/** Something to read in one go, and to add up. Days are UTC days. */
export type Piece =
  | {
      readonly kind: 'cells';
      readonly series: HeldSeries;
      readonly levelMs: LevelMs;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'samples'; readonly series: HeldSeries; readonly day: number }
  /** Samples of several lengths about the same time. */
  | { readonly kind: 'mixed'; readonly day: number };

/** More are not read at once. */
const MOST_CELLS = 20_000;

/**
 * @param held of one channel
 * @param wanted `samples` where every one of them is needed
 * @returns pieces in order of time that together are everything held in the stretches
 */
export function planPieces(
  held: readonly HeldSeries[],
  stretches: Stretches,
  wanted: 'sums' | 'samples',
): readonly Piece[] {
  const pieces: Piece[] = [];
  const counting = withoutTold(held);
  for (const [day, blocks] of byDay(counting)) {
    if (!isTouched(stretches, day, day + DAY_MS)) continue;
    if (blocks.some((block) => overlapsAny(counting, block))) {
      pieces.push({ kind: 'mixed', day });
      continue;
    }
    for (const { series, head } of blocks) {
      if (!isTouched(stretches, head.start, endOf(series, head))) continue;
      const levelMs = wanted === 'samples' ? undefined : levelFor(series.stepMs, day, stretches);
      if (levelMs === undefined) pieces.push({ kind: 'samples', series, day });
      else addCells(pieces, series, levelMs, day);
    }
  }
  return pieces;
}

interface Placed {
  readonly series: HeldSeries;
  readonly head: BlockHead;
}

function byDay(held: readonly HeldSeries[]): readonly (readonly [day: number, blocks: readonly Placed[]])[] {
  const days = new Map<number, Placed[]>();
  for (const series of held)
    for (const head of series.blocks) {
      const day = days.get(head.day);
      if (day === undefined) days.set(head.day, [{ series, head }]);
      else day.push({ series, head });
    }
  for (const blocks of days.values()) blocks.sort((a, b) => a.head.start - b.head.start);
  return [...days].sort(([a], [b]) => a - b);
}

const endOf = ({ stepMs }: HeldSeries, { start, count }: BlockHead): number => start + count * stepMs;

/** Leaves out blocks all of whose time a block of shorter samples tells without a gap. */
function withoutTold(held: readonly HeldSeries[]): readonly HeldSeries[] {
  if (held.length < 2) return held;
  const isTold = (series: HeldSeries, block: BlockHead): boolean =>
    held.some(
      (other) =>
        other.stepMs < series.stepMs &&
        other.blocks.some(
          (each) =>
            each.missing === 0 && each.start <= block.start && endOf(other, each) >= endOf(series, block),
        ),
    );
  return held.map((series) => ({
    ...series,
    blocks: series.blocks.filter((block) => !isTold(series, block)),
  }));
}

/** Whether samples of another length may tell of the same time. */
function overlapsAny(held: readonly HeldSeries[], { series, head }: Placed): boolean {
  const end = endOf(series, head);
  return held.some(
    (other) =>
      other !== series && other.blocks.some((each) => each.start < end && endOf(other, each) > head.start),
  );
}

function isTouched(stretches: Stretches, from: number, to: number): boolean {
  const first = firstAfter(stretches, from);
  return first < stretches.count && (stretches.from[first] as number) < to;
}

/** The coarsest level of whose cells none is cut on that day. */
function levelFor(stepMs: number, day: number, stretches: Stretches): LevelMs | undefined {
  let levels = LEVELS_MS.filter((levelMs) => hasLevel(levelMs, stepMs));
  const keep = (edge: number): void => {
    if (edge > day && edge < day + DAY_MS && levels.some((levelMs) => edge % levelMs !== 0))
      levels = levels.filter((levelMs) => edge % levelMs === 0);
  };
  for (let i = firstAfter(stretches, day); i < stretches.count && levels.length > 0; i++) {
    const from = stretches.from[i] as number;
    if (from >= day + DAY_MS) break;
    keep(from);
    keep(stretches.to[i] as number);
  }
  return levels.at(-1);
}

/** Joined to the piece before where that is read the same way. */
function addCells(pieces: Piece[], series: HeldSeries, levelMs: LevelMs, day: number): void {
  const last = pieces.at(-1);
  const to = day + DAY_MS;
  if (
    last?.kind === 'cells' &&
    last.series === series &&
    last.levelMs === levelMs &&
    (to - last.from) / levelMs <= MOST_CELLS
  )
    pieces[pieces.length - 1] = { ...last, to };
  else pieces.push({ kind: 'cells', series, levelMs, from: day, to });
}
