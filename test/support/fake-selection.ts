/** Figures of a selection as a street gives them: the canned core's answers to `selection.*`. */
import type {
  Handlers,
  LevelPeriods,
  RatingPart,
  Ratings,
  ChannelFigures,
  Figures,
  LevelKind,
  SelectionFigures,
  Span,
} from '../../electron/contract/index';

const KINDS: Readonly<Record<string, LevelKind>> = { LAeq: 'leq', LAFMax: 'max', LCPeak: 'peak' };
const BASE: Readonly<Record<string, number>> = { LAeq: 58.3, LAFMax: 84.1, LCPeak: 103.7 };

function figures(
  name: string,
  { from, to }: Span,
  less: number,
  percents: readonly number[] | undefined,
): Figures {
  const base = (BASE[name] ?? 50) - less;
  const isLeq = KINDS[name] === 'leq';
  const exposure = base + 10 * Math.log10((to - from) / 1_000);
  return {
    ms: to - from,
    validMs: 0.97 * (to - from),
    samples: Math.round((0.97 * (to - from)) / 1_000),
    expected: Math.round((to - from) / 1_000),
    validFraction: 0.97,
    leq: isLeq ? base : undefined,
    exposure: isLeq ? exposure : undefined,
    lex: isLeq ? exposure - 44.6 : undefined,
    max: { level: isLeq ? base + 21 : base, at: from + (to - from) / 3 },
    min: KINDS[name] === 'peak' ? undefined : { level: base - 22, at: from },
    percentiles: isLeq
      ? percents?.map((percent) => ({
          percent,
          level: base + 10 - percent / 5,
          label: `L${String(percent)} of 1 s ${name}`,
        }))
      : undefined,
  };
}

export function fakeFigures(input: {
  readonly channels: readonly string[];
  readonly span: Span;
  readonly percents?: readonly number[] | undefined;
  readonly excluded?: readonly Span[] | undefined;
}): SelectionFigures {
  const { span, percents, excluded = [] } = input;
  return {
    span,
    excludedMs: excluded.reduce((sum, { from, to }) => sum + to - from, 0),
    channels: input.channels.map((name): ChannelFigures => {
      const kind = KINDS[name] ?? 'other';
      return {
        name,
        kind,
        stepsMs: [1_000],
        labels: {
          leq: name,
          exposure: 'LAE',
          lex: 'LEX,8h',
          max: kind === 'leq' ? `greatest 1 s ${name}` : name,
          min: `least 1 s ${name}`,
          percentiles: `Ln of 1 s ${name}`,
        },
        reasons: kind === 'leq' ? {} : { leq: 'Only Leq can be made of Leq.' },
        all: figures(name, span, 0, percents),
        kept: excluded.length === 0 ? undefined : figures(name, span, 1.2, percents),
      };
    }),
  };
}

const HOUR = 3_600_000;
const partOf = (level: number, hours: number): RatingPart => ({
  ...{ level, ms: hours * HOUR, validMs: 0.97 * hours * HOUR, validFraction: 0.97, isThin: false },
});
/** Every day alike; the days are those of UTC. */
export function fakeRatings({ span, zone }: { readonly span: Span; readonly zone: string }): Ratings {
  const rating = {
    ...{ day: partOf(59.1, 12), evening: partOf(56.4, 4), night: partOf(49.8, 8), whole: partOf(57.4, 24) },
    ...{ lden: 59.9, ldn: 59.2, isThin: false },
  };
  const first = Math.floor(span.from / (24 * HOUR));
  const days = Math.min(400, Math.ceil(span.to / (24 * HOUR)) - first);
  return {
    zone,
    periods: { day: 420, evening: 1_140, night: 1_380 },
    hours: { day: 12, evening: 4, night: 8 },
    leastFraction: 0.9,
    labels: { day: 'Lden (24 h sample)', span: `Lden (${String(days)} days)`, ldn: 'Ldn (07–22, 22–07)' },
    days: Array.from({ length: days }, (_, index) => {
      const from = (first + index) * 24 * HOUR;
      const date = new Date(from).toISOString().slice(0, 10);
      return { ...rating, date, from, to: from + 24 * HOUR, isCut: from < span.from };
    }),
    span: rating,
  };
}
export function fakePeriods(input: {
  readonly channel: string;
  readonly span: Span;
  readonly minutes: number;
}): LevelPeriods {
  const { channel, span, minutes } = input;
  const lengthMs = minutes * 60_000;
  const first = Math.floor(span.from / lengthMs) * lengthMs;
  const from = Float64Array.from(
    { length: Math.ceil((span.to - first) / lengthMs) },
    (_, index) => first + index * lengthMs,
  );
  return {
    by: channel === 'LAeq' ? 'energy' : 'greatest',
    label: `${channel},${String(minutes)} min`,
    from,
    to: from.map((at) => at + lengthMs),
    level: from.map((at) => (BASE[channel] ?? 50) + 6 * Math.sin((2 * Math.PI * at) / (24 * HOUR))),
    validFraction: Float32Array.from(from, () => 0.97),
  };
}

/** No limit is set. */
export const fakeSelectionHandlers = (): Pick<
  Handlers,
  'selection.figures' | 'selection.ratings' | 'selection.periods' | 'selection.exceedances'
> => ({
  'selection.figures': fakeFigures,
  'selection.ratings': fakeRatings,
  'selection.periods': fakePeriods,
  'selection.exceedances': () => ({ leastFraction: 0.9, limits: [] }),
});
