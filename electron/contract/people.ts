/**
 * The part of the contract about what people add: notes, exclusions, sites, limits, certificates, microphone changes, and
 * the rules by which Leqbook judges. Nothing here changes what came from the service, and everything removed can be had back.
 */
import { z } from 'zod';
import { bySerial, call, none } from './call';
import { EpochMs, Serial, Span } from './model';

export { usualRules } from './usual-rules';

const Text = z.string().trim().max(4_000);
const Name = z.string().trim().min(1).max(200);
/** A day of the calendar, such as `2026-11-22`. */
const Day = z.iso.date();
const MinuteOfDay = z.number().int().min(0).max(1_440);

const Note = z.object({ kind: z.literal('note'), text: Text.min(1) });
/** By hand; what rules leave out is computed, never stored. */
const Exclusion = z.object({ kind: z.literal('exclusion'), why: Text.min(1) });
const Site = z.object({
  kind: z.literal('site'),
  name: Name,
  /** IANA name of the zone its clocks show. */
  zone: z.string().max(64).optional(),
  tags: z.array(Name).max(32),
  instruments: z.array(Serial).max(10_000),
});
const Limit = z.object({
  kind: z.literal('limit'),
  name: Name,
  /** The level that is regrouped and compared: LAeq by energy, LAFMax and LCPeak by the greatest. */
  channel: z.string().max(32),
  periodMinutes: z.number().int().min(1).max(1_440),
  /** dB; over it is an exceedance. */
  level: z.number().min(-50).max(200),
  /** Of the site's clock; `to` before `from` goes over midnight, both alike is the whole day. */
  from: MinuteOfDay,
  to: MinuteOfDay,
  /** 1 Monday to 7 Sunday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
});
const Certificate = z.object({
  kind: z.literal('certificate'),
  of: z.enum(['instrument', 'calibrator']),
  model: Text.optional(),
  serial: Name,
  laboratory: Text.optional(),
  number: Text.optional(),
  issued: Day,
  due: Day,
  /** The document, kept beside the archive under its SHA-256. */
  file: z
    .object({ name: Name, sha256: z.string().regex(/^[0-9a-f]{64}$/), sizeBytes: z.number().int().min(1) })
    .optional(),
});
/** Another microphone, or a factory calibration: offsets before and after have nothing in common. */
const Microphone = z.object({ kind: z.literal('microphone'), text: Text, serial: Text.optional() });

export const Added = z.discriminatedUnion('kind', [Note, Exclusion, Site, Limit, Certificate, Microphone]);
export type Added = z.infer<typeof Added>;
export type AddedKind = Added['kind'];

const Place = z.object({
  /** Absent: of all instruments, as a site or a limit may be. */
  instrument: Serial.optional(),
  /** Epoch ms. A note or an exclusion has both; a change of microphone has its moment in `from`; the others have none. */
  from: EpochMs.optional(),
  to: EpochMs.optional(),
});
/** With an id it takes the place of what has that id, removed or not. */
export const EntryInput = Place.extend({ id: z.number().int().optional(), added: Added }).refine(
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  'it ends before it begins',
);
export type EntryInput = z.infer<typeof EntryInput>;
export interface Entry {
  readonly id: number;
  readonly instrument: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly added: Added;
  /** Who wrote what it says now, by the name of their account on this computer ('': not known). */
  readonly author: string;
  /** When it was first written, and last changed or restored, epoch ms. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** Since when it is removed, epoch ms; such entries are only listed when asked for. */
  readonly removedAt: number | undefined;
}

/** By what Leqbook judges, for the whole account. */
export const Rules = z.object({
  /** dB of drift over which to investigate, or to suspect. A house rule, not a limit of any standard. */
  drift: z
    .object({ investigate: z.number().min(0).max(10), suspect: z.number().min(0).max(10) })
    .refine(
      ({ investigate, suspect }) => investigate <= suspect,
      'what is suspect would not be investigated',
    ),
  /** dB by which a SIC may differ from its own baseline. */
  sicDb: z.number().min(0.1).max(20),
  silentHours: z.number().min(0.25).max(720),
  coverage: z.object({ percent: z.number().min(1).max(100), days: z.number().int().min(1).max(365) }),
  certificateDays: z.number().int().min(0).max(365),
  simPercent: z.number().min(1).max(100),
  /** V of fall over a day of an instrument's supply. */
  voltageFall: z.number().min(0.05).max(20),
  weather: z.object({
    isOn: z.boolean(),
    /** m/s; a minute whose mean is over it is left out. The service tells of no gusts. */
    wind: z.number().min(0).max(50),
    /** Leaves out each minute with any precipitation. */
    rain: z.boolean(),
    /** How long after rain it still counts as wet. */
    dryMinutes: z.number().int().min(0).max(240),
  }),
  checks: z.object({
    isOn: z.boolean(),
    beforeSeconds: z.number().int().min(0).max(3_600),
    afterSeconds: z.number().int().min(0).max(3_600),
  }),
  /** When day, evening and night begin by the site's clock. */
  day: z.object({ day: MinuteOfDay, evening: MinuteOfDay, night: MinuteOfDay }),
});
export type Rules = z.infer<typeof Rules>;

export interface ExcludedSpan extends Span {
  /** `wind` and `rain` are the weather rule, `check` a calibration or a SIC; `hand` names its entry. */
  readonly why: 'hand' | 'wind' | 'rain' | 'check';
  /** A line for people, such as `Wind up to 9.3 m/s`. */
  readonly text: string;
  readonly entry?: number;
}
export interface Exclusions {
  /**
   * Ascending by start. Those of wind do not touch each other, nor those of rain, nor those of checks; each exclusion by
   * hand is one. Those of different causes may overlap.
   */
  readonly excluded: readonly ExcludedSpan[];
  /** Where the weather rule is on and there is no weather to judge by: neither left out nor known to be good. */
  readonly unknownWeather: readonly Span[];
}

export const peopleCalls = {
  /** Ascending by time, then by id; what has no time comes first. */
  'people.list': call(
    z.object({
      kinds: z.array(z.enum(['note', 'exclusion', 'site', 'limit', 'certificate', 'microphone'])).optional(),
      /** What is said of it or of all instruments, and the sites that have it. */
      instrument: Serial.optional(),
      /** Only what touches it; what has no time always does. */
      span: Span.optional(),
      /** Also what is removed. */
      removed: z.boolean().optional(),
    }),
  )<readonly Entry[]>(),
  /** All of them or none. Answers with what they are now, in the order asked. */
  'people.put': call(z.object({ entries: z.array(EntryInput).min(1).max(1_000) }))<readonly Entry[]>(),
  /** They can be had back with `people.restore`. Answers with those that were there. */
  'people.remove': call(z.object({ ids: z.array(z.number().int()).min(1).max(1_000) }))<readonly Entry[]>(),
  'people.restore': call(z.object({ ids: z.array(z.number().int()).min(1).max(1_000) }))<readonly Entry[]>(),
  'rules.get': none<Rules>(),
  'rules.set': call(Rules)<Rules>(),
  /** What of a span is left out, by hand and by rules, cut to the span. */
  'exclusions.list': call(bySerial.extend({ span: Span }))<Exclusions>(),
} as const;
