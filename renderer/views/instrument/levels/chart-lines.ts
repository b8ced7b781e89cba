/** Answers of the archive as lines of the levels chart. Pure. */
import type {
  Gap,
  LevelSeries,
  MeasuredChannel,
  Span,
  SurroundingsSeries,
} from '../../../../electron/contract/index';
import {
  isCoarse,
  isMaximum,
  nullable,
  tailsOf,
  type ChartLine,
  type LineOwner,
  type LineValues,
} from '../../../charts/lines';
import type { TimedLines } from '../../../charts/merge-lines';
import { channelFormat, channelWords, panelOf, unitWords } from './channels/channel-words';

/** What was read of one source of one instrument. */
export interface Drawn {
  readonly source: MeasuredChannel['source'];
  readonly time: ArrayLike<number>;
  /** How long a point lasts, and how long a sample, ms; undefined when none is held. */
  readonly bucketMs: number;
  readonly stepMs: number | undefined;
  readonly columns: readonly DrawnColumn[];
  readonly gaps: readonly Gap[];
  /** Of the first column, where that is told. */
  readonly validFraction: number | undefined;
  /** What was asked for. */
  readonly span: Span;
}
interface DrawnColumn {
  readonly name: string;
  readonly values: LineValues;
  /** Lowest and highest of each point; made when they are drawn. */
  readonly range: () => { readonly low: LineValues; readonly high: LineValues };
  /** Its values are means of what they stand for; otherwise the greatest, or a sum. */
  readonly isMean: boolean;
}

export const fromLevels = (source: Drawn['source'], series: LevelSeries, span: Span): Drawn => ({
  ...{ source, span, time: series.time, bucketMs: series.bucketMs, stepMs: series.stepMs },
  gaps: series.gaps,
  validFraction: series.validFraction,
  columns: series.channels.map(({ name, mean, min, max }) => ({
    ...{ name, range: () => ({ low: nullable(min), high: nullable(max) }) },
    ...{ values: nullable(isMaximum(name) ? max : mean), isMean: !isMaximum(name) },
  })),
});
export const fromSurroundings = (source: Drawn['source'], series: SurroundingsSeries, span: Span): Drawn => ({
  ...{ source, span, time: series.time, stepMs: series.stepMs, gaps: series.gaps },
  bucketMs: series.bucketMs ?? series.stepMs ?? 0,
  validFraction: undefined,
  columns: series.columns.map(({ name, values, min, max, joined }) => ({
    ...{ name, values: nullable(values), range: () => ({ low: nullable(min), high: nullable(max) }) },
    isMean: joined === 'mean',
  })),
});

type Stroke = Pick<ChartLine, 'ink' | 'hue' | 'dash'>;
const FIRST: Readonly<Record<string, Stroke>> = {
  LAeq: { ink: 'strong' },
  LAFMax: { ink: 'thin' },
  LCPeak: { ink: 'faint' },
};
/** Own values take the further colours from the end, others from the beginning: they seldom meet. */
const OWN_DASHES: readonly (readonly number[])[] = [
  [],
  [14, 3],
  [4, 2],
  [6, 2, 1, 2],
  [],
  [14, 3],
  [4, 2],
  [],
];
const OTHER_DASHES: readonly (readonly number[])[] = [
  ...[
    [9, 3],
    [2, 3],
    [10, 3, 2, 3],
    [5, 5],
  ],
  ...[
    [12, 3, 2, 3, 2, 3],
    [3, 8],
  ],
];
const HUES = 6;

/** How each is drawn: LAeq, or else the first, is what one reads. */
export function ownStrokes(channels: readonly MeasuredChannel[]): readonly Stroke[] {
  const usual = ({ source, name }: MeasuredChannel) => (source === 'timehistory' ? FIRST[name] : undefined);
  const hasStrong = channels.some((channel) => usual(channel)?.ink === 'strong');
  let further = 0;
  return channels.map((channel, index): Stroke => {
    if (!hasStrong && index === 0) return { ink: 'strong' };
    const known = usual(channel);
    if (known !== undefined) return known;
    const dash = OWN_DASHES[further % OWN_DASHES.length] ?? [];
    const hue = (2 * HUES - 1 - further++) % HUES;
    return { ink: 'thin', hue, ...(dash.length > 0 && { dash }) };
  });
}
export const otherStroke = (index: number): Stroke => ({
  ...{ ink: 'thin', hue: index % HUES },
  dash: OTHER_DASHES[index % OTHER_DASHES.length] ?? [],
});

/** The unit of the left-hand axis: dB where there is any. */
export const leftUnit = (channels: readonly MeasuredChannel[]): string | undefined =>
  channels.some(({ unit }) => unit === 'dB') ? 'dB' : channels[0]?.unit;

/** The own lines of what was read, in the order in which they are chosen. */
export function ownLines(
  drawn: readonly Drawn[],
  channels: readonly MeasuredChannel[],
): readonly TimedLines[] {
  const strokes = ownStrokes(channels);
  const left = leftUnit(channels);
  return drawn.map((part) => ({
    time: part.time,
    lines: channels.flatMap((channel, index): ChartLine[] => {
      const column = part.columns.find(({ name }) => name === channel.name);
      if (channel.source !== part.source || column === undefined) return [];
      const stroke = strokes[index] ?? { ink: 'thin' };
      const line = lineOf(channel, column, part, stroke);
      return [{ ...line, unit: unitWords(channel.unit), isRight: channel.unit !== left }];
    }),
  }));
}

function lineOf(channel: MeasuredChannel, column: DrawnColumn, part: Drawn, stroke: Stroke): ChartLine {
  const hasValue = column.values.some((value) => value !== null);
  // Where values cannot be made one, there is only the range of them.
  const isBanded =
    isCoarse(part) && (stroke.ink === 'strong' || (channel.source === 'measurements' && !hasValue));
  return {
    ...stroke,
    name: channelWords(channel),
    values: column.values,
    format: channelFormat(channel),
    pointMs: part.bucketMs,
    ...(panelOf(channel)?.scattered === true && { scattered: true }),
    // Of many samples in one point, some may be missing: what it tells ends nowhere in particular.
    ...(!isCoarse(part) && { tails: tailsOf(part.time, column.values, part.bucketMs) }),
    ...(isBanded && { band: column.range() }),
  };
}

export interface Other extends Pick<LineOwner, 'serial' | 'title'> {
  readonly drawn: Drawn | undefined;
}
/** The same value of other instruments. */
export function otherLines(
  others: readonly Other[],
  main: MeasuredChannel,
  channels: readonly MeasuredChannel[],
): readonly TimedLines[] {
  return others.flatMap(({ serial, title, drawn }, index): TimedLines[] => {
    const column = drawn?.columns.find(({ name }) => name === main.name);
    if (drawn === undefined || column === undefined) return [];
    const owner: LineOwner = { serial, title, gaps: drawn.gaps };
    const line = lineOf(main, column, drawn, otherStroke(index));
    const { name, ...rest } = line;
    const isRight = main.unit !== leftUnit(channels);
    return [
      {
        time: drawn.time,
        lines: [{ ...rest, name: `${serial} ${name}`, owner, isRight, unit: unitWords(main.unit) }],
      },
    ];
  });
}
