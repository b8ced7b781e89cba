/** What the archive knows of one instrument that somebody may have to act on. Times are epoch ms. */
import type { InstrumentAsked } from '../../contract/attention';
import type { CalibrationRow, Instrument, InstrumentStatus, Span } from '../../contract/model';
import type { PassportSic } from '../../contract/passport';
import type { Entry } from '../../contract/people';
import type { Zone } from '../export/table-time';

/**
 * Something that was asked of the service, or why nothing is known of it.
 *
 * - `not-had`: the instrument has no such thing.
 * - `not-asked`: MyCirrus was not asked yet.
 * - `denied`: the key may not read it.
 * - `off`: the person does not keep it.
 */
export type Known<T> =
  | { readonly state: 'not-had' | 'not-asked' | 'denied' | 'off' }
  | { readonly state: 'known'; readonly askedAt: number; readonly value: T };

/** Epoch ms, and by whose clock a day of the calendar is told. */
export interface Here {
  readonly now: number;
  readonly zone: Zone;
}

/** How far its continuous data reaches, against how far it was asked for. */
export interface Reach {
  readonly asked: Span;
  /** End of the newest sample or period held; undefined: nothing is held. */
  readonly newest: number | undefined;
}
export interface Supply {
  readonly at: number;
  /** V, mean of the newest hours, and of the same hours a day before; undefined where too few were told. */
  readonly volts: number | undefined;
  readonly before: number | undefined;
}
export interface Sim {
  readonly at: number;
  /** MB */
  readonly used: number | undefined;
  readonly quota: number | undefined;
}
/** Of the last days that the rule looks at. */
export interface Held {
  readonly span: Span;
  /** How much of it was answered, and how much of that is held, or may still come, ms. */
  readonly askedMs: number;
  readonly heldMs: number;
  readonly openMs: number;
}
export interface Facts {
  readonly instrument: Instrument;
  readonly status: InstrumentStatus | undefined;
  /** Since the last change of microphone, ascending. */
  readonly calibrations: Known<readonly CalibrationRow[]>;
  /** As `calibrations`; of the last weeks at least, each with its distance from the baseline in force. */
  readonly sic: Known<readonly PassportSic[]>;
  readonly microphoneChangedAt: number | undefined;
  readonly reach: Known<Reach>;
  readonly held: Known<Held>;
  readonly sim: Known<Sim>;
  readonly supply: Known<Supply>;
  /** The certificates that count: the one issued last for the instrument, and for each calibrator that goes with it. */
  readonly certificates: readonly CertificateEntry[];
  /** Whether anybody enters certificates at all: an account that does not is not told of each that is missing. */
  readonly certificatesKept: boolean;
  readonly asked: Asked;
}
export type Asked = Pick<InstrumentAsked, 'answeredAt' | 'inVain'>;
export type Certificate = Extract<Entry['added'], { readonly kind: 'certificate' }>;
export type CertificateEntry = Entry & { readonly added: Certificate };
