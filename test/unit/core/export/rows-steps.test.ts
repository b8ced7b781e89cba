import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSteps, type StepSamples } from '../../../../electron/core/export/rows-steps';

const LENGTH_MS = 60_000;
const samplesOf = (stepMs: number) =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constant(NaN) }, fc.integer({ min: 1, max: 9 })), {
      ...{ minLength: LENGTH_MS / stepMs, maxLength: LENGTH_MS / stepMs },
    })
    .map((values): StepSamples => ({
      stepMs,
      from: 0,
      to: LENGTH_MS,
      channels: [Float64Array.from(values)],
    }));

describe('samples of several lengths', () => {
  it('become ascending rows that do not overlap, leave no room, and lose no sample to a longer one', () => {
    fc.assert(
      fc.property(
        fc
          .subarray([1_000, 5_000, 10_000], { minLength: 1 })
          .chain((steps) => fc.tuple(...steps.map(samplesOf))),
        (all) => {
          const { time, stepMs, channels } = mergeSteps(all);
          const values = channels[0] ?? new Float64Array();
          const valued = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
          for (let i = 1; i < time.length; i++) expect(time[i]).toBeGreaterThan(time[i - 1] ?? Infinity);
          let end = 0;
          for (const i of valued) {
            expect(time[i]).toBeGreaterThanOrEqual(end);
            end = (time[i] ?? 0) + (stepMs[i] ?? 0);
          }
          const [finest] = all;
          const told = new Map(
            valued.filter((i) => stepMs[i] === finest?.stepMs).map((i) => [time[i], values[i]]),
          );
          for (const [slot, value] of (finest?.channels[0] ?? []).entries())
            if (!Number.isNaN(value)) expect(told.get(slot * (finest?.stepMs ?? 0))).toBe(value);
          // Every moment has a row.
          const covered = new Uint8Array(60);
          for (let i = 0; i < time.length; i++)
            covered.fill(1, (time[i] ?? 0) / 1_000, ((time[i] ?? 0) + (stepMs[i] ?? 0)) / 1_000);
          expect(covered.includes(0)).toBe(false);
        },
      ),
    );
  });
});
