/** The part of the contract about figures of a stretch of time that someone selected. */
import { z } from 'zod';
import { bySerial, call } from './call';
import { EpochMs, Span } from './model';
import { PERIOD_MINUTES } from './usual-figures';

export { PERCENTS, PERIOD_MINUTES } from './usual-figures';

const Channel = z.string().min(1).max(32);
/** IANA name of the zone that the site's clocks show. */
const Zone = z.string().min(1).max(64);

/**
 * What a channel's samples are: `leq` means by energy, of which longer ones can be made; `max` and `peak` greatest values,
 * of which only a greater one can be told; `other` is what Leqbook knows nothing about.
 */
export type LevelKind = 'leq' | 'max' | 'peak' | 'other';
export type FigureName = 'leq' | 'exposure' | 'lex' | 'max' | 'min' | 'percentiles';
/** A sample's level, dB, and the start of the first that has it, epoch ms. */
export interface LevelAt {
  readonly level: number;
  readonly at: number;
}
export interface Percentile {
  readonly percent: number;
  /** dB; reached or exceeded by that share of the samples. */
  readonly level: number;
  /** What it is, such as `L90 of 1 s LAeq`. */
  readonly label: string;
}
/** Of every sample that starts in what is looked at. What is undefined has its reason beside it. */
export interface Figures {
  /** How long that is, and how much of it is held, ms. */
  readonly ms: number;
  readonly validMs: number;
  /** Samples held, and as many as there is room for; undefined where they have several lengths. */
  readonly samples: number | undefined;
  readonly expected: number | undefined;
  /** 0 to 1. */
  readonly validFraction: number;
  /** Energy mean, dB. */
  readonly leq: number | undefined;
  /** The energy of what is held, as if in one second (LAE), and as if over eight hours (LEX,8h), dB. */
  readonly exposure: number | undefined;
  readonly lex: number | undefined;
  readonly max: LevelAt | undefined;
  readonly min: LevelAt | undefined;
  /** In the order asked for; undefined also when they were not asked for. */
  readonly percentiles: readonly Percentile[] | undefined;
}
export interface ChannelFigures {
  readonly name: string;
  readonly kind: LevelKind;
  /** Lengths of the samples that took part, ms, shortest first. */
  readonly stepsMs: readonly number[];
  /** What each figure is called, such as `LAE`. */
  readonly labels: Readonly<Record<FigureName, string>>;
  /** A sentence for each figure that cannot be told. */
  readonly reasons: Readonly<Partial<Record<FigureName, string>>>;
  /** Of the whole selection. */
  readonly all: Figures;
  /** Without what is excluded; undefined when nothing of the selection is. */
  readonly kept: Figures | undefined;
}
export interface SelectionFigures {
  readonly span: Span;
  /** How much of the selection is excluded, ms. */
  readonly excludedMs: number;
  readonly channels: readonly ChannelFigures[];
}

/** One part of a day of the site's clock. */
export interface RatingPart {
  /** Energy mean, dB; NaN when nothing is held. */
  readonly level: number;
  /** How long it really was, ms: a night at a clock change has an hour more or less. */
  readonly ms: number;
  readonly validMs: number;
  /** 0 to 1. */
  readonly validFraction: number;
  /** Less of it is held than the house rule asks for. */
  readonly isThin: boolean;
}
export interface Rating {
  readonly day: RatingPart;
  readonly evening: RatingPart;
  readonly night: RatingPart;
  /** All of it: LAeq,24h of a day. */
  readonly whole: RatingPart;
  /** dB; NaN when one of its parts has no level. */
  readonly lden: number;
  readonly ldn: number;
  /** Less of a part is held than the house rule asks for. */
  readonly isThin: boolean;
}
export interface DayRating extends Rating {
  /** Of the site's calendar, such as `2026-03-29`. */
  readonly date: string;
  readonly from: number;
  readonly to: number;
  /** The selection cuts it: what lies outside counts as not held. */
  readonly isCut: boolean;
}
export interface Ratings {
  readonly zone: string;
  /** Minutes of the site's clock at which each part begins. */
  readonly periods: { readonly day: number; readonly evening: number; readonly night: number };
  /** Hours by which day, evening and night count in Lden. */
  readonly hours: { readonly day: number; readonly evening: number; readonly night: number };
  /** Below this share, 0 to 1, a part is thin. */
  readonly leastFraction: number;
  /** Such as `Lden (24 h sample)`, and what the figures of the whole selection are, such as `Lden (31 days)`. */
  readonly labels: { readonly day: string; readonly span: string; readonly ldn: string };
  readonly days: readonly DayRating[];
  /** Over all that is selected: each part is the energy mean of all of that part. */
  readonly span: Rating;
}

/** Periods of the site's clock. All arrays have the length of `from`. */
export interface LevelPeriods {
  /** How a period's level is made of its samples. */
  readonly by: 'energy' | 'greatest' | 'mean';
  /** Such as `LAeq,15 min`. */
  readonly label: string;
  /** Epoch ms; the first and the last reach beyond the selection where that cuts them. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** dB; NaN when nothing is held. */
  readonly level: Float64Array;
  /** Share of the period that is selected and held, 0 to 1. */
  readonly validFraction: Float32Array;
}

/** The periods over one limit. All arrays have the length of `from`. */
export interface LimitExceedances {
  /** The entry with the limit. */
  readonly id: number;
  readonly name: string;
  readonly channel: string;
  /** dB */
  readonly limit: number;
  /** What was compared, such as `LAeq,15 min`. */
  readonly label: string;
  /** Periods in which the limit applies, those that have a level, and those of which less is held than the house rule asks for. */
  readonly periods: number;
  readonly judged: number;
  readonly thin: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly level: Float64Array;
  /** dB over the limit. */
  readonly over: Float64Array;
  readonly validFraction: Float32Array;
}
export interface Exceedances {
  readonly leastFraction: number;
  /** One for each limit that applies to the instrument, by name. */
  readonly limits: readonly LimitExceedances[];
}

export const selectionCalls = {
  /** Quick without `percents`; with them every sample is read, in turns, which takes a moment for months. */
  'selection.figures': call(
    bySerial.extend({
      channels: z.array(Channel).min(1).max(8),
      span: Span,
      percents: z.array(z.number().gt(0).max(100)).min(1).max(32).optional(),
      /** In any order; they may overlap and reach beyond the selection. */
      excluded: z
        .array(z.object({ from: EpochMs, to: EpochMs }))
        .max(200_000)
        .optional(),
    }),
  )<SelectionFigures>(),
  'selection.ratings': call(
    bySerial.extend({
      channel: Channel,
      span: Span,
      zone: Zone,
      /** When a row of `days` begins: at midnight, or when day begins, so that nights are not cut. */
      from: z.enum(['midnight', 'day']).default('midnight'),
      excluded: z
        .array(z.object({ from: EpochMs, to: EpochMs }))
        .max(200_000)
        .optional(),
    }),
  )<Ratings>(),
  'selection.periods': call(
    bySerial.extend({
      channel: Channel,
      span: Span,
      minutes: z.literal(PERIOD_MINUTES),
      zone: Zone,
      excluded: z
        .array(z.object({ from: EpochMs, to: EpochMs }))
        .max(200_000)
        .optional(),
    }),
  )<LevelPeriods>(),
  /** Every limit that is set for the instrument, or for all. */
  'selection.exceedances': call(
    bySerial.extend({
      span: Span,
      zone: Zone,
      excluded: z
        .array(z.object({ from: EpochMs, to: EpochMs }))
        .max(200_000)
        .optional(),
    }),
  )<Exceedances>(),
} as const;
