/** Random levels about a midnight of UTC: runs with gaps, of one or several sample lengths, in days that are over or not. */
import fc from 'fast-check';
import type { Span } from '../../electron/contract/model';
import type { PlainRun } from './plain-selection';

const HOUR_MS = 3_600_000;
export const MIDNIGHT = 20_000 * 24 * HOUR_MS;

/** How many samples of a length are written at most: enough to fill whole cells of coarser levels. */
const MOST: Readonly<Record<number, number>> = {
  100: 1_500,
  125: 800,
  1_000: 4_000,
  7_000: 700,
  60_000: 2_000,
};
const LENGTHS = Object.keys(MOST).map(Number);

/** Levels by a seed, in tenths or hundredths; runs of missing ones between runs of held ones. */
function levels(seed: number, count: number, decimals: number, gaps: number): number[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const scale = 10 ** decimals;
  const values: number[] = [];
  while (values.length < count) {
    const isGap = next() < gaps;
    const length = Math.ceil(next() ** 3 * (isGap ? 300 : 1_200));
    const about = 30 + next() * 60;
    for (let i = 0; i < length && values.length < count; i++)
      values.push(isGap ? NaN : Math.round((about + next() * 12) * scale) / scale);
  }
  return values;
}

const run = (stepMs: number): fc.Arbitrary<PlainRun> =>
  fc
    .record({
      seed: fc.integer(),
      // Some lie inside others.
      count: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: MOST[stepMs] ?? 100 })),
      hours: fc.oneof(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: -26, max: 25, noNaN: true }),
      ),
      decimals: fc.constantFrom(1, 1, 2),
      gaps: fc.constantFrom(0, 0.2, 0.6),
    })
    .map(({ seed, count, hours, decimals, gaps }) => ({
      stepMs,
      start: Math.round((MIDNIGHT + hours * HOUR_MS) / stepMs) * stepMs,
      values: levels(seed, count, decimals, gaps),
    }));

const runs = (stepsMs: readonly number[]): fc.Arbitrary<readonly PlainRun[]> =>
  fc
    .array(fc.constantFrom(...stepsMs).chain(run), { minLength: 1, maxLength: 3 })
    // What comes later replaces what is held: kept apart here, so that it is known what is held.
    .map((all) => all.filter((each, i) => !all.slice(0, i).some((other) => overlaps(each, other))));

const overlaps = (a: PlainRun, b: PlainRun): boolean =>
  a.stepMs === b.stepMs &&
  a.start < b.start + b.values.length * b.stepMs &&
  b.start < a.start + a.values.length * a.stepMs;

export const oneLength: fc.Arbitrary<readonly PlainRun[]> = fc
  .constantFrom(...LENGTHS)
  .chain((stepMs) => runs([stepMs]));
/** Longer samples in the middle of shorter ones. */
const nested: fc.Arbitrary<readonly PlainRun[]> = fc
  .record({
    fine: fc.constantFrom(100, 1_000).chain(run),
    stepMs: fc.constantFrom(1_000, 7_000, 60_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    values: fc.array(
      fc.integer({ min: 300, max: 900 }).map((tenths) => tenths / 10),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .filter(({ fine, stepMs }) => fine.stepMs < stepMs)
  .map(({ fine, stepMs, share, values }) => {
    const at = fine.start + share * fine.values.length * fine.stepMs;
    return [fine, { stepMs, start: Math.floor(at / stepMs) * stepMs, values }];
  });
export const severalLengths: fc.Arbitrary<readonly PlainRun[]> = fc.oneof(
  fc.shuffledSubarray(LENGTHS, { minLength: 2, maxLength: 3 }).chain(runs),
  nested,
);

/** Moments that cut samples, that lie between them, and that cells of every level begin at. */
const moment = fc
  .tuple(
    fc.double({ min: -30, max: 54, noNaN: true }),
    fc.constantFrom(1, 1_000, 10_000, 60_000, 600_000, HOUR_MS),
  )
  .map(([hours, unit]) => Math.round((MIDNIGHT + hours * HOUR_MS) / unit) * unit);
/** About the runs, mostly. */
export const spanAbout = (all: readonly PlainRun[]): fc.Arbitrary<Span> =>
  fc
    .tuple(fc.oneof(momentIn(all), moment), fc.oneof(momentIn(all), moment))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));

const momentIn = (all: readonly PlainRun[]): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.constantFrom(...all),
      fc.double({ min: -0.1, max: 1.1, noNaN: true }),
      fc.constantFrom(1, 1_000, 60_000, HOUR_MS),
    )
    .map(
      ([{ start, stepMs, values }, share, unit]) =>
        Math.round((start + share * values.length * stepMs) / unit) * unit,
    );

/** Whether the days of the runs are over: then they are compressed. */
export const nows = [MIDNIGHT, MIDNIGHT + 100 * 24 * HOUR_MS] as const;
