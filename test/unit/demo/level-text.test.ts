import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claims, gather, type Row, runsOf, wireValues } from '../../../electron/demo/server/blocks';
import { ELLIPSIS, jsonWithLevels, LevelList, NULL } from '../../../electron/demo/server/level-text';
import { plainBlocks } from './plain-blocks';

const textOf = (value: object): string => new TextDecoder().decode(jsonWithLevels(value));
const plain = (tenths: number): number | null | '...' =>
  tenths === NULL ? null : tenths === ELLIPSIS ? '...' : tenths / 10;
const listOf = (tenths: readonly number[]): LevelList => new LevelList(Int16Array.from(tenths));

const level = fc.integer({ min: -1_500, max: 2_500 });
const sent = fc.oneof({ weight: 8, arbitrary: level }, fc.constant(NULL), fc.constant(ELLIPSIS));

describe('the text of levels', () => {
  it('is what JSON makes of every tenth from -150 to 250 dB', () => {
    const all = Array.from({ length: 4_001 }, (_, i) => i - 1_500);
    expect(textOf({ all: listOf(all) })).toBe(JSON.stringify({ all: all.map(plain) }));
    for (const tenths of all)
      expect(textOf({ one: listOf([tenths]) })).toBe(JSON.stringify({ one: [plain(tenths)] }));
  });

  it('is what JSON makes of any lists, wherever they are and whatever stands around them', () => {
    const lists = fc.array(fc.array(sent, { maxLength: 60 }), { maxLength: 6 });
    fc.assert(
      fc.property(lists, fc.string({ unit: 'binary' }), fc.jsonValue(), (rows, word, other) => {
        const tree = (list: (tenths: readonly number[]) => unknown) => [
          { [word]: word, other, rows: rows.map((row, i) => ({ i, values: list(row), word })) },
          list(rows.flat()),
        ];
        expect(textOf(tree(listOf))).toBe(JSON.stringify(tree((row) => row.map(plain))));
      }),
    );
  });

  it('is refused for a level that no instrument could hear', () => {
    for (const tenths of [-1_501, 2_501, -32_766, 32_767])
      expect(() => jsonWithLevels([listOf([400, tenths])])).toThrow(RangeError);
  });
});

/** Stretches with levels and without, from a sample to a few minutes of seconds. */
const stretch = fc.record({ missing: fc.boolean(), length: fc.integer({ min: 1, max: 150 }), first: level });
const valuesIn = (stretches: readonly { missing: boolean; length: number; first: number }[]): number[] =>
  stretches.flatMap(({ missing, length, first }) =>
    Array.from({ length }, (_, i) => (missing ? NaN : ((first + i * 7 + 1_500) % 4_001) / 10 - 150)).map(
      (value) => Math.round(value * 10) / 10,
    ),
  );

describe('blocks of levels', () => {
  it('are those of the plain way, with gaps of any length, also at both ends', async () => {
    const steps = fc.constantFrom(100, 1_000, 2_000, 60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(stretch, { maxLength: 8 }), steps, async (stretches, stepMs) => {
        const values = valuesIn(stretches);
        const from = Date.parse('2026-03-02T12:00:00Z');
        const span = { from, to: from + values.length * stepMs };
        // Told in pieces, as the world tells them.
        const [row] = await gather(span, stepMs, (start, end) => [
          {
            start,
            stepMs,
            values: Float64Array.from(values.slice((start - from) / stepMs, (end - from) / stepMs)),
          },
        ]);
        const blocks = (known: Row) =>
          runsOf(known).map((run) => ({ ...claims(known, run), values: wireValues(known, run, 'LAeq') }));
        const text = row === undefined ? '[]' : textOf(blocks(row));
        expect(text).toBe(JSON.stringify(plainBlocks(values, from, stepMs, 'LAeq')));
      }),
    );
  });
});
