import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { survey } from '../../../../electron/core/sync/runs';
import { lengthMs, subtract } from '../../../../electron/core/sync/spans';

const ORIGIN = Date.UTC(2026, 2, 1);
const chunkOf = (channel: string, held: readonly boolean[]) => ({
  channel,
  stepMs: 1_000,
  start: ORIGIN,
  values: Float64Array.from(held, (one) => (one ? 50 : NaN)),
});
const samples = fc.array(fc.boolean(), { maxLength: 60 });
const turns = fc.integer({ min: 1, max: 70 });

describe('the stretches of an answer that have values', () => {
  it('are what a look at each sample finds, and shorter holes do not part them', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.integer({ min: 0, max: 8 }), turns, async (held, ignore, turn) => {
        const each = held.flatMap((one, i) =>
          one ? [{ from: ORIGIN + i * 1_000, to: ORIGIN + (i + 1) * 1_000 }] : [],
        );
        const found = await survey([chunkOf('A', held)], ignore * 1_000, () => Promise.resolve(), turn);
        expect(found.samples).toBe(each.length);
        expect(subtract(each, found.received)).toEqual([]);
        const last = each.at(-1)?.to ?? ORIGIN;
        const holes = (list: readonly { from: number; to: number }[]) =>
          subtract([{ from: ORIGIN, to: last }], list).filter(
            (hole) => lengthMs(hole) >= Math.max(1, ignore) * 1_000,
          );
        expect(holes(found.received).filter(({ from }) => from > ORIGIN)).toEqual(
          holes(each).filter(({ from }) => from > (each[0]?.from ?? 0)),
        );
      }),
    );
  });

  it('are those of all channels together, and others get a turn after every so many samples', async () => {
    await fc.assert(
      fc.asyncProperty(samples, samples, turns, async (a, b, turn) => {
        let given = 0;
        const chunks = [chunkOf('A', a), chunkOf('B', b)];
        const found = await survey(
          chunks,
          0,
          () => {
            given += 1;
            return Promise.resolve();
          },
          turn,
        );
        expect(given).toBe(Math.floor((a.length + b.length) / turn));
        expect(found.samples).toBe([...a, ...b].filter(Boolean).length);
        const either = Array.from({ length: 60 }, (_, i) => (a[i] ?? false) || (b[i] ?? false));
        expect(found.received).toEqual(
          (await survey([chunkOf('A', either)], 0, () => Promise.resolve())).received,
        );
      }),
    );
  });
});
