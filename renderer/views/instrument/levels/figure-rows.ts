/** The figures of a selection as rows to read and to copy. Pure. */
import type {
  ChannelFigures,
  FigureName,
  Figures,
  LevelAt,
  SelectionFigures,
  ShownColumn,
  ShownTable,
  Span,
} from '../../../../electron/contract/index';
import { clock, date, duration, exactTime, level, MISSING, percent, spanText } from '../../../format';

export interface Figure {
  readonly text: string;
  /** The time of its sample; undefined where it has none. */
  readonly at: string | undefined;
}
export interface FigureRow {
  readonly label: string;
  readonly all: Figure;
  /** Without what is left out; undefined when nothing is. */
  readonly kept: Figure | undefined;
  /** Why there is no figure. */
  readonly reason: string | undefined;
}
const plain = (text: string): Figure => ({ text, at: undefined });
type PlainName = Exclude<FigureName, 'percentiles'>;
const isGreatest = ({ kind }: ChannelFigures): boolean => kind === 'max' || kind === 'peak';

/**
 * In sections: means, maxima and peaks, the spread of the samples, and how much of the selection they are of. What cannot
 * be told has its reason.
 */
export function figureSections(figures: SelectionFigures, zone: string): readonly (readonly FigureRow[])[] {
  const time = timesIn(figures.span, zone);
  const { channels } = figures;
  const of = (which: readonly ChannelFigures[], names: readonly PlainName[]): readonly FigureRow[] =>
    which.flatMap((channel) =>
      namesOf(channel)
        .filter((name) => names.includes(name))
        .map((name) => plainRow(channel, name, time)),
    );
  const wide = channels.filter((channel) => !isGreatest(channel));
  return [
    of(wide, ['leq', 'exposure', 'lex']),
    of(channels.filter(isGreatest), ['max']),
    wide.flatMap((channel) => [...of([channel], ['max', 'min']), ...percentileRows(channel)]),
    validRows(channels),
  ].filter((rows) => rows.length > 0);
}

/** One for all of them where they are alike. */
function validRows(channels: readonly ChannelFigures[]): readonly FigureRow[] {
  const rows = channels.map(({ name, all, kept }) => ({
    label: `valid ${name}`,
    all: plain(percent(all.validFraction)),
    kept: kept && plain(percent(kept.validFraction)),
    reason: undefined,
  }));
  const [first] = rows;
  if (first === undefined) return [];
  const alike = rows.every(({ all, kept }) => all.text === first.all.text && kept?.text === first.kept?.text);
  return alike ? [{ ...first, label: 'valid' }] : rows;
}

function namesOf(channel: ChannelFigures): readonly PlainName[] {
  if (isGreatest(channel)) return ['max'];
  if (channel.kind === 'other') return ['max', 'min'];
  const usual = ['leq', 'exposure', 'lex', 'max', 'min'] as const;
  // A reason that tells of another channel is no news of this one.
  return usual.filter((name) => name !== 'lex' || channel.reasons.lex === undefined);
}

type TimeText = (ms: number) => string;
const timesIn = (span: Span, zone: string): TimeText =>
  date(span.from, zone) === date(span.to - 1, zone)
    ? (ms) => clock(ms, zone, true)
    : (ms) => `${date(ms, zone).replace(/ \d{4}$/, '')} ${clock(ms, zone, true)}`;

function plainRow(channel: ChannelFigures, name: PlainName, time: TimeText): FigureRow {
  const text = (figures: Figures): Figure => {
    const value: number | LevelAt | undefined = figures[name];
    if (value === undefined) return plain(MISSING);
    return typeof value === 'number' ? plain(level(value)) : { text: level(value.level), at: time(value.at) };
  };
  return {
    label: channel.labels[name],
    all: text(channel.all),
    kept: channel.kept && text(channel.kept),
    reason: channel.reasons[name],
  };
}

function percentileRows(channel: ChannelFigures): readonly FigureRow[] {
  if (channel.kind !== 'leq') return [];
  const reason = channel.reasons.percentiles;
  if (reason !== undefined)
    return [{ label: channel.labels.percentiles, all: plain(MISSING), kept: undefined, reason }];
  return (channel.all.percentiles ?? []).map((one, index) => ({
    label: one.label,
    all: plain(level(one.level)),
    kept: channel.kept && plain(level(channel.kept.percentiles?.[index]?.level)),
    reason: undefined,
  }));
}

export interface Copied {
  readonly figures: SelectionFigures;
  readonly instrument: string;
  readonly zone: string;
}
const head = ({ figures, instrument, zone }: Copied): readonly (readonly [string, string])[] => [
  ['Instrument', instrument],
  ['Selection', spanText(figures.span, zone)],
  ['From', exactTime(figures.span.from, zone)],
  ['To', exactTime(figures.span.to, zone)],
  ['Time zone', zone],
  ['Left out', duration(figures.excludedMs)],
];

/** For a report or a letter: a line for each figure, in dB. */
export function figuresText(copied: Copied): string {
  const lines = figureSections(copied.figures, copied.zone).flatMap((rows) => [
    '',
    ...rows.map(({ label, all, kept, reason }) =>
      [`${label}: ${withUnit(all)}`, kept && `without what is left out: ${withUnit(kept)}`, reason]
        .filter(Boolean)
        .join('; '),
    ),
  ]);
  return [...head(copied).map(([name, value]) => `${name}: ${value}`), ...lines].join('\n');
}
const withUnit = ({ text, at }: Figure): string =>
  `${/\d$/.test(text) ? `${text} dB` : text}${at === undefined ? '' : ` at ${at}`}`;

/** One figure in full precision, with its sample's time where it has one. */
interface RawRow {
  readonly channel: string;
  readonly figure: string;
  readonly unit: 'dB' | '1';
  readonly all: number | LevelAt | undefined;
  readonly kept: number | LevelAt | undefined;
  readonly reason: string | undefined;
}

const rawRows = ({ channels }: SelectionFigures): readonly RawRow[] =>
  channels.flatMap((channel) => {
    const row = (
      figure: string,
      of: (figures: Figures) => number | LevelAt | undefined,
      { unit = 'dB', reason }: { unit?: RawRow['unit']; reason?: string | undefined } = {},
    ): RawRow => {
      const [all, kept] = [of(channel.all), channel.kept && of(channel.kept)];
      return { channel: channel.name, figure, unit, all, kept, reason };
    };
    const why = channel.reasons.percentiles;
    return [
      ...namesOf(channel).map((name) =>
        row(channel.labels[name], (one) => one[name], { reason: channel.reasons[name] }),
      ),
      ...(channel.kind === 'leq' && why !== undefined
        ? [row(channel.labels.percentiles, () => undefined, { reason: why })]
        : []),
      ...(channel.all.percentiles ?? []).map(({ label }, index) =>
        row(label, (one) => one.percentiles?.[index]?.level),
      ),
      row('valid', (one) => one.validFraction, { unit: '1' }),
    ];
  });
const levelOf = (value: number | LevelAt | undefined): number | undefined =>
  typeof value === 'object' ? value.level : value;
const timeOf = (value: number | LevelAt | undefined): number | undefined =>
  typeof value === 'object' ? value.at : undefined;

/** For a table of calculation: a column for each of before and after. */
export function figuresCsv({ figures, instrument, zone }: Copied): string {
  const { from, to } = figures.span;
  const time = (ms: number | undefined) => (ms === undefined ? undefined : exactTime(ms, zone));
  const head = [
    ...['instrument', 'from', 'to', 'zone', 'channel', 'figure', 'unit'],
    ...['all', 'all_at', 'kept', 'kept_at', 'reason'],
  ];
  const rows = rawRows(figures).map(({ channel, figure, unit, all, kept, reason }) => [
    ...[instrument, time(from), time(to), zone, channel, figure, unit],
    ...[levelOf(all), time(timeOf(all)), levelOf(kept), time(timeOf(kept)), reason],
  ]);
  return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\n') + '\n';
}
const csvCell = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The same as a file of its own. */
export function figureTable(figures: SelectionFigures, zone: string): Omit<ShownTable, 'facts'> {
  const two = figures.excludedMs > 0;
  const column = (name: string, kind: ShownColumn['kind']): ShownColumn => ({ name, kind });
  const pair = (name: string) => [column(name, 'number'), column(`${name} at`, 'time')];
  const cells = (value: number | LevelAt | undefined) => [levelOf(value) ?? null, timeOf(value) ?? null];
  return {
    zone,
    columns: [
      ...[column('Channel', 'text'), column('Figure', 'text'), column('Unit', 'text')],
      ...[...pair('All'), ...(two ? pair('Kept') : []), column('Why not', 'text')],
    ],
    rows: rawRows(figures).map(({ channel, figure, unit, all, kept, reason }) => [
      ...[channel, figure, unit === '1' ? 'share' : unit],
      ...[...cells(all), ...(two ? cells(kept) : []), reason ?? null],
    ]),
  };
}
