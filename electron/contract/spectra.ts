/** The part of the contract about octave and third-octave bands. */
import { z } from 'zod';
import { bySerial, call } from './call';
import { EpochMs, Span, type Gap, type SkipReason } from './model';

/**
 * Which spectra of an instrument.
 *
 * - `history`: band levels sample by sample, of a second or so.
 * - `measurements`: band levels of the measurement periods set in the instrument, such as 15 min.
 */
export const SpectrumVariant = z.object({
  source: z.enum(['history', 'measurements']),
  bands: z.enum(['Octave', 'Third']),
  weighting: z.enum(['Z', 'A', 'C']),
});
export type SpectrumVariant = z.infer<typeof SpectrumVariant>;

export interface Band {
  /** The nominal name, such as `1.25 kHz`: a label, not a frequency. */
  readonly name: string;
  /** The exact base-10 centre, Hz. */
  readonly centreHz: number;
}
/** What there is of one way of measuring spectra. */
export interface HeldSpectra {
  readonly variant: SpectrumVariant;
  /** Undefined: nothing is held. */
  readonly extent: Span | undefined;
  /** Lengths of samples or measurement periods held, ms, shortest first. */
  readonly stepsMs: readonly number[];
  /** How far back it is kept; 0: not kept. */
  readonly keptDays: number;
  /** Why MyCirrus is not asked for it, where it cannot be kept at all. */
  readonly skipped: Exclude<SkipReason, 'off'> | undefined;
  /** When MyCirrus was last asked, epoch ms; undefined: never. */
  readonly askedAt: number | undefined;
}
/** Levels of all bands over one stretch of time, dB, lowest band first; NaN where nothing is held. */
export interface Spectrum {
  readonly bands: readonly Band[];
  /** What it is of: the sample's or measurement's own time, or the span that was asked about. */
  readonly span: Span;
  /** Lengths of the samples or measurement periods it is made of, ms, shortest first. */
  readonly stepsMs: readonly number[];
  /** How many measurement periods it is made of; undefined for samples. */
  readonly periods: number | undefined;
  /** Energy mean, and the lowest and highest sample or period. */
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Share of the span that is held, 0 to 1, per band. */
  readonly valid: Float64Array;
  /** Energy sum of the bands' means, dB, and of how many bands it is; NaN of none. */
  readonly broadband: { readonly level: number; readonly bands: number };
  /**
   * LAeq of the time history, dB, NaN when none is held, from where the bands begin in the span to where they end; and which
   * share of that is held.
   */
  readonly laeq: { readonly level: number; readonly valid: number };
}
/** Energy means over equal stretches of time, a column each. */
export interface SpectrumImage {
  readonly bands: readonly Band[];
  /** Start of the first column, epoch ms; columns lie on multiples of their own length. */
  readonly first: number;
  readonly columnMs: number;
  readonly columns: number;
  readonly stepsMs: readonly number[];
  /** dB, band by band, lowest first: band `b` of column `c` is at `b * columns + c`. NaN is a gap. */
  readonly levels: Float32Array;
  /** Columns without a level in any band, and why. */
  readonly gaps: readonly Gap[];
}

const aboutSpectra = bySerial.extend({ variant: SpectrumVariant });
export const spectraCalls = {
  /** Every way of measuring spectra, held or not. */
  'spectra.held': call(bySerial)<readonly HeldSpectra[]>(),
  /** The sample, or the measurement, that a moment lies in; undefined when none is held there. */
  'spectra.at': call(aboutSpectra.extend({ time: EpochMs }))<Spectrum | undefined>(),
  /** Mean, lowest and highest of a span: of the samples that begin in it, or of the measurements that lie wholly in it. */
  'spectra.over': call(aboutSpectra.extend({ span: Span }))<Spectrum>(),
  /** A picture of a span of at most that many columns. */
  'spectra.image': call(
    aboutSpectra.extend({ span: Span, columns: z.number().int().min(10).max(4_000) }),
  )<SpectrumImage>(),
} as const;
