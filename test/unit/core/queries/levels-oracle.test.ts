import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LevelSeries, Span } from '../../../../electron/contract/model';
import { queryLevels } from '../../../../electron/core/queries/levels';
import { plainSamples, withArchiveFor, writeRuns, type PlainRun } from '../../../support/plain-selection';
import { nows, oneLength, severalLengths, spanAbout } from '../../../support/random-levels';

/** What each pixel column of a chart should reach, from all samples one by one; NaN where there is none. */
function columnsOf(
  samples: readonly { readonly time: number; readonly value: number }[],
  { time, bucketMs }: Pick<LevelSeries, 'time' | 'bucketMs'>,
): { readonly min: Float32Array; readonly max: Float32Array } {
  const min = new Float32Array(time.length).fill(NaN);
  const max = new Float32Array(time.length).fill(NaN);
  const [first = 0] = time;
  for (const { time: at, value } of samples) {
    const i = Math.floor((at - first) / bucketMs);
    if (i < 0 || i >= time.length) continue;
    if (!((min[i] ?? NaN) <= value)) min[i] = value;
    if (!((max[i] ?? NaN) >= value)) max[i] = value;
  }
  return { min, max };
}

const asked = (runs: fc.Arbitrary<readonly PlainRun[]>) =>
  runs.chain((all) =>
    fc.record({
      runs: fc.constant(all),
      about: fc.array(fc.record({ span: spanAbout(all), maxPoints: fc.integer({ min: 10, max: 3_000 }) }), {
        minLength: 8,
        maxLength: 8,
      }),
    }),
  );

/** Draws charts of random levels. @returns how many columns held something */
async function draw(
  runs: fc.Arbitrary<readonly PlainRun[]>,
  numRuns: number,
  check: (series: LevelSeries, all: readonly PlainRun[]) => void,
): Promise<{ readonly charts: number; readonly columns: number; readonly levels: ReadonlySet<number> }> {
  let [charts, columns] = [0, 0];
  const levels = new Set<number>();
  for (const now of nows)
    await withArchiveFor(now, async (archive) => {
      await fc.assert(
        fc.asyncProperty(asked(runs), ({ runs: all, about }) => {
          const instrument = `Q${charts}`;
          writeRuns(archive, instrument, 'LAeq', all);
          for (const { span, maxPoints } of about) {
            const series = queryLevels(archive, { instrument, channels: ['LAeq'], span, maxPoints });
            expectGrid(series, span, maxPoints);
            check(series, all);
            charts++;
            columns += series.channels[0]?.max.filter((value) => !Number.isNaN(value)).length ?? 0;
            levels.add(series.bucketMs);
          }
          return Promise.resolve();
        }),
        { numRuns },
      );
    });
  return { charts, columns, levels };
}

function expectGrid({ time, bucketMs }: LevelSeries, span: Span, maxPoints: number): void {
  expect(time.length).toBeLessThanOrEqual(maxPoints);
  expect(time[0]).toBeLessThanOrEqual(span.from);
  expect((time.at(-1) ?? NaN) + bucketMs).toBeGreaterThanOrEqual(span.to);
}

test('every pixel column of a chart reaches from the least to the greatest of its samples', async () => {
  const { charts, columns } = await draw(oneLength, 80, (series, all) => {
    const [channel] = series.channels;
    const { min, max } = columnsOf(plainSamples(all), series);
    expect(channel?.min).toEqual(min);
    expect(channel?.max).toEqual(max);
  });
  expect(charts).toBeGreaterThanOrEqual(1_000);
  // How many it comes to is chance: a third of the least of sixty runs.
  expect(columns).toBeGreaterThan(2_500);
}, 120_000);

/** Below this the samples themselves are drawn, ms. */
const DRAWN_FROM_SAMPLES = 20_000;

const heldIn = (runs: readonly PlainRun[]): readonly { readonly time: number; readonly value: number }[] =>
  runs.flatMap(({ start, stepMs, values }) =>
    values.flatMap((value, i) => (Number.isNaN(value) ? [] : [{ time: start + i * stepMs, value }])),
  );

test('where samples have several lengths, a column reaches as far as the shortest, and no further than all', async () => {
  let exact = 0;
  await draw(severalLengths, 30, (series, all) => {
    const [channel] = series.channels;
    const shortest = Math.min(...all.map(({ stepMs }) => stepMs));
    if (series.bucketMs < DRAWN_FROM_SAMPLES && all.every(({ stepMs }) => stepMs % shortest === 0)) {
      const { min, max } = columnsOf(plainSamples(all), series);
      expect([channel?.min, channel?.max]).toEqual([min, max]);
      exact++;
    }
    const least = columnsOf(heldIn(all.filter(({ stepMs }) => stepMs === shortest)), series);
    const most = columnsOf(heldIn(all), series);
    const wrong = [...series.time.keys()].filter((i) => {
      const [low, high] = [channel?.min[i] ?? NaN, channel?.max[i] ?? NaN];
      return (
        high < (least.max[i] ?? NaN) ||
        high > (most.max[i] ?? NaN) ||
        low > (least.min[i] ?? NaN) ||
        low < (most.min[i] ?? NaN) ||
        (Number.isNaN(most.max[i] ?? NaN) ? !Number.isNaN(high) : Number.isNaN(high))
      );
    });
    expect(wrong).toEqual([]);
  });
  expect(exact).toBeGreaterThan(20);
}, 120_000);
