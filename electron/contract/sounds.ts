/** The nouns of sound: what instruments recorded, what of it is on disk, what people said of it, and where it goes. */
import { z } from 'zod';
import { AudioFormat, EpochMs, Serial } from './model';

export const SoundId = z.string().min(1).max(512);
/** Short and stable; the title of a tag may change, its id does not. */
export const TagId = z.string().regex(/^[a-z0-9-]{1,32}$/);
const Zone = z.string().min(1).max(64);
const DAY_MINUTES = 1_440;
/** By whose clocks an export tells times: in names, in folders by the day, in tables and lists. */
export const Clocks = {
  /** IANA; for all instruments. Absent: each one's by the clock of its site. */
  zone: Zone.optional(),
  /** IANA; for those that stand at no site with a zone of its own. Absent: UTC. */
  elsewhere: Zone.optional(),
};

/** Everything given must hold; of a list, any one. */
export const SoundFilter = z.object({
  instruments: z.array(Serial).max(10_000).optional(),
  ids: z.array(SoundId).max(100_000).optional(),
  /** Begins at or after, and before. */
  from: EpochMs.optional(),
  to: EpochMs.optional(),
  /** Begins at these minutes of the day, on the clock of an IANA zone; past midnight when `to` is not after `from`. */
  timeOfDay: z
    .object({
      from: z
        .number()
        .int()
        .min(0)
        .max(DAY_MINUTES - 1),
      to: z.number().int().min(0).max(DAY_MINUTES),
      zone: Zone,
    })
    .optional(),
  triggers: z.array(z.string().max(256)).max(200).optional(),
  eventTypes: z.array(z.string().max(256)).max(200).optional(),
  /** LAFMax during the sound, dB, at least and at most; a sound whose level is not known does not match. */
  levelFrom: z.number().optional(),
  levelTo: z.number().optional(),
  /** Whether a copy is on this computer. */
  downloaded: z.boolean().optional(),
  tags: z.array(TagId).max(64).optional(),
  tagged: z.boolean().optional(),
});
export type SoundFilter = z.infer<typeof SoundFilter>;

/** From the noise time history held for the time of the sound, dB. Not from the audio, which carries no absolute level. */
export interface SoundLevels {
  readonly LAeq: number | undefined;
  readonly LAFMax: number | undefined;
}
/** A whole, verified copy on this computer. */
export interface LocalSound {
  /** What a media element plays. */
  readonly url: string;
  readonly format: AudioFormat;
  readonly lossy: boolean;
  readonly sizeBytes: number;
  readonly durationMs: number | undefined;
  /** Hz */
  readonly sampleRate: number | undefined;
  readonly bitsPerSample: number | undefined;
  readonly sha256: string;
  readonly fetchedAt: number;
}
/** One sound, however many of MyCirrus's lists name it. */
export interface Sound {
  /** As the list that named it first calls it; it stays when another list names it too. */
  readonly id: string;
  readonly instrument: string;
  readonly from: number;
  readonly to: number;
  readonly lists: readonly ('recordings' | 'events')[];
  readonly trigger: string | undefined;
  readonly triggerFrom: number | undefined;
  readonly triggerTo: number | undefined;
  readonly event:
    | {
        readonly type: string | undefined;
        readonly name: string | undefined;
        /** The event's own level, dB. */
        readonly level: number | undefined;
      }
    | undefined;
  /** Undefined: no time history is held for it. */
  readonly levels: SoundLevels | undefined;
  /** Lossless first; empty: not downloaded. */
  readonly local: readonly LocalSound[];
  readonly tags: readonly string[];
  readonly note: string | undefined;
  /** Who said that last, as their computer calls them ('': not known), and when, epoch ms. */
  readonly marked?: { readonly at: number; readonly by: string } | undefined;
}
export interface SoundPage {
  readonly rows: readonly Sound[];
  /** All that match. */
  readonly total: number;
}
/** What there is to filter by, most frequent first, among all that the rest of the filter lets through. */
export interface SoundFacets {
  readonly triggers: readonly Facet[];
  readonly eventTypes: readonly Facet[];
  readonly tags: readonly Facet[];
  readonly downloaded: number;
  /** Sounds whose level is not known. */
  readonly withoutLevel: number;
  readonly total: number;
}
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** What a person said of a sound; all of it, so that putting an earlier one back undoes. */
export const SoundMark = z.object({
  id: SoundId,
  tags: z.array(TagId).max(32),
  note: z.string().max(10_000).optional(),
});
export type SoundMark = z.infer<typeof SoundMark>;
/** In the order of the keys 1 to 9. */
export const Tag = z.object({ id: TagId, title: z.string().trim().min(1).max(40) });
export type Tag = z.infer<typeof Tag>;

/** Names of exported files below the folder: parts in braces are filled in, `/` parts folders. */
export const NameTemplate = z.string().min(1).max(200);
export { DEFAULT_NAME } from './default-name';

/** What a transfer may take. */
export const TransferLimits = z.object({
  bytesPerSecond: z.number().int().min(1_000).optional(),
  /** The job ends, with the rest left, once it has fetched so many. */
  bytes: z.number().int().min(1).optional(),
  /** Likewise at this moment, epoch ms. */
  until: EpochMs.optional(),
  /** The link costs by the byte: one file at a time, and nothing is fetched on the mere chance that it is wanted. */
  metered: z.boolean().optional(),
});
export type TransferLimits = z.infer<typeof TransferLimits>;

export const ExportRequest = z.object({
  filter: SoundFilter,
  format: AudioFormat,
  folder: z.string().max(128),
  /** Absent: {@link DEFAULT_NAME}. */
  name: NameTemplate.optional(),
  ...Clocks,
  /** WAV only: beside each original, which is never altered, a copy with a BWF `bext` chunk. */
  bext: z.boolean().optional(),
  limits: TransferLimits.optional(),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** Tags and notes: as CSV, or as Audacity label tracks, one for each sound. */
export const MarksRequest = z.object({
  filter: SoundFilter,
  folder: z.string().max(128),
  as: z.enum(['csv', 'audacity']),
  ...Clocks,
});
export type MarksRequest = z.infer<typeof MarksRequest>;

export interface AudioEstimate {
  readonly files: number;
  readonly seconds: number;
  /** From files measured so far, or a documented default. */
  readonly bytes: number;
  readonly measured: boolean;
  /** At the measured rate of the link; undefined while that is not known. */
  readonly ms: number | undefined;
  /** Of the folder, when one was given. */
  readonly freeBytes: number | undefined;
  /** How many are in that folder already, by its manifest; they are not fetched again. */
  readonly present: number | undefined;
}
/** What names will look like. */
export interface NamePreview {
  /** Of the first sounds that match. */
  readonly names: readonly string[];
  /** What is wrong with the template, a sentence; then there are no names. */
  readonly problem: string | undefined;
}
/** How a transfer goes on. */
export interface TransferProgress {
  /** Of all files, those there already included; an estimate until each has been opened. */
  readonly bytesTotal: number | undefined;
  readonly bytesPerSecond: number | undefined;
  /** Files being fetched at this moment. */
  readonly connections: number;
  readonly retrying: readonly Retry[];
  /** How many more than those are being tried again; absent: none. */
  readonly moreRetrying?: number;
}
/** A sound whose file is being tried again. */
export interface Retry {
  /** The sound in words. */
  readonly what: string;
  readonly why: string;
  /** The same sound in figures, for a clock other than UTC. */
  readonly instrument?: string;
  readonly from?: number;
  /** The next try, epoch ms; past: it is under way. Undefined: as soon as that is possible. */
  readonly until?: number | undefined;
}
