import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetId, LevelChannel } from '../../../../electron/contract/model';
import { meanOf, type Mean } from '../../../../electron/core/datasets';
import type { Archive } from '../../../../electron/core/db/archive';
import { plainMean } from '../../../support/plain-mean';
import { withArchive } from '../../../support/temp-archive';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAY = 20_000 * DAY_MS;
const NOW = DAY + 400 * DAY_MS;

/** A channel for each way of averaging. */
const CHANNELS: readonly (readonly [DatasetId, string, Mean])[] = [
  ['timehistory', 'LAeq', 'energy'],
  ['weather', 'pressure', 'arithmetic'],
  ['weather', 'windDirection', 'direction'],
  ['ppv', 'vMaxX', 'greatest'],
];
const value = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 3_599_999 }).map((code) => code / 10_000), weight: 8 },
  { arbitrary: fc.integer({ min: 0, max: 3_599 }).map((code) => code / 10), weight: 8 },
  { arbitrary: fc.constant(NaN), weight: 2 },
);

function expectBuckets(
  { time, bucketMs, channels }: ReturnType<Archive['series']['query']>,
  kind: Mean,
  held: ReadonlyMap<number, number>,
): void {
  const [channel] = channels as [LevelChannel];
  for (const [i, start] of time.entries()) {
    const values = [...held].filter(([at]) => at >= start && at < start + bucketMs).map(([, each]) => each);
    const none = values.length === 0;
    expect(channel.min[i]).toBe(none ? NaN : Math.fround(Math.min(...values)));
    expect(channel.max[i]).toBe(none ? NaN : Math.fround(Math.max(...values)));
    const mean = channel.mean[i] as number;
    if (none) expect(mean).toBeNaN();
    else {
      const plain = plainMean(kind, values);
      if (kind !== 'direction') expect(Math.abs(mean - plain.mean)).toBeLessThan(1e-3);
      else if (plain.length > 1e-2)
        expect(Math.abs(((((mean - plain.mean + 540) % 360) + 360) % 360) - 180)).toBeLessThan(1e-2);
    }
  }
}

describe('a mean', () => {
  it('of minute data is the one its channel has, from samples and from every level', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANNELS),
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: -200, max: 200 }),
        fc.constantFrom(0, NOW),
        ([dataset, channel, kind], values, slot, now) => {
          withArchive((archive) => {
            const start = DAY + slot * MINUTE_MS;
            const stepMs = MINUTE_MS;
            archive.series.write(dataset, 'Q', [
              { channel, stepMs, start, values: Float64Array.from(values) },
            ]);
            const held = new Map(
              values
                .map((each, i) => [start + i * stepMs, each] as const)
                .filter(([, each]) => !Number.isNaN(each)),
            );
            for (const [hours, points] of [
              [12, 720],
              [48, 100],
              [96, 20],
            ] as const) {
              const span = { from: DAY - 6 * HOUR_MS, to: DAY + hours * HOUR_MS };
              expectBuckets(archive.series.query(dataset, 'Q', [channel], span, points), kind, held);
            }
          }, now);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is that of the registry', () => {
    expect(CHANNELS.map(([dataset, channel]) => meanOf(dataset, channel))).toEqual(
      CHANNELS.map(([, , mean]) => mean),
    );
  });

  it('of a northerly wind is north, and of winds that cancel out no number', () => {
    withArchive((archive) => {
      const winds = (start: number, ...degrees: number[]) =>
        archive.series.write('weather', 'Q', [
          { channel: 'windDirection', stepMs: MINUTE_MS, start, values: Float64Array.from(degrees) },
        ]);
      winds(DAY, 350, 10, 355, 5);
      winds(DAY + HOUR_MS, 90, 270);
      const span = { from: DAY, to: DAY + 200 * HOUR_MS };
      const { channels, bucketMs } = archive.series.query('weather', 'Q', ['windDirection'], span, 201);
      const [north, nowhere] = channels[0]?.mean ?? [];
      expect(bucketMs).toBe(HOUR_MS);
      expect([Math.min(north ?? 180, 360 - (north ?? 180)) < 1e-6, nowhere]).toEqual([true, NaN]);
      expect([...(channels[0]?.max ?? [])].slice(0, 2)).toEqual([355, 270]);
    }, NOW);
  });

  it('stays what it was when a channel was first kept', () => {
    withArchive((archive) => {
      const samples = {
        channel: 'unheardOf',
        stepMs: MINUTE_MS,
        start: DAY,
        values: Float64Array.of(60, 70),
      };
      archive.series.write('weather', 'Q', [samples]);
      const span = { from: DAY, to: DAY + 2 * MINUTE_MS };
      const query = () => archive.series.query('weather', 'Q', ['unheardOf'], span, 2).channels[0]?.mean[0];
      expect(query()).toBe(65);
    });
  });
});
