import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mean } from '../../../../electron/core/datasets';
import { Buckets, foldSamples } from '../../../../electron/core/series/buckets';
import { decodeCells, encodeCells } from '../../../../electron/core/series/cell-codec';
import { toIntegers } from '../../../../electron/core/series/integers';
import {
  cellsIn,
  cellsOf,
  coarser,
  foldCells,
  hasLevel,
  joinCells,
  LEVELS_MS,
  sameCells,
  type Cells,
} from '../../../../electron/core/series/pyramid';
import { plainMean } from '../../../support/plain-mean';

const kinds = fc.constantFrom<Mean>('energy', 'arithmetic', 'direction', 'greatest');
const level = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 3_599 }).map((code) => code / 10), weight: 6 },
  { arbitrary: fc.constant(NaN), weight: 2 },
  { arbitrary: fc.integer({ min: -2_000_000, max: 2_000_000 }).map((code) => code / 10_000), weight: 1 },
  // Nothing with a minus sign is the same level, and which of two zeros is the lesser is no question here.
  { arbitrary: fc.double({ min: -400, max: 400, noNaN: true }).map((value) => value + 0), weight: 1 },
);
const samples = fc.record({
  slot: fc.integer({ min: -100_000, max: 2_000_000 }),
  stepMs: fc.constantFrom(100, 1_000, 7_000, 15_000),
  values: fc
    .oneof(fc.array(level, { minLength: 1, maxLength: 400 }), fc.array(level, { minLength: 1, maxLength: 5 }))
    .map((values) => Float64Array.from(values)),
});
/** As a store would fold them: whole numbers where they are some. */
const place = ({ slot, stepMs, values }: { slot: number; stepMs: number; values: Float64Array }) => ({
  ...{ start: slot * stepMs, stepMs, values, count: values.length },
  column: toIntegers(values) ?? values,
});
type Placed = ReturnType<typeof place>;

/** The plain way: put each sample where it starts, then look at all of them. */
function plainCells(run: Placed, cellMs: number): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (const [i, value] of run.values.entries()) {
    const start = Math.floor((run.start + i * run.stepMs) / cellMs) * cellMs;
    if (!Number.isNaN(value)) cells.set(start, [...(cells.get(start) ?? []), value]);
  }
  return cells;
}
/** What a chart makes of cells of its own width. */
function bucketsOf(cells: Cells, stepMs: number): Buckets {
  const grid = { first: cells.start, bucketMs: cells.cellMs, count: cells.count.length };
  const buckets = new Buckets(grid, cells.kind);
  foldCells(buckets, cells, stepMs);
  return buckets;
}
function expectCells(cells: Cells, run: Placed, tolerance: number): void {
  const plain = plainCells(run, cells.cellMs);
  const expected = [...cells.count.keys()].map((i) => plain.get(cells.start + i * cells.cellMs) ?? []);
  expect([...cells.count]).toEqual(expected.map((levels) => levels.length));
  const buckets = bucketsOf(cells, run.stepMs);
  for (const [i, levels] of expected.entries()) {
    const nothing = levels.length === 0;
    expect(cells.min[i]).toBe(nothing ? NaN : Math.min(...levels));
    expect(cells.max[i]).toBe(nothing ? NaN : Math.max(...levels));
    if (nothing) expect(buckets.mean(i)).toBeNaN();
    else expectMean(cells.kind, buckets.mean(i), levels, tolerance);
  }
  expect(cells.count.reduce((a, b) => a + b, 0)).toBe([...plain.values()].flat().length);
}
function expectMean(kind: Mean, mean: number, values: readonly number[], tolerance: number): void {
  const plain = plainMean(kind, values);
  if (kind !== 'direction') expect(Math.abs(mean - plain.mean)).toBeLessThan(tolerance);
  // Near where directions cancel out, a little rounding turns the mean far.
  else if (plain.length > 1e-4) {
    const turn = (((mean - plain.mean + 540) % 360) + 360) % 360;
    expect(Math.abs(turn - 180)).toBeLessThan(tolerance / plain.length);
  } else if (plain.length < 1e-9) expect(mean).toBeNaN();
}

describe('a coarser level', () => {
  it('tells of each cell what its samples say, whatever the mean', () => {
    fc.assert(
      fc.property(samples, kinds, fc.constantFrom(...LEVELS_MS), (run, kind, cellMs) => {
        const placed = place(run);
        expectCells(cellsOf(placed, cellMs, kind), placed, 1e-6);
      }),
      { numRuns: 400 },
    );
  });

  it('made of finer ones says the same as one made of the samples', () => {
    fc.assert(
      fc.property(samples, kinds, (run, kind) => {
        const placed = place(run);
        const finer = LEVELS_MS.slice(0, -1).reduce<Cells | undefined>(
          (cells, levelMs) =>
            cells === undefined ? cellsOf(placed, levelMs, kind) : coarser(cells, run.stepMs, levelMs),
          undefined,
        );
        expectCells(coarser(finer as Cells, run.stepMs, 3_600_000), placed, 1e-5);
      }),
      { numRuns: 400 },
    );
  });

  it('comes back from its bytes as a chart will show it', () => {
    fc.assert(
      fc.property(samples, kinds, (run, kind) => {
        const cells = cellsOf(place(run), 60_000, kind);
        const { start, cellMs, count } = cells;
        const back = decodeCells(encodeCells(cells), { start, cellMs, count: count.length, kind });
        expect(Float32Array.from(back.min)).toEqual(Float32Array.from(cells.min));
        expect(Float32Array.from(back.max)).toEqual(Float32Array.from(cells.max));
        expect(back.count).toEqual(count);
        expect(sameCells(back, cells)).toBe(true);
        const [was, is] = [bucketsOf(cells, run.stepMs), bucketsOf(back, run.stepMs)];
        if (kind !== 'direction')
          for (const i of count.keys()) {
            if (count[i] === 0) expect(is.mean(i)).toBeNaN();
            else expect(Math.abs(is.mean(i) - was.mean(i))).toBeLessThan(5e-5);
          }
      }),
      { numRuns: 400 },
    );
  });

  it('is cut and joined without change', () => {
    fc.assert(
      fc.property(samples, kinds, fc.integer({ min: 0, max: 20 }), (run, kind, at) => {
        const cells = cellsOf(place(run), 10_000, kind);
        const middle = cells.start + at * 10_000;
        const end = cells.start + cells.count.length * 10_000;
        const pieces = [cellsIn(cells, cells.start, middle), cellsIn(cells, middle, end)];
        const joined = joinCells(pieces.filter((piece) => piece !== undefined));
        expect(joined).toEqual(cellsIn(cells, cells.start, end));
        if (joined !== undefined) expectCells(joined, place(run), 1e-6);
      }),
    );
  });

  it('is kept where its cells hold more than one sample, the finest where they hold many', () => {
    const levelsFor = (stepMs: number) => LEVELS_MS.filter((levelMs) => hasLevel(levelMs, stepMs));
    expect([100, 1_000, 30_000, 60_000].map(levelsFor)).toEqual([
      [10_000, 60_000, 600_000, 3_600_000],
      [60_000, 600_000, 3_600_000],
      [60_000, 600_000, 3_600_000],
      [600_000, 3_600_000],
    ]);
  });

  it('of a wrong length or an unknown codec is refused', () => {
    const { codec, bytes } = encodeCells(
      cellsOf(place({ slot: 0, stepMs: 1_000, values: Float64Array.of(50, 51.5) }), 1_000, 'energy'),
    );
    const where = { start: 0, cellMs: 1_000, count: 2, kind: 'energy' } as const;
    expect(decodeCells({ codec, bytes }, where).max).toEqual(Float64Array.of(50, 51.5));
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeCells({ codec, bytes: bytes.subarray(0, length) }, where)).toThrow(RangeError);
    expect(() => decodeCells({ codec, bytes: new Uint8Array([...bytes, 0]) }, where)).toThrow(RangeError);
    expect(() => decodeCells({ codec: 7, bytes }, where)).toThrow(RangeError);
  });
});

describe('buckets', () => {
  it('of any width, whole or not, take each sample inside them exactly once', () => {
    const width = fc.oneof(
      fc.double({ min: 0.3, max: 5_000, noNaN: true }),
      fc.integer({ min: 1, max: 9_000 }),
    );
    fc.assert(
      fc.property(samples, width, fc.integer({ min: 1, max: 50 }), (run, bucketMs, count) => {
        const placed = place(run);
        const first = placed.start + run.stepMs * 3;
        const buckets = new Buckets({ first, bucketMs, count }, 'energy');
        foldSamples(buckets, placed);
        const weight = buckets.weight.reduce((a, b) => a + b, 0);
        const inside = [...run.values].filter((value, i) => {
          const time = placed.start + i * run.stepMs;
          return !Number.isNaN(value) && time >= first && time < first + count * bucketMs;
        });
        expect(Math.round(weight / run.stepMs)).toBe(inside.length);
      }),
    );
  });

  const meanOf = (kind: Mean, ...values: number[]): number => {
    const buckets = new Buckets({ first: 0, bucketMs: 1_000 * values.length, count: 1 }, kind);
    foldSamples(buckets, { start: 0, stepMs: 1_000, column: Float64Array.from(values) });
    return buckets.mean(0);
  };

  it('average levels by energy, other values plainly, winds as directions, and tell the greatest where that counts', () => {
    expect(meanOf('energy', 60, 70)).toBeCloseTo(67.404, 3);
    expect(meanOf('arithmetic', 1.5, -2.5)).toBe(-0.5);
    expect(meanOf('direction', 350, 20)).toBeCloseTo(5, 9);
    expect(meanOf('direction', 180, 270)).toBeCloseTo(225, 9);
    expect(meanOf('greatest', 0.2, 0.7, 0.1)).toBe(0.7);
  });

  it('have no direction where winds cancel out', () => {
    expect(meanOf('direction', 90, 270)).toBeNaN();
    expect(meanOf('direction', 0, 120, 240)).toBeNaN();
  });

  it('never carry a mean beyond its extremes, nor lose one to numbers no level has', () => {
    expect(meanOf('energy', ...Array<number>(7).fill(61.7))).toBe(61.7);
    expect(meanOf('arithmetic', ...Array<number>(7).fill(0.1))).toBe(0.1);
    expect([meanOf('energy', 1e6, 50), meanOf('energy', -1e6)]).toEqual([1e6, -1e6]);
  });
});
