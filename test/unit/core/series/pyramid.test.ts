import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCenti } from '../../../../electron/core/series/block-codec';
import { Buckets, energyTable, foldSamples } from '../../../../electron/core/series/buckets';
import {
  cellsOf,
  coarser,
  decodeCells,
  encodeCells,
  type Cells,
} from '../../../../electron/core/series/pyramid';

const table = energyTable();
const level = fc.oneof(
  { arbitrary: fc.integer({ min: -20_000, max: 20_000 }).map((code) => code / 100), weight: 6 },
  { arbitrary: fc.constant(NaN), weight: 2 },
  { arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }), weight: 1 },
);
const samples = fc.record({
  slot: fc.integer({ min: -100_000, max: 2_000_000 }),
  stepMs: fc.constantFrom(100, 1_000, 7_000, 15_000),
  values: fc.array(level, { minLength: 1, maxLength: 400 }).map((values) => Float64Array.from(values)),
});
const place = (run: { slot: number; stepMs: number; values: Float64Array }) => ({
  ...run,
  start: run.slot * run.stepMs,
});
/** The table is for whole hundredths only. */
const tableFor = (values: Float64Array) => (toCenti(values) === undefined ? undefined : table);

/** The plain way: put each sample where it starts, then look at all of them. */
function plainCells(run: ReturnType<typeof place>, cellMs: number): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (const [i, value] of run.values.entries()) {
    const start = Math.floor((run.start + i * run.stepMs) / cellMs) * cellMs;
    if (!Number.isNaN(value)) cells.set(start, [...(cells.get(start) ?? []), value]);
  }
  return cells;
}
function plainMean(levels: readonly number[]): number {
  const max = Math.max(...levels);
  const energy = levels.reduce((sum, each) => sum + Math.pow(10, (each - max) / 10), 0);
  return max + 10 * Math.log10(energy / levels.length);
}
function expectCells(cells: Cells, plain: Map<number, number[]>, digits: number): void {
  const expected = [...cells.count.keys()].map((i) => plain.get(cells.start + i * cells.cellMs) ?? []);
  expect([...cells.count]).toEqual(expected.map((levels) => levels.length));
  for (const [i, levels] of expected.entries()) {
    const nothing = levels.length === 0;
    expect(cells.min[i]).toBe(nothing ? NaN : Math.min(...levels));
    expect(cells.max[i]).toBe(nothing ? NaN : Math.max(...levels));
    if (nothing) expect(cells.mean[i]).toBeNaN();
    else expect(Math.abs((cells.mean[i] as number) - plainMean(levels))).toBeLessThan(10 ** -digits);
  }
  const held = [...plain.values()].flat().length;
  expect(cells.count.reduce((a, b) => a + b, 0)).toBe(held);
}

describe('a coarser level', () => {
  it('tells of each cell what its samples say', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(60_000, 3_600_000), (run, cellMs) => {
        const placed = place(run);
        expectCells(cellsOf(placed, cellMs, tableFor(run.values)), plainCells(placed, cellMs), 6);
      }),
    );
  });

  it('made of a finer one says the same as one made of the samples', () => {
    fc.assert(
      fc.property(samples, (run) => {
        const placed = place(run);
        const hours = coarser(cellsOf(placed, 60_000), run.stepMs, 3_600_000);
        expectCells(hours, plainCells(placed, 3_600_000), 5);
      }),
    );
  });

  it('comes back from its bytes as a chart will show it', () => {
    fc.assert(
      fc.property(samples, (run) => {
        const cells = cellsOf(place(run), 60_000);
        const { start, cellMs, count } = cells;
        const back = decodeCells(encodeCells(cells), { start, cellMs, count: count.length });
        expect(Float32Array.from(back.min)).toEqual(Float32Array.from(cells.min));
        expect(Float32Array.from(back.max)).toEqual(Float32Array.from(cells.max));
        expect(Float32Array.from(back.mean)).toEqual(Float32Array.from(cells.mean));
        expect(back.count).toEqual(count);
      }),
    );
  });

  it('of a wrong length or an unknown codec is refused', () => {
    const where = { start: 0, cellMs: 60_000, count: 2 };
    expect(() => decodeCells({ codec: 0, bytes: new Uint8Array(19) }, where)).toThrow(RangeError);
    expect(() => decodeCells({ codec: 7, bytes: new Uint8Array(20) }, where)).toThrow(RangeError);
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
        const buckets = new Buckets({ first, bucketMs, count });
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
});
