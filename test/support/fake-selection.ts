/** Figures of a selection as a street gives them: the canned core's answers to `selection.*`. */
import type {
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
