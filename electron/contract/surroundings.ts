/** The part of the contract about events, environment and the instrument's own health. */
import { z } from 'zod';
import { bySerial, call } from './call';
import { Span, type DatasetId, type Gap, type SkipReason } from './model';
import type { Sound } from './sounds';
import type { Band, SpectrumVariant } from './spectra';

/** What there is of one dataset, and why there is no more. */
export interface AboutDataset {
  readonly dataset: DatasetId;
  readonly title: string;
  /** From the first to the end of the last that is held; undefined: nothing is. */
  readonly extent: Span | undefined;
  /** Around all that MyCirrus answered about, and when it last did, epoch ms; undefined: it was never asked. */
  readonly asked: Span | undefined;
  readonly askedAt: number | undefined;
  /** How far back it is kept; 0: not kept. */
  readonly keptDays: number;
  /** Why MyCirrus is not asked for it at all. */
  readonly skipped: Exclude<SkipReason, 'off'> | undefined;
}

// ---- events ----
/**
 * - `held`: stored here.
 * - `not-held`: MyCirrus names it, and it is not here.
 * - `none`: the event has none.
 */
export type Holding = 'held' | 'not-held' | 'none';
export interface EventRow {
  readonly key: string;
  readonly from: number;
  /** Undefined where the service does not tell. */
  readonly to: number | undefined;
  readonly type: string | undefined;
  /** Name of the trigger. */
  readonly trigger: string | undefined;
  /** Level of the trigger, dB. */
  readonly level: number | undefined;
  readonly history: Holding;
  readonly audio: Holding;
}
export interface EventList {
  /** Newest first. */
  readonly rows: readonly EventRow[];
  /** How many that match are newer than the first of them. */
  readonly offset: number;
  /** How many match. */
  readonly total: number;
}
export interface EventType {
  /** '' stands for events without one. */
  readonly type: string;
  readonly count: number;
}
/** Samples of an event, NaN where one is missing. */
export interface EventHistory {
  /** `event`: what MyCirrus stored with it. `timehistory`: the instrument's own time history of the same time. */
  readonly source: 'event' | 'timehistory';
  /** Start of each sample, epoch ms. */
  readonly time: Float64Array;
  readonly stepMs: number;
  /** dB */
  readonly channels: readonly { readonly name: string; readonly values: Float64Array }[];
}
/** Levels of the bands of one event, dB, lowest band first; NaN where one is missing. */
export interface EventSpectrum {
  /** `event`: as MyCirrus sent it with the event. `timehistory`: of the samples of the instrument's band levels that begin in it. */
  readonly source: 'event' | 'timehistory';
  readonly set: SpectrumVariant['bands'];
  /** Undefined: the service does not state it. */
  readonly weighting: SpectrumVariant['weighting'] | undefined;
  /** Numbered, with a centre of NaN, where the service sent another number of levels than there are bands. */
  readonly bands: readonly Band[];
  /** Lengths of the samples, ms, shortest first; none where the service does not tell. */
  readonly stepsMs: readonly number[];
  readonly mean: Float64Array;
  /** Lowest and highest sample; NaN where the service does not tell. */
  readonly min: Float64Array;
  readonly max: Float64Array;
}
export interface EventDetail extends EventRow {
  /** Numbers that the service does not name, in its order, dB; null where one is missing. */
  readonly overall: readonly (number | null)[];
  /** What the service sent with it first, then what the instrument's band levels say of its time. */
  readonly spectra: readonly EventSpectrum[];
  readonly samples: EventHistory | undefined;
  /** Its audio, here or at MyCirrus. */
  readonly sound: Sound | undefined;
}

// ---- environment and system ----
export const EnvironmentDataset = z.enum(['weather', 'particulates', 'gases', 'ppv', 'vdv']);
export type EnvironmentDataset = z.infer<typeof EnvironmentDataset>;

/**
 * How samples become one point.
 *
 * - `mean`, `greatest`: what the words say.
 * - `dose`: a point is its greatest sample; over the span doses add up by their fourth powers.
 * - `direction`: where the directions point together, degrees; NaN where they cancel out.
 * - `sum`: of a rate, what came in the time that is held.
 * - `at-greatest`: what was measured together with the greatest velocity of the same axis.
 */
export type Joined = 'mean' | 'direction' | 'sum' | 'greatest' | 'dose' | 'at-greatest';
export interface Reading {
  readonly value: number;
  /** Epoch ms. */
  readonly time: number;
  /** Undefined: the service does not state it. */
  readonly unit: string | undefined;
}
export { NO_UNIT } from './usual-figures';

/** NaN where nothing is held. All arrays have the length of `time`. */
export interface SurroundingsColumn {
  readonly name: string;
  /** Of `values` and `over`. Undefined: the service does not state it. */
  readonly unit: string | undefined;
  readonly joined: Joined;
  readonly values: Float64Array;
  /** Lowest and highest sample of each point, in the unit of a sample. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** The whole span as one point; NaN where nothing is held. */
  readonly over: number;
  /** Newest sample held, of any time. */
  readonly latest: Reading | undefined;
}
export interface SurroundingsSeries {
  /** Start of each point, epoch ms, ascending. */
  readonly time: Float64Array;
  /** Length of a point, ms; undefined: each is one sample at its own time. */
  readonly bucketMs: number | undefined;
  /** Usual length of one sample, ms; undefined when none is held. */
  readonly stepMs: number | undefined;
  readonly columns: readonly SurroundingsColumn[];
  /** Where no column has a value, and why. */
  readonly gaps: readonly Gap[];
}
/** Vibration dose of one day or night by the clock of the site; doses add up by their fourth powers. */
export interface VibrationDose {
  /** Of its beginning, `2026-03-29`. */
  readonly date: string;
  /** Day: 07:00 to 23:00; night: 23:00 to 07:00. */
  readonly part: 'day' | 'night';
  /** Epoch ms; what of it lies within the span. */
  readonly from: number;
  readonly to: number;
  /** The span ends within it. */
  readonly isCut: boolean;
  /** Of X, Y and Z, of what is held, in the unit of a sample; NaN where nothing is. */
  readonly doses: readonly [x: number, y: number, z: number];
  /** Share that every axis with a value has, 0 to 1. */
  readonly held: number;
}
export interface SystemNow {
  /** When MyCirrus gave this answer, epoch ms. */
  readonly observedAt: number;
  readonly values: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit: string | undefined;
  }[];
}
export interface SystemEventRow {
  readonly key: string;
  readonly time: number;
  readonly event: string | undefined;
  readonly description: string | undefined;
  /** Whatever else the service said of it. */
  readonly more: readonly { readonly name: string; readonly text: string }[];
}

const page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) };
const points = { span: Span, maxPoints: z.number().int().min(10).max(4_000) };
const fields = z.array(z.string().max(32)).min(1).max(16);
export const surroundingsCalls = {
  /** Every dataset of events, environment and system that has a span. */
  'surroundings.about': call(bySerial)<readonly AboutDataset[]>(),
  /** `around`: the event to show in the middle, wherever it is in the list; where it is not in it, `offset` holds. */
  'events.list': call(
    bySerial.extend({
      span: Span,
      types: z.array(z.string().max(256)).max(64).optional(),
      around: z.string().max(512).optional(),
      ...page,
    }),
  )<EventList>(),
  /** Types of all events in the span, the commonest first. */
  'events.types': call(bySerial.extend({ span: Span }))<readonly EventType[]>(),
  'events.get': call(bySerial.extend({ key: z.string().max(512) }))<EventDetail>(),
  'environment.series': call(
    bySerial.extend({ dataset: EnvironmentDataset, fields, ...points }),
  )<SurroundingsSeries>(),
  /** Days and nights that have any, newest first. Rejects with `invalid` for a zone that there is not. */
  'environment.doses': call(bySerial.extend({ span: Span, zone: z.string().min(1).max(64) }))<
    readonly VibrationDose[]
  >(),
  /** Newest present state; undefined when it was never told. */
  'system.now': call(bySerial)<SystemNow | undefined>(),
  'system.series': call(bySerial.extend({ fields, ...points }))<SurroundingsSeries>(),
  /** Newest first. */
  'system.events': call(bySerial.extend({ span: Span, ...page }))<{
    readonly rows: readonly SystemEventRow[];
    readonly total: number;
  }>(),
} as const;
