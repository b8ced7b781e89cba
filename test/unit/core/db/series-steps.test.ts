import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelChannel, Span } from '../../../../electron/contract/model';
import type { Archive } from '../../../../electron/core/db/archive';
import { withArchive } from '../../../support/temp-archive';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY = 20_000 * DAY_MS;
const NOW = DAY + 400 * DAY_MS;

const write = (archive: Archive, stepMs: number, start: number, values: Float64Array): void =>
  archive.series.write('timehistory', 'QT1', [{ channel: 'LAeq', stepMs, start, values }]);
const query = (archive: Archive, span: Span, points: number) =>
  archive.series.query('timehistory', 'QT1', ['LAeq'], span, points);
const steady = (length: number, level: number): Float64Array => new Float64Array(length).fill(level);
const energy = (...parts: readonly (readonly [level: number, ms: number])[]): number =>
  10 *
  Math.log10(
    parts.reduce((sum, [level, ms]) => sum + ms * 10 ** (level / 10), 0) /
      parts.reduce((sum, [, ms]) => sum + ms, 0),
  );

describe('samples of several lengths in one channel', () => {
  it('count in the last column of a chart also for time that lies past it', () => {
    withArchive((archive) => {
      // The long sample starts in the last column, of which the short ones tell everything.
      write(archive, 125, DAY, steady(9, 70));
      write(archive, 7_000, DAY + 1_000, steady(1, 59.3));
      const { time, bucketMs, channels } = query(archive, { from: DAY - 2_300, to: DAY + 1_000 }, 10);
      expect([time.at(-1), bucketMs]).toEqual([DAY + 750, 375]);
      expect(channels[0]?.min.at(-1)).toBeCloseTo(59.3, 4);
      expect(channels[0]?.mean.at(-1)).toBeCloseTo(energy([70, 375], [59.3, 6_875]), 4);
    });
  });

  it('count no time twice: the finer ones win, the coarser fill what those leave free', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }));
    const level = fc.integer({ min: 300, max: 900 }).map((code) => code / 10);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stretch, level, fc.constantFrom(100, 500, 1_000)), { minLength: 1, maxLength: 6 }),
        // Few enough seconds a point that samples are read.
        fc.integer({ min: 6, max: 20 }),
        (pieces, points) => {
          withArchive((archive) => {
            const held = new Map<number, Map<number, number>>();
            for (const [[second, seconds], dB, stepMs] of pieces) {
              const start = DAY - 30_000 + second * 1_000;
              const count = (seconds * 1_000) / stepMs;
              write(archive, stepMs, start, steady(count, dB));
              const samples = held.get(stepMs) ?? new Map<number, number>();
              for (let i = 0; i < count; i++) samples.set(start + i * stepMs, dB);
              held.set(stepMs, samples);
            }
            // Told by the tenth of a second, the plain way.
            const span = { from: DAY - 30_000, to: DAY + 60_000 };
            const told = (time: number): number | undefined =>
              [...held.keys()]
                .sort((a, b) => a - b)
                .map((stepMs) => held.get(stepMs)?.get(Math.floor(time / stepMs) * stepMs))
                .find((dB) => dB !== undefined);
            const answer = query(archive, span, points);
            const [channel] = answer.channels as [LevelChannel];
            let tenths = 0;
            for (const [i, start] of answer.time.entries()) {
              const inside: number[] = [];
              for (let time = start; time < start + answer.bucketMs; time += 100) {
                const dB = told(time);
                if (dB !== undefined) inside.push(dB);
                if (dB !== undefined && time >= span.from && time < span.to) tenths++;
              }
              expect(channel.min[i]).toBe(inside.length === 0 ? NaN : Math.fround(Math.min(...inside)));
              expect(channel.max[i]).toBe(inside.length === 0 ? NaN : Math.fround(Math.max(...inside)));
              if (inside.length === 0) expect(channel.mean[i]).toBeNaN();
              else expect(channel.mean[i]).toBeCloseTo(energy(...inside.map((dB) => [dB, 100] as const)), 3);
            }
            expect(answer.validFraction).toBeCloseTo(tenths / 900, 9);
          }, NOW);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are told once from every level too', () => {
    withArchive((archive) => {
      // A second of it all day; for six hours tenths of a second as well, which say something else.
      write(archive, 1_000, DAY, steady(86_400, 60));
      write(archive, 100, DAY + 6 * HOUR_MS, steady(6 * 36_000, 70));
      for (const [days, points] of [
        [1, 100_000],
        [1, 2_000],
        [1, 200],
        [1, 24],
        [1, 5],
      ] as const) {
        const span = { from: DAY, to: DAY + days * DAY_MS };
        const { channels, time, bucketMs, validFraction } = query(archive, span, points);
        expect([bucketMs, validFraction]).toEqual([bucketMs, 1]);
        const fineMs = (start: number): number =>
          Math.max(0, Math.min(start + bucketMs, DAY + 12 * HOUR_MS) - Math.max(start, DAY + 6 * HOUR_MS));
        const isWrong = (start: number, i: number): boolean => {
          const fine = fineMs(start);
          const whole = Math.min(bucketMs, DAY + DAY_MS - start);
          const mean = energy([70, fine], [60, whole - fine]);
          return (
            channels[0]?.max[i] !== (fine > 0 ? 70 : 60) ||
            !(Math.abs((channels[0].mean[i] ?? 0) - mean) < 1e-3)
          );
        };
        expect([...time].filter(isWrong)).toEqual([]);
      }
    }, NOW);
  });

  it('hold as much of a span as there is in all of them together', () => {
    withArchive((archive) => {
      write(archive, 1_000, DAY, steady(43_200, 60));
      write(archive, 100, DAY + 6 * HOUR_MS, steady(12 * 36_000, 70));
      for (const points of [100_000, 2_000, 200, 24, 5])
        expect(query(archive, { from: DAY, to: DAY + DAY_MS }, points).validFraction).toBeCloseTo(0.75, 9);
      expect(query(archive, { from: DAY, to: DAY + 6 * HOUR_MS }, 2_000).validFraction).toBe(1);
      expect(query(archive, { from: DAY + 12 * HOUR_MS, to: DAY + DAY_MS }, 200).validFraction).toBeCloseTo(
        0.5,
        9,
      );
    }, NOW);
  });

  it('that both miss a stretch leave it missing, at every level', () => {
    withArchive((archive) => {
      for (const stepMs of [100, 1_000])
        for (const part of [0, 1])
          write(
            archive,
            stepMs,
            DAY + part * 6.5 * HOUR_MS,
            steady((6 * HOUR_MS + 600_000) / stepMs, 60 + stepMs / 100),
          );
      const span = { from: DAY, to: DAY + 13 * HOUR_MS };
      for (const points of [100_000, 2_000, 200, 14, 5]) {
        const { channels, validFraction } = query(archive, span, points);
        expect([points, validFraction.toFixed(6)]).toEqual([points, (740 / 780).toFixed(6)]);
        const means = [...(channels[0]?.mean ?? [])].filter((mean) => !Number.isNaN(mean));
        expect([points, Math.max(...means)]).toEqual([points, 61]);
      }
    }, NOW);
  });

  it('are read, and found missing, each by itself', () => {
    withArchive((archive) => {
      write(archive, 1_000, DAY, steady(10, 60));
      write(archive, 100, DAY, steady(20, 70));
      const span = { from: DAY, to: DAY + 10_000 };
      const read = (stepMs: number) => archive.series.read('timehistory', 'QT1', 'LAeq', stepMs, span);
      expect([...read(1_000)]).toEqual(Array(10).fill(60));
      expect([...read(100)].filter((level) => level === 70)).toHaveLength(20);
      expect(archive.series.missing('timehistory', 'QT1', 'LAeq', 100, span)).toEqual([
        { from: DAY + 2_000, to: DAY + 10_000 },
      ]);
      expect(archive.series.missing('timehistory', 'QT1', 'LAeq', 1_000, span)).toEqual([]);
    });
  });
});

/** Every byte of samples and levels, added up. */
function bytesIn(file: string, instrument: string): number {
  const db = new Database(file, { readonly: true });
  const tables = ['block', 'level_ten_seconds', 'level_minute', 'level_ten_minutes', 'level_hour'];
  const sizes = tables.map((table) =>
    db
      .prepare<[string], number>(
        `SELECT total(length(data)) FROM ${table} JOIN series ON series.id = series WHERE instrument = ?`,
      )
      .pluck()
      .get(instrument),
  );
  db.close();
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

describe('what is held by channel', () => {
  it('is told with its extent, samples and bytes, finest first', () => {
    withArchive((archive, file) => {
      write(archive, 1_000, DAY, steady(86_400 + 10, 60));
      write(archive, 100, DAY + 5_000, Float64Array.of(70, NaN, 70.5));
      archive.series.write('timehistory', 'QT1', [
        {
          channel: 'LCPeak',
          stepMs: 1_000,
          start: DAY + 3 * DAY_MS,
          values: Float64Array.from({ length: 86_400 }, (_, i) => (i * 7_919) % 101),
        },
      ]);
      archive.series.write('timehistory', 'QT2', [
        { channel: 'LAeq', stepMs: 1_000, start: DAY, values: steady(5, 60) },
      ]);
      const held = archive.series.channels('timehistory', 'QT1');
      expect(held).toMatchObject([
        { channel: 'LAeq', stepMs: 100, extent: { from: DAY + 5_000, to: DAY + 5_300 }, samples: 2 },
        { channel: 'LAeq', stepMs: 1_000, extent: { from: DAY, to: DAY + DAY_MS + 10_000 }, samples: 86_410 },
        {
          channel: 'LCPeak',
          stepMs: 1_000,
          extent: { from: DAY + 3 * DAY_MS, to: DAY + 4 * DAY_MS },
          samples: 86_400,
        },
      ]);
      expect(held.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(bytesIn(file, 'QT1'));
      expect(held[2]?.bytes).toBeGreaterThan(20_000);
      expect(archive.series.channels('weather', 'QT1')).toEqual([]);
    }, NOW);
  });
});
