/** Figures of a selection, of all of it and of what is not excluded from it. */
import type { Span } from '../../contract/model';
import type {
  ChannelFigures,
  FigureName,
  Figures,
  LevelAt,
  SelectionFigures,
} from '../../contract/selection';
import { figureLabels, percentileLabel, whyNot } from '../acoustics/figure-words';
import { levelKind } from '../acoustics/level-kind';
import { lexEightHours, soundExposureLevel } from '../acoustics/levels';
import { pooledLevels } from '../acoustics/pool';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { slotsIn } from '../series/slots';
import { stretchesOf } from '../series/stretches';
import { intersect, lengthMs, subtract } from '../sync/spans';
import { sumStretches, type Sums } from './selection-sums';

/** Buckets of what counts, and of what is excluded. */
const KEPT = 0;
const EXCLUDED = 1;

export interface FiguresInput {
  readonly instrument: string;
  readonly channels: readonly string[];
  readonly span: Span;
  readonly percents?: readonly number[] | undefined;
  readonly excluded?: readonly Span[] | undefined;
}

/** @throws Failure `cancelled` when the pace is told to stop */
export async function selectionFigures(
  archive: Archive,
  input: FiguresInput,
  pace: Pace,
): Promise<SelectionFigures> {
  const { span } = input;
  const excluded = intersect([span], input.excluded ?? []);
  const spans = [subtract([span], excluded), excluded] as const;
  const channels: ChannelFigures[] = [];
  for (const channel of input.channels) channels.push(await ofChannel(archive, input, spans, channel, pace));
  return { span, excludedMs: totalMs(excluded), channels };
}

/** By bucket. */
type Parts = readonly [kept: readonly Span[], excluded: readonly Span[]];

const totalMs = (spans: readonly Span[]): number => spans.reduce((sum, each) => sum + lengthMs(each), 0);

async function ofChannel(
  archive: Archive,
  { instrument, percents }: FiguresInput,
  parts: Parts,
  name: string,
  pace: Pace,
): Promise<ChannelFigures> {
  const kind = levelKind(name);
  const stretches = stretchesOf(
    parts.flatMap((spans, into) => spans.map((span) => ({ ...span, into }))).sort((a, b) => a.from - b.from),
  );
  const pooled = percents !== undefined && kind !== 'peak' && kind !== 'other';
  const sums = await sumStretches({
    ...{ archive, instrument, channel: name, stretches, pace },
    ...{ buckets: parts.length, detail: true, pooled },
  });
  const { stepsMs, pools } = sums;
  const isOverfull = pools.some((pool) => pool.isOverfull);
  const reasons = whyNot(name, kind, { stepsMs, isUniform: sums.isUniform, isOverfull });
  const of = (which: readonly number[]): Figures =>
    figuresOf({ name, parts, sums, which, percents: pooled ? percents : undefined, reasons });
  const all = of([KEPT, EXCLUDED]);
  const kept = parts[EXCLUDED].length === 0 ? undefined : of([KEPT]);
  return { name, kind, stepsMs, labels: figureLabels(name, kind, stepsMs), reasons, all, kept };
}

interface Of {
  readonly name: string;
  readonly parts: Parts;
  readonly sums: Sums;
  /** Of which buckets together. */
  readonly which: readonly number[];
  readonly percents: readonly number[] | undefined;
  readonly reasons: ChannelFigures['reasons'];
}

function figuresOf({ name, parts, sums, which, percents, reasons }: Of): Figures {
  const { weight, sum } = sums.buckets;
  const add = (of: (bucket: number) => number): number => which.reduce((total, each) => total + of(each), 0);
  const spans = which.flatMap((each) => parts[each] ?? []);
  const ms = totalMs(spans);
  const validMs = add((each) => weight[each] as number);
  const told = <T>(figure: FigureName, tell: () => T): T | undefined =>
    validMs > 0 && reasons[figure] === undefined ? tell() : undefined;
  const best = (all: Sums['max'], isBetter: (a: LevelAt, b: LevelAt) => boolean): LevelAt | undefined =>
    which
      .flatMap((each) => all[each] ?? [])
      .reduce<LevelAt | undefined>((a, b) => (a === undefined || isBetter(b, a) ? b : a), undefined);
  const max = best(sums.max, (a, b) => a.level > b.level || (a.level === b.level && a.at < b.at));
  const min = best(sums.min, (a, b) => a.level < b.level || (a.level === b.level && a.at < b.at));
  const energy = 10 * Math.log10(add((each) => sum[each] as number) / validMs);
  // Rounding may carry a mean past the only value there is.
  const leq = Math.min(max?.level ?? Infinity, Math.max(min?.level ?? -Infinity, energy));
  const pools = which.flatMap((each) => sums.pools[each] ?? []);
  return {
    ...{ ms, validMs, ...countsOf(spans, sums, validMs, ms) },
    leq: told('leq', () => leq),
    exposure: told('exposure', () => soundExposureLevel(leq, validMs)),
    lex: told('lex', () => lexEightHours(leq, validMs)),
    max: told('max', () => max),
    min: told('min', () => min),
    percentiles:
      percents &&
      told('percentiles', () =>
        pooledLevels(pools, percents).map((level, i) => {
          const percent = percents[i] as number;
          return { percent, level, label: percentileLabel(percent, name, sums.stepsMs) };
        }),
      ),
  };
}

function countsOf(
  spans: readonly Span[],
  { stepsMs, isUniform }: Sums,
  validMs: number,
  ms: number,
): Pick<Figures, 'samples' | 'expected' | 'validFraction'> {
  const [stepMs] = stepsMs;
  if (stepMs === undefined || !isUniform) {
    const validFraction = ms === 0 ? 0 : Math.min(1, validMs / ms);
    return { samples: undefined, expected: undefined, validFraction };
  }
  const samples = Math.round(validMs / stepMs);
  const expected = spans.reduce((sum, span) => {
    const { from, to } = slotsIn(span, stepMs);
    return sum + to - from;
  }, 0);
  return { samples, expected, validFraction: expected === 0 ? 0 : samples / expected };
}
