/** The part of the contract about the calibration passport: what an instrument's data can be trusted on, and what is not known. */
import { z } from 'zod';
import { bySerial, call, none } from './call';
import type {
  CalibrationHistory,
  CalibrationLogRow,
  CalibrationRow,
  DriftVerdict,
  SicRow,
  Span,
} from './model';
import type { Added, Entry } from './people';
import type { SavedFile } from './save';

export type Certificate = Extract<Added, { kind: 'certificate' }>;
export type CertificateFile = NonNullable<Certificate['file']>;
export interface PassportCertificate {
  /** Of all instruments where it names none, as that of a shared calibrator. */
  readonly entry: Entry;
  readonly certificate: Certificate;
  /** Whole days until it is due; below 0 when it was due before today. */
  readonly daysLeft: number;
  /** `replaced`: the same device has one issued later. */
  readonly state: 'current' | 'soon' | 'overdue' | 'replaced';
}

/** Another microphone or a factory calibration: nothing is compared across it. */
export interface MicrophoneChange {
  readonly entry: Entry;
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
  readonly serial: string | undefined;
}

/** One band each, dB. */
export type SicBands = SicRow['bands'];
/** The median of each band over the first successes of a stretch. */
export interface SicBaseline {
  /** Of its first result, epoch ms. */
  readonly from: number;
  readonly results: number;
  /** What it begins with; `first`: neither a calibration nor a change of microphone is known before it. */
  readonly after: 'calibration' | 'microphone' | 'first';
  readonly bands: SicBands;
}
export interface PassportSic extends SicRow {
  /** dB from the baseline in force; a band is absent where either is missing. */
  readonly from: SicBands;
  /** Index of that baseline; undefined: there were too few results for one. */
  readonly baseline: number | undefined;
  readonly verdict: 'within' | 'investigate' | 'unknown';
}

/** What lies between one successful calibration and the next, or a change of microphone. */
export interface PassportStretch {
  /** The calibrations on either side; undefined: there is none with this microphone. */
  readonly before: CalibrationRow | undefined;
  readonly after: CalibrationRow | undefined;
  /** Where it begins and ends, epoch ms; undefined: with the data. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** dB; undefined unless there is a calibration with an offset on either side. The data are not corrected by it. */
  readonly drift: number | undefined;
  readonly verdict: DriftVerdict;
  /** First and end of the noise data held in it, epoch ms; undefined: none is held. */
  readonly data: Span | undefined;
  /** How long those data last together, without gaps of a day and more, ms. */
  readonly heldMs: number;
}

/** One thing that is not known; `at` and `to`, epoch ms, and `days` where it says when, until when and how long. */
export interface PassportUnknown {
  readonly kind:
    | 'calibrations-not-asked'
    | 'calibrations-partly-asked'
    | 'no-calibration'
    | 'no-drift'
    | 'no-calibration-before'
    | 'no-calibration-after'
    | 'microphone'
    | 'no-data'
    | 'no-instrument-certificate'
    | 'no-calibrator-certificate'
    | 'instrument-certificate-overdue'
    | 'calibrator-certificate-overdue'
    | 'calibrator-used'
    | 'sic-not-asked'
    | 'no-sic'
    | 'no-sic-baseline'
    | 'log-not-asked';
  readonly at?: number | undefined;
  readonly to?: number | undefined;
  readonly days?: number | undefined;
}

export interface Passport {
  readonly instrument: {
    readonly serial: string;
    readonly name: string | undefined;
    readonly model: string | undefined;
    readonly type: string | undefined;
  };
  /** By which Leqbook, and when, epoch ms. */
  readonly version: string;
  readonly generatedAt: number;
  /** Ascending; failures among them. */
  readonly calibrations: readonly CalibrationRow[];
  readonly thresholds: CalibrationHistory['thresholds'];
  readonly latestDrift: number | undefined;
  readonly latestVerdict: DriftVerdict;
  /** From the factory calibration, and from the first calibration with this microphone, dB. */
  readonly longTerm:
    | {
        readonly offset: number;
        readonly at: number;
        readonly firstAt: number;
        readonly change: number;
      }
    | undefined;
  /** Ascending. */
  readonly microphones: readonly MicrophoneChange[];
  readonly log: readonly CalibrationLogRow[];
  /** Ascending. */
  readonly sic: readonly PassportSic[];
  readonly baselines: readonly SicBaseline[];
  /** dB from its baseline over which a SIC is to be investigated. */
  readonly sicRule: number;
  /** The ones in force first, then by due date. */
  readonly certificates: readonly PassportCertificate[];
  /** Ascending, end to end. */
  readonly stretches: readonly PassportStretch[];
  readonly unknowns: readonly PassportUnknown[];
  readonly askedAt: CalibrationHistory['askedAt'];
}

export const passportCalls = {
  'passport.get': call(bySerial)<Passport>(),
  /** Asks the person for a place and saves one page of PDF there; undefined when they changed their mind. */
  'passport.print': call(
    bySerial.extend({
      /** IANA name of the zone its times are written in. */
      zone: z.string().min(1).max(64),
    }),
  )<SavedFile | undefined>(),
  /** Asks the person for a PDF and keeps a copy of it; undefined when they changed their mind. */
  'certificates.choose': none<CertificateFile | undefined>(),
  /** Opens the kept copy with the system's viewer, once it is seen to be unaltered. */
  'certificates.open': call(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))<undefined>(),
} as const;
