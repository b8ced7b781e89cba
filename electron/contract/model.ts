/** The nouns of Leqbook as they cross the contract. Times are epoch ms UTC, spans half-open, levels in dB. */
import { z } from 'zod';

export const Serial = z.string().min(1).max(128);
export const EpochMs = z.number().int();
export const Span = z
  .object({ from: EpochMs, to: EpochMs })
  .refine((span) => span.from < span.to, 'the span ends before it begins');
export type Span = z.infer<typeof Span>;

/** Short, stable names of what Leqbook keeps. The registry in the core says what each one is. */
export const DatasetId = z.enum([
  'instruments',
  'status',
  'calibrations',
  'calibrationlog',
  'sic',
  'measurements',
  'timehistory',
  'recordings',
  'events',
  'eventhistory',
  'frequency',
  'frequencyhistory',
  'weather',
  'particulates',
  'gases',
  'ppv',
  'vdv',
  'monitorcurrent',
  'monitorstats',
  'monitorevents',
]);
export type DatasetId = z.infer<typeof DatasetId>;

/** One way of asking for a dataset, such as `third-Z`; '' where there is nothing to choose. The registry lists them. */
export const VariantId = z.string().max(32);

export const AudioFormat = z.enum(['FLAC', 'WAV', 'AAC', 'OGG']);
export type AudioFormat = z.infer<typeof AudioFormat>;

// ---- session ----
export interface Account {
  readonly id: string;
  readonly kind: 'cloud' | 'demo';
  readonly label: string;
  readonly createdAt: number;
  /** Whether a key was stored in the keychain; the key itself never crosses the contract. */
  readonly keyStored: boolean;
}
/**
 * - `none`: no account yet, show sign-in.
 * - `signed-in`: a key is in memory.
 * - `signed-out`: an account's data is readable, but there is no key (signed out, or the keychain would not give it).
 * - `rejected`: as signed-out, because the service rejected the key.
 */
export interface SessionState {
  readonly state: 'none' | 'signed-in' | 'signed-out' | 'rejected';
  readonly account: Account | undefined;
  readonly accounts: readonly Account[];
  readonly keyFrom: 'keychain' | 'session' | 'environment' | undefined;
  /** Why the keychain would not give the key, when that is why nobody is signed in. */
  readonly keychainProblem: string | undefined;
}

export interface NetworkState {
  readonly state: 'unknown' | 'online' | 'offline';
  /** Since when, epoch ms; of the first failure in a row, or the first success in a row. */
  readonly since: number | undefined;
  /** Epoch ms of the last answer that came from the service itself. */
  readonly lastOnlineAt: number | undefined;
  readonly reason: string | undefined;
}

// ---- instruments ----
export interface CalibrationState {
  readonly time: number | undefined;
  readonly status: string | undefined;
  /** dB */
  readonly level: number | undefined;
  /** dB from the factory calibration. */
  readonly offset: number | undefined;
}
export interface SicState {
  readonly time: number | undefined;
  readonly status: string | undefined;
  /** dB at 500 Hz, 1 kHz, 8 kHz; comparable only with the same instrument's own history. */
  readonly bands: Readonly<Partial<Record<'500Hz' | '1kHz' | '8kHz', number>>>;
}
export interface Instrument {
  readonly serial: string;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly model: string | undefined;
  readonly features: readonly string[];
  readonly position: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly subscription: {
    readonly tier: string | undefined;
    readonly status: string | undefined;
    readonly addons: readonly string[];
  };
  /** When MyCirrus last listed it, epoch ms. */
  readonly listedAt: number;
  /** False when the newest list no longer named it; its data stays. */
  readonly onServer: boolean;
}
export interface InstrumentStatus {
  readonly online: boolean | undefined;
  readonly measuring: boolean | undefined;
  readonly calibrationInProgress: boolean | undefined;
  readonly sicInProgress: boolean | undefined;
  readonly lastCalibration: CalibrationState | undefined;
  readonly lastSic: SicState | undefined;
  /** When MyCirrus gave this answer, epoch ms: the age of everything in it. */
  readonly observedAt: number;
}
export interface FleetEntry {
  readonly instrument: Instrument;
  /** Undefined: never asked. */
  readonly status: InstrumentStatus | undefined;
  /** Newest sample or record held of any dataset, epoch ms. */
  readonly newestDataAt: number | undefined;
  readonly drift: DriftVerdict;
}

// ---- calibration ----
export type DriftVerdict = 'within' | 'investigate' | 'suspect' | 'unknown';
export interface CalibrationRow {
  readonly time: number;
  readonly status: string;
  readonly level: number | undefined;
  readonly offset: number | undefined;
  /** Offset less that of the previous success, dB, signed; undefined for the first, and for failures. */
  readonly drift: number | undefined;
  readonly verdict: DriftVerdict;
}
export interface CalibrationLogRow {
  readonly time: number;
  readonly user: string | undefined;
  readonly message: string | undefined;
}
export interface SicRow extends SicState {
  readonly time: number;
}
export interface CalibrationHistory {
  readonly calibrations: readonly CalibrationRow[];
  readonly log: readonly CalibrationLogRow[];
  readonly sic: readonly SicRow[];
  /** Drift of the two newest successes, dB; undefined with fewer than two. */
  readonly latestDrift: number | undefined;
  readonly latestVerdict: DriftVerdict;
  /** The house rule in force, dB: over these, "investigate" and "suspect". */
  readonly thresholds: { readonly investigate: number; readonly suspect: number };
  /** When each dataset was last asked, epoch ms; undefined: never. */
  readonly askedAt: Readonly<Partial<Record<DatasetId, number>>>;
}

// ---- levels ----
/** One chart column per bucket; NaN where nothing is held. All arrays have the length of `time`. */
export interface LevelChannel {
  readonly name: string;
  readonly min: Float32Array;
  readonly max: Float32Array;
  /** Energy mean of the bucket, dB. */
  readonly mean: Float32Array;
}
export interface LevelSeries {
  /** Start of each bucket, epoch ms. */
  readonly time: Float64Array;
  readonly bucketMs: number;
  /** Length of one stored sample, ms; undefined when nothing is held. */
  readonly stepMs: number | undefined;
  readonly channels: readonly LevelChannel[];
  readonly gaps: readonly Gap[];
  /** Samples held over samples the span has room for, 0 to 1, of the first channel. */
  readonly validFraction: number;
}
/**
 * Why a stretch shows no data.
 *
 * - `not-asked`: MyCirrus was never asked.
 * - `empty`: asked, and there is finally nothing there.
 * - `provisional`: asked, nothing there yet; it will be asked again.
 * - `offline`: as provisional, because the instrument was offline when asked.
 * - `self-check`: a calibration or a SIC was running.
 * - `forbidden`: not available to this key.
 * - `failed`: could not be fetched, or its stored copy was damaged; it will be tried again.
 */
export type GapReason =
  'not-asked' | 'empty' | 'provisional' | 'offline' | 'self-check' | 'forbidden' | 'failed';
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason;
}
export interface MeasurementTable {
  readonly rows: readonly {
    readonly from: number;
    readonly to: number | undefined;
    readonly values: Readonly<Record<string, number | string | null>>;
  }[];
}

// ---- coverage ----
/** One stretch of a strip: held when `reason` is undefined, otherwise why not. */
export interface CoveragePiece {
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason | undefined;
  /** More than the reason says by itself, such as the service's own words. */
  readonly detail: string | undefined;
  /** When it was last asked, and when it will be asked again, epoch ms. */
  readonly askedAt: number | undefined;
  readonly askAgainAt: number | undefined;
}
/** What is held of one dataset of one instrument over a span, end to end. */
export interface CoverageStrip {
  readonly instrument: string;
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly title: string;
  readonly span: Span;
  /** Why it is not asked of this instrument, or is switched off; then `pieces` may be empty. */
  readonly skipped: SkipReason | undefined;
  readonly pieces: readonly CoveragePiece[];
  /** Share of the span's past that is held, 0 to 1. For records: that was answered, whether or not anything was there. */
  readonly held: number;
  /** Share of the span's past whose answer is final, 0 to 1. */
  readonly settled: number;
}
/** Why a dataset is not asked of an instrument. `off`: the person does not keep it. */
export type SkipReason = 'type' | 'model' | 'feature' | 'scope' | 'not-on-server' | 'off';
export interface Skipped {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
  readonly reason: SkipReason;
}
/** What to keep, and how far back; a choice for one instrument wins over one for all ('' as the instrument). */
export const KeepChoice = z.object({
  instrument: z.union([z.literal(''), Serial]),
  dataset: DatasetId,
  variant: VariantId,
  /** 0: do not keep. Undefined: forget this choice, so that what holds for all, or the default, holds again. */
  days: z.number().int().min(0).max(3_660).optional(),
});
export type KeepChoice = z.infer<typeof KeepChoice>;
export interface KeepRow {
  readonly instrument: string;
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly title: string;
  /** 0: not kept. */
  readonly days: number;
  /** Where the number comes from. */
  readonly from: 'default' | 'all' | 'instrument';
  readonly skipped: SkipReason | undefined;
  /** What a day of it takes on disk, bytes; `measured` says whether that is from this archive or a careful guess. */
  readonly diskBytesPerDay: number;
  readonly measured: boolean;
  /** What it will take on disk once `days` are here, bytes. */
  readonly diskBytes: number;
}
export interface KeepPlan {
  /** Per instrument known, every dataset and variant that has a span. */
  readonly rows: readonly KeepRow[];
  /** As `rows`, for all instruments without a choice of their own; `instrument` is ''. */
  readonly all: readonly KeepRow[];
  readonly archiveBytes: number;
  readonly freeBytes: number | undefined;
}
export interface CoverageEntry {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly from: number;
  readonly to: number;
  /** `settled` is final, `provisional` will be asked again. */
  readonly state: 'settled' | 'provisional';
  readonly askedAt: number;
}

export interface AppInfo {
  readonly name: string;
  readonly version: string;
  readonly electron: string | undefined;
  readonly packaged: boolean;
  readonly dataFolder: string;
}
