/** When the greatest and the least of some stretches were: first which piece has them, and at the end which sample. */
import type { LevelAt } from '../../contract/selection';
import type { Buckets, Samples } from '../series/buckets';
import { lengthOf, valuesOf } from '../series/integers';
import type { HeldSeries, SeriesParts } from '../series/parts';
import type { Cells } from '../series/pyramid';
import { dayOf } from '../series/slots';
import { visitItems, type Stretches } from '../series/stretches';
import { visitMixed } from './selection-mixed';
import type { Piece } from './selection-plan';

type Which = 'max' | 'min';
interface About {
  readonly parts: SeriesParts;
  readonly held: readonly HeldSeries[];
  readonly stretches: Stretches;
  readonly buckets: Buckets;
}
interface Best {
  readonly value: number;
  readonly piece: Piece;
}

export class Extremes {
  private readonly best: Readonly<Record<Which, (Best | undefined)[]>> = { max: [], min: [] };

  constructor(private readonly about: About) {}

  /** After a piece was added; the first of several that are alike counts. */
  follow(piece: Piece): void {
    const { buckets } = this.about;
    for (const which of ['max', 'min'] as const)
      for (let i = 0; i < buckets.grid.count; i++) {
        const value = buckets[which][i] as number;
        if (isBetter(which, value, this.best[which][i]?.value)) this.best[which][i] = { value, piece };
      }
  }

  /** For each bucket; undefined where nothing is held. */
  found(which: Which): readonly (LevelAt | undefined)[] {
    return Array.from({ length: this.about.buckets.grid.count }, (_, into) => {
      const best = this.best[which][into];
      return best && this.locate(which, into, best);
    });
  }

  private locate(which: Which, into: number, best: Best): LevelAt | undefined {
    const { parts, held, stretches } = this.about;
    const { piece } = best;
    const seek = new Seek(which);
    if (piece.kind === 'mixed')
      visitMixed(parts, held, piece.day, stretches, (bucket, value, time) => {
        if (bucket === into) seek.look(value, time);
      });
    else if (piece.kind === 'samples')
      seekIn(seek, parts.samples(piece.series, piece.day), stretches, into, ALWAYS);
    else {
      const cell = cellWith(
        parts.cells(piece.series, piece.levelMs, piece),
        stretches,
        into,
        which,
        best.value,
      );
      if (cell === undefined) return undefined;
      const day = parts.samples(piece.series, dayOf(cell));
      seekIn(seek, day, stretches, into, { from: cell, to: cell + piece.levelMs });
    }
    return seek.found;
  }
}

const ALWAYS = { from: -Infinity, to: Infinity };

function isBetter(which: Which, value: number, than: number | undefined): boolean {
  if (Number.isNaN(value)) return false;
  return than === undefined || (which === 'max' ? value > than : value < than);
}

class Seek {
  found: LevelAt | undefined;

  constructor(private readonly which: Which) {}

  look(level: number, at: number): void {
    const { found } = this;
    const isEarlier = level === found?.level && at < found.at;
    if (isEarlier || isBetter(this.which, level, found?.level)) this.found = { level, at };
  }
}

function seekIn(
  seek: Seek,
  samples: Samples | undefined,
  stretches: Stretches,
  bucket: number,
  within: { readonly from: number; readonly to: number },
): void {
  if (samples === undefined) return;
  const { start, stepMs, column } = samples;
  const values = valuesOf(column);
  visitItems(stretches, { start, stepMs, count: lengthOf(column) }, (into, from, to) => {
    if (into !== bucket) return;
    for (let i = from; i < to; i++) {
      const at = start + i * stepMs;
      if (at >= within.from && at < within.to) seek.look(values[i] as number, at);
    }
  });
}

/** Start of the first cell that has the value. */
function cellWith(
  all: readonly Cells[],
  stretches: Stretches,
  bucket: number,
  which: Which,
  value: number,
): number | undefined {
  let found: number | undefined;
  for (const cells of all) {
    const { start, cellMs, count } = cells;
    visitItems(stretches, { start, stepMs: cellMs, count: count.length }, (into, from, to) => {
      if (into !== bucket || found !== undefined) return;
      for (let i = from; i < to && found === undefined; i++)
        if (count[i] !== 0 && cells[which][i] === value) found = start + i * cellMs;
    });
    if (found !== undefined) break;
  }
  return found;
}
