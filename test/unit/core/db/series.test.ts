import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelChannel, Span } from '../../../../electron/contract/model';
import { isFailure } from '../../../../electron/contract/result';
import type { Archive } from '../../../../electron/core/db/archive';
import type { SeriesChunk } from '../../../../electron/core/db/series-store';
import { withArchive } from '../../../support/temp-archive';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY = 20_000 * DAY_MS;
const LATER = DAY + 400 * DAY_MS;

const write = (archive: Archive, ...chunks: SeriesChunk[]): void =>
  archive.series.write('timehistory', 'QT1', chunks);
const read = (archive: Archive, span: Span, stepMs = 1_000, channel = 'LAeq'): Float64Array =>
  archive.series.read('timehistory', 'QT1', channel, stepMs, span);
const query = (archive: Archive, span: Span, points: number, ...channels: string[]) =>
  archive.series.query('timehistory', 'QT1', channels.length > 0 ? channels : ['LAeq'], span, points);
const missing = (archive: Archive, span: Span, stepMs = 1_000): readonly Span[] =>
  archive.series.missing('timehistory', 'QT1', 'LAeq', stepMs, span);
const chunk = (start: number, values: readonly number[], stepMs = 1_000, channel = 'LAeq'): SeriesChunk => ({
  channel,
  stepMs,
  start,
  values: Float64Array.from(values),
});

/** What should be held, by the time at which each sample starts. */
type Model = Map<number, number>;
function writeModel(model: Model, { start, stepMs, values }: SeriesChunk): void {
  for (const [i, value] of values.entries()) if (Number.isFinite(value)) model.set(start + i * stepMs, value);
}

/** Every bucket told the plain way from samples by their start. */
function plainBuckets(model: Model, time: Float64Array, bucketMs: number): Omit<LevelChannel, 'name'> {
  const min = new Float32Array(time.length).fill(NaN);
  const max = new Float32Array(time.length).fill(NaN);
  const energy = new Float64Array(time.length);
  const count = new Float64Array(time.length);
  for (const [start, value] of model) {
    const i = Math.floor((start - (time[0] as number)) / bucketMs);
    if (i < 0 || i >= time.length) continue;
    min[i] = count[i] === 0 ? value : Math.min(min[i] as number, value);
    max[i] = count[i] === 0 ? value : Math.max(max[i] as number, value);
    energy[i] = (energy[i] as number) + 10 ** (value / 10);
    count[i] = (count[i] as number) + 1;
  }
  const mean = Float32Array.from(energy, (sum, i) => 10 * Math.log10(sum / (count[i] as number)));
  return { min, max, mean: mean.map((dB, i) => (count[i] === 0 ? NaN : dB)) };
}
function expectBuckets(answer: ReturnType<typeof query>, model: Model): void {
  const plain = plainBuckets(model, answer.time, answer.bucketMs);
  const [channel] = answer.channels as [LevelChannel];
  // Which of plus and minus zero is the less means nothing for an extreme.
  expect(channel.min.map((dB) => dB + 0)).toEqual(plain.min.map((dB) => dB + 0));
  expect(channel.max.map((dB) => dB + 0)).toEqual(plain.max.map((dB) => dB + 0));
  for (const [i, mean] of plain.mean.entries()) {
    if (Number.isNaN(mean)) expect(channel.mean[i]).toBeNaN();
    else expect(channel.mean[i]).toBeCloseTo(mean, 3);
  }
}

const level = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 14_000 }).map((code) => code / 100), weight: 8 },
  { arbitrary: fc.constant(NaN), weight: 2 },
  { arbitrary: fc.constantFrom(-0, 61.123456789, 400, Infinity), weight: 1 },
);
const STEPS = [100, 1_000, 7_000, 60_000] as const;
const plan = fc.record({
  stepMs: fc.constantFrom(...STEPS),
  /** Around midnight, where blocks meet. */
  pieces: fc.array(
    fc.tuple(fc.integer({ min: -300, max: 300 }), fc.array(level, { minLength: 1, maxLength: 200 })),
    { minLength: 1, maxLength: 6 },
  ),
  together: fc.boolean(),
  now: fc.constantFrom(0, LATER),
});

describe('stored levels', () => {
  it('are what was written, however it came in pieces', () => {
    fc.assert(
      fc.property(
        plan,
        fc.integer({ min: -500, max: 0 }),
        fc.integer({ min: 1, max: 500 }),
        (each, from, to) => {
          withArchive((archive) => {
            const { stepMs } = each;
            const midnight = Math.ceil(DAY / stepMs) * stepMs;
            const chunks = each.pieces.map(([slot, values]) =>
              chunk(midnight + slot * stepMs, values, stepMs),
            );
            const model: Model = new Map();
            for (const one of chunks) writeModel(model, one);
            if (each.together) write(archive, ...chunks);
            else for (const one of chunks) write(archive, one);

            const span = { from: midnight + from * stepMs + 1, to: midnight + to * stepMs - 1 };
            const slots = Array.from({ length: to - from - 1 }, (_, i) => midnight + (from + 1 + i) * stepMs);
            expect([...read(archive, span, stepMs)]).toEqual(slots.map((time) => model.get(time) ?? NaN));

            const whole = slots.filter((time) => time + stepMs <= span.to);
            const gone = missing(archive, span, stepMs).flatMap((gap) =>
              whole.filter((time) => time >= gap.from && time < gap.to),
            );
            expect(gone).toEqual(whole.filter((time) => !model.has(time)));

            const answer = query(archive, span, 10 + (to % 90));
            expectBuckets(answer, model);
            const held = slots.filter((time) => model.has(time)).length;
            expect(answer.validFraction).toBeCloseTo(slots.length === 0 ? 0 : held / slots.length, 9);

            const times = [...model.keys()].sort((a, b) => a - b);
            const first = times[0];
            const extent =
              first === undefined ? undefined : { from: first, to: (times.at(-1) ?? 0) + stepMs };
            expect(archive.series.extent('timehistory', 'QT1')).toEqual(extent);
          }, each.now);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('tell the extremes exactly from every level of the pyramid', () => {
    withArchive((archive) => {
      const stepMs = 10_000;
      const perDay = DAY_MS / stepMs;
      const model: Model = new Map();
      for (let day = 0; day < 40; day++) {
        const values = Array.from({ length: perDay }, (_, i) =>
          (i + day) % 977 < 40 ? NaN : (5_000 + ((i * 7_919 + day * 104_729) % 4_001)) / 100,
        );
        const one = chunk(DAY + day * DAY_MS, values, stepMs);
        write(archive, one);
        writeModel(model, one);
      }
      const units = [2_000, 1_100, 700, 50].map((points) => {
        const days = { 2_000: 2, 1_100: 6 }[points] ?? 39;
        const span = { from: DAY + 5 * HOUR_MS + 123, to: DAY + days * DAY_MS };
        const answer = query(archive, span, points);
        expectBuckets(answer, model);
        return answer.bucketMs;
      });
      const coarsest = (ms: number): number | undefined =>
        [HOUR_MS, 600_000, 60_000, 10_000].find((unit) => ms % unit === 0);
      expect(units.map(coarsest)).toEqual([10_000, 60_000, 600_000, HOUR_MS]);
    }, LATER);
  });

  it('are replaced by newer values, never by missing ones', () => {
    withArchive((archive) => {
      write(archive, chunk(DAY, [50, 51, 52, NaN]));
      write(archive, chunk(DAY, [NaN, 61, Infinity, NaN]));
      expect([...read(archive, { from: DAY, to: DAY + 4_000 })]).toEqual([50, 61, 52, NaN]);
    });
  });

  it('take in what arrives late, in the coarser levels too', () => {
    withArchive((archive) => {
      write(archive, chunk(DAY, [50]), chunk(DAY + 2 * HOUR_MS, [60]));
      const span = { from: DAY, to: DAY + 10 * DAY_MS };
      expect(query(archive, span, 10).channels[0]?.max[0]).toBe(60);
      write(archive, chunk(DAY + HOUR_MS, [70, 71]));
      expect(query(archive, span, 10).channels[0]?.max[0]).toBe(71);
      expect(missing(archive, { from: DAY, to: DAY + HOUR_MS + 2_000 })).toEqual([
        { from: DAY + 1_000, to: DAY + HOUR_MS },
      ]);
    });
  });

  it('with different sample lengths in one channel are shown together', () => {
    withArchive((archive) => {
      write(
        archive,
        chunk(DAY, [50, 50]),
        chunk(
          DAY + 2_000,
          Array.from({ length: 20 }, () => 70),
          100,
        ),
      );
      const answer = query(archive, { from: DAY, to: DAY + 4_000 }, 100);
      expect(answer).toMatchObject({ bucketMs: 1_000, stepMs: 100, validFraction: 1 });
      expect([...(answer.channels[0]?.mean ?? [])]).toEqual([50, 50, 70, 70]);
      const whole = query(archive, { from: DAY, to: DAY + 40_000 }, 11).channels[0];
      expect(whole?.mean[0]).toBeCloseTo(10 * Math.log10((1e5 + 1e7) / 2), 4);
    });
  });

  it('of channels and instruments nobody wrote are missing, not zero', () => {
    withArchive((archive) => {
      write(archive, chunk(DAY, [50], 1_000, 'LAeq'));
      const span = { from: DAY, to: DAY + 2_000 };
      const { channels } = query(archive, span, 10, 'LCPeak', 'LAeq');
      expect(channels.map(({ name, max }) => [name, ...max])).toEqual([
        ['LCPeak', NaN, NaN],
        ['LAeq', 50, NaN],
      ]);
      expect([...read(archive, span, 1_000, 'LCPeak')]).toEqual([NaN, NaN]);
      expect(archive.series.query('timehistory', 'QT2', ['LAeq'], span, 10)).toMatchObject({
        stepMs: undefined,
        validFraction: 0,
      });
      expect(archive.series.extent('timehistory', 'QT2')).toBeUndefined();
    });
  });

  it('of steps or places that no series has are refused whole', () => {
    withArchive((archive) => {
      const good = chunk(DAY, [50]);
      for (const bad of [
        chunk(DAY, [1], 50),
        chunk(DAY, [1], 61_000),
        chunk(DAY + 1, [1]),
        chunk(NaN, [1]),
      ]) {
        let thrown: unknown;
        try {
          write(archive, good, bad);
        } catch (error) {
          thrown = error;
        }
        expect(isFailure(thrown, 'invalid')).toBe(true);
      }
      expect(archive.series.extent('timehistory', 'QT1')).toBeUndefined();
    });
  });
});
