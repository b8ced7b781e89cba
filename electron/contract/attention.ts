/** The part of the contract about what needs someone: reasons with their evidence. */
import { none } from './call';
import type { DatasetId, Span } from './model';

/**
 * In order of consequence.
 *
 * - `now`: data is being lost, or what is measured is worth little until somebody acts.
 * - `soon`: it will come to that.
 * - `look`: something to look at.
 */
export type Severity = 'now' | 'soon' | 'look';
/** In order of consequence among reasons of the same severity. */
export type AttentionKind =
  | 'not-measuring'
  | 'silent'
  | 'drift'
  | 'sic-changed'
  | 'certificate'
  | 'sim'
  | 'supply'
  | 'calibration-failed'
  | 'sic-failed'
  | 'coverage';
/** Where to look: a part of an instrument's screens, and the time it is about. */
export interface Evidence {
  readonly instrument: string;
  readonly tab: 'levels' | 'calibration' | 'coverage' | 'system';
  /** Of a tab that is longer than a window. */
  readonly part?: 'sic' | 'certificates' | undefined;
  /** Undefined: it is of no one time, or of all. */
  readonly span: Span | undefined;
}
export interface Attention {
  readonly kind: AttentionKind;
  readonly severity: Severity;
  /** Undefined: of the account, such as a calibrator that goes with no instrument. */
  readonly instrument: string | undefined;
  /** One line with its figure and unit, such as `No data for 3 d 2 h`. */
  readonly text: string;
  /** The age of what it is told from, epoch ms. */
  readonly asOf: number;
  /** Since when it is so, epoch ms; undefined where only that it is so is known. */
  readonly since: number | undefined;
  readonly evidence: Evidence | undefined;
}
/** Something that nobody can say is in order, because it was not asked, or too long ago. */
export interface NotKnown {
  readonly instrument: string;
  /** Such as `Drift: only one calibration so far`. */
  readonly text: string;
  /** When it was last known, epoch ms; undefined: never. */
  readonly asOf: number | undefined;
}
/** The last attempt to ask about an instrument against the last answer, epoch ms. */
export interface InstrumentAsked {
  readonly instrument: string;
  /** When the newest sync that is over and was to ask about it began; undefined: none was. */
  readonly attemptedAt: number | undefined;
  readonly answeredAt: number | undefined;
  /** What was asked for in vain since it was last answered. */
  readonly inVain: readonly DatasetId[];
}
export interface AttentionReport {
  /** When it was judged, epoch ms. */
  readonly at: number;
  /** Worst first. */
  readonly reasons: readonly Attention[];
  readonly unknown: readonly NotKnown[];
  /** Of each instrument. */
  readonly asked: readonly InstrumentAsked[];
  /** The newest sync that was begun, and when one last brought all it was asked for, epoch ms. */
  readonly sync: {
    readonly attemptedAt: number | undefined;
    readonly outcome: 'complete' | 'incomplete' | 'failed' | 'cancelled' | 'under-way' | undefined;
    readonly completeAt: number | undefined;
  };
}

export const attentionCalls = {
  /** Of all instruments that are known. */
  'attention.list': none<AttentionReport>(),
} as const;
