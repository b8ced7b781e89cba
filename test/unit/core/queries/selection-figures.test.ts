import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../../../electron/contract/model';
import { PERCENTS, type ChannelFigures, type Figures } from '../../../../electron/contract/selection';
import type { Archive } from '../../../../electron/core/db/archive';
import { selectionFigures } from '../../../../electron/core/queries/selection-figures';
import {
  everyTurn,
  inside,
  plainLeq,
  plainMax,
  plainMin,
  plainPercentile,
  plainSamples,
  withArchiveFor,
  writeRuns,
  type PlainRun,
  type PlainSample,
} from '../../../support/plain-selection';
import { nows, oneLength, severalLengths, spanAbout } from '../../../support/random-levels';

/** dB; the coarser levels keep energies to a millionth. */
const CLOSE = 2e-5;

function expectFigures(
  figures: Figures,
  samples: readonly PlainSample[],
  spans: readonly Span[],
  percents: readonly number[] | undefined,
  isUniform: boolean,
): void {
  const validMs = samples.reduce((sum, { weight }) => sum + weight, 0);
  expect(figures.validMs).toBe(validMs);
  expect(figures.ms).toBe(spans.reduce((sum, { from, to }) => sum + to - from, 0));
  expect(figures.max).toEqual(plainMax(samples));
  expect(figures.min).toEqual(plainMin(samples));
  if (samples.length === 0) {
    expect([figures.leq, figures.exposure, figures.lex, figures.percentiles]).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
    return;
  }
  const leq = plainLeq(samples);
  expect(Math.abs((figures.leq ?? NaN) - leq)).toBeLessThan(CLOSE);
  expect(Math.abs((figures.exposure ?? NaN) - (leq + 10 * Math.log10(validMs / 1_000)))).toBeLessThan(CLOSE);
  expect(Math.abs((figures.lex ?? NaN) - (leq + 10 * Math.log10(validMs / 28_800_000)))).toBeLessThan(CLOSE);
  expect(figures.percentiles?.map(({ level }) => level)).toEqual(
    !isUniform ? undefined : percents?.map((each) => plainPercentile(samples, each)),
  );
  expect(figures.samples === undefined).toBe(!isUniform);
  const stepMs = samples[0]?.stepMs;
  if (stepMs === undefined || !isUniform) return;
  expect(figures.samples).toBe(samples.length);
  let expected = 0;
  for (const { from, to } of spans)
    for (let at = Math.ceil(from / stepMs) * stepMs; at < to; at += stepMs) expected++;
  expect(figures.expected).toBe(expected);
}

/** Cuts the span where an exclusion begins or ends, moment by moment. */
function pieces(span: Span, excluded: readonly Span[]): { readonly kept: Span[]; readonly left: Span[] } {
  const edges = [span.from, span.to, ...excluded.flatMap(({ from, to }) => [from, to])]
    .filter((at) => at >= span.from && at <= span.to)
    .sort((a, b) => a - b);
  const [kept, left]: [Span[], Span[]] = [[], []];
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1] ?? from;
    if (to > from) (inside(excluded, from) ? left : kept).push({ from, to });
  }
  return { kept, left };
}

interface Selection {
  readonly span: Span;
  readonly excluded: readonly Span[];
  readonly percents: readonly number[] | undefined;
}
const SELECTIONS = 8;
/** Levels, and several selections of them: writing takes longest. */
const caseOf = (runs: fc.Arbitrary<readonly PlainRun[]>) =>
  runs.chain((all) =>
    fc.record({
      runs: fc.constant(all),
      selections: fc.array(
        fc.record<Selection>({
          span: spanAbout(all),
          excluded: fc.array(spanAbout(all), { maxLength: 4 }),
          percents: fc.constantFrom(undefined, PERCENTS),
        }),
        { minLength: SELECTIONS, maxLength: SELECTIONS },
      ),
    }),
  );

async function check(
  archive: Archive,
  instrument: string,
  all: readonly PlainSample[],
  { span, excluded, percents }: Selection,
): Promise<void> {
  const input = { instrument, channels: ['LAeq'], span, excluded, percents };
  const { channels } = await selectionFigures(archive, input, everyTurn());
  const [figures] = channels as [ChannelFigures];
  const samples = all.filter(({ time }) => inside([span], time));
  expect(figures.stepsMs).toEqual([...new Set(samples.map(({ stepMs }) => stepMs))].sort((a, b) => a - b));
  const isUniform = figures.stepsMs.length < 2 && samples.every(({ weight, stepMs }) => weight === stepMs);
  const { kept, left } = pieces(span, excluded);
  expectFigures(figures.all, samples, [...kept, ...left], percents, isUniform);
  expect(figures.kept === undefined).toBe(left.length === 0);
  if (figures.kept === undefined) return;
  const remaining = samples.filter(({ time }) => inside(kept, time));
  expectFigures(figures.kept, remaining, kept, percents, isUniform);
}

async function prove(runs: fc.Arbitrary<readonly PlainRun[]>, numRuns: number): Promise<void> {
  for (const now of nows)
    await withArchiveFor(now, async (archive) => {
      let count = 0;
      await fc.assert(
        fc.asyncProperty(caseOf(runs), async ({ runs: all, selections }) => {
          const instrument = `Q${count++}`;
          writeRuns(archive, instrument, 'LAeq', all);
          const samples = plainSamples(all);
          for (const selection of selections) await check(archive, instrument, samples, selection);
        }),
        { numRuns },
      );
    });
}

test('figures of any selection are those of a plain computation over its samples', async () => {
  await prove(oneLength, 80);
}, 120_000);

test('they are so too where samples have several lengths', async () => {
  await prove(severalLengths, 40);
}, 120_000);
