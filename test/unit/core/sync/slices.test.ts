import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../electron/core/datasets';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import type { SeriesChunk } from '../../../../electron/core/db/series-store';
import { survey } from '../../../../electron/core/sync/runs';
import { slicesOf } from '../../../../electron/core/sync/slices';
import { lengthMs, subtract, union } from '../../../../electron/core/sync/spans';

const ORIGIN = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const answers = fc
  .record({
    fromH: fc.integer({ min: 0, max: 47 }),
    hours: fc.integer({ min: 1, max: 100 }),
    stepMs: fc.constantFrom(1_000, 60_000),
    channels: fc.integer({ min: 0, max: 4 }),
    cutH: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ fromH, hours, stepMs, channels, cutH }) => {
    const span = { from: ORIGIN + fromH * HOUR, to: ORIGIN + (fromH + hours) * HOUR };
    const chunks = Array.from({ length: channels }, (_, index): SeriesChunk => {
      const values = new Float64Array((span.to - span.from) / stepMs).fill(50 + index);
      return { channel: `C${index}`, stepMs, start: span.from, values };
    });
    const at = Math.min(span.to, span.from + cutH * HOUR);
    const row = { dataset: 'timehistory', instrument: 'QT1', params: '1s', askedAt: 0, asks: 1 } as const;
    const rows: CoverageRow[] = [
      { ...row, from: span.from, to: at, state: 'settled' as const, why: undefined },
      { ...row, from: at, to: span.to, state: 'provisional' as const, why: 'gap' as const },
    ].filter((each) => lengthMs(each) > 0);
    return { span, chunks, rows };
  });

describe('an answer in slices', () => {
  it('is all there, once, newest first, and the ledger never runs ahead of the samples', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async ({ span, chunks, rows }) => {
        const slices = slicesOf(span, chunks, rows);
        const starts = slices.map((slice) => slice.span.from);
        expect(starts).toEqual([...starts].sort((a, b) => b - a));
        const count = (list: readonly SeriesChunk[]) =>
          list.reduce((sum, { values }) => sum + values.length, 0);
        expect(count(slices.flatMap((slice) => slice.chunks))).toBe(count(chunks));
        const ledger = slices.flatMap((slice) => slice.rows);
        expect(ledger.reduce((sum, row) => sum + lengthMs(row), 0)).toBe(lengthMs(span));
        expect(subtract([span], ledger)).toEqual([]);
        for (let i = 0; i < slices.length; i += 1) {
          const written = slices.slice(0, i + 1).flatMap((slice) => slice.chunks);
          const claimed = union(slices.slice(0, i + 1).flatMap((slice) => slice.rows));
          for (const { channel } of chunks) {
            const mine = written.filter((chunk) => chunk.channel === channel);
            const { received } = await survey(mine, 0, () => Promise.resolve());
            expect(subtract(claimed, received)).toEqual([]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds no more than one block of a channel and day, or about so many samples', () => {
    const values = new Float64Array(7 * 86_400).fill(50);
    const span = { from: ORIGIN, to: ORIGIN + 7 * DAY_MS };
    const chunks = ['A', 'B', 'C'].map((channel) => ({ channel, stepMs: 1_000, start: ORIGIN, values }));
    const sizes = slicesOf(span, chunks, []).map((slice) =>
      slice.chunks.reduce((sum, chunk) => sum + chunk.values.length, 0),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(150_000);
    expect(sizes).toHaveLength(21);
  });
});
