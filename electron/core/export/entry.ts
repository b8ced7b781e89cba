/** What a manifest says of one file: enough to prove later which sound it is, and that nothing changed since. */
import { z } from 'zod';
import { AudioFormat } from '../../contract/model';
import type { SoundLevels } from '../../contract/sounds';
import { isInnerPath, type NamedRecording } from '../transfer/names';
import type { KnownFile } from '../transfer/plan';
import type { Whole } from '../transfer/verdict';
import { formatTime, UTC, type Zone } from './table-time';

export const Entry = z.object({
  /** Relative to the folder, with `/` between parts. */
  file: z.string().refine(isInnerPath, 'leads out of the folder'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  format: AudioFormat,
  lossy: z.boolean(),
  durationMs: z.number().optional(),
  /** Hz */
  sampleRate: z.number(),
  channels: z.number().optional(),
  bitsPerSample: z.number().optional(),
  /** Its serial. */
  instrument: z.string(),
  instrumentName: z.string().optional(),
  trigger: z.string().optional(),
  /** Type of the event, where there was one. */
  event: z.string().optional(),
  /** ISO 8601, as MyCirrus lists it; then on the clock of the zone, with its offset. */
  startUtc: z.string(),
  endUtc: z.string(),
  startLocal: z.string(),
  endLocal: z.string(),
  /** IANA name. */
  zone: z.string(),
  /** dB, of the noise time history held for its time; the audio itself carries no absolute level. */
  LAeq: z.number().optional(),
  LAFMax: z.number().optional(),
  /** Leqbook's name of the sound; then what MyCirrus calls it in its list of recordings, and among the audio of events. */
  sound: z.string(),
  recording: z.string().optional(),
  eventAudio: z.string().optional(),
  source: z.enum(['MyCirrus recordings', 'MyCirrus events', 'Leqbook library']),
  /** When it came from MyCirrus, also where it was copied from the library. */
  fetchedAt: z.string(),
  /** Version of Leqbook. */
  leqbook: z.string(),
  /** The original of a copy that carries more in its headers; its samples are the same. */
  derivedFrom: z.string().optional(),
});
export type ManifestEntry = z.infer<typeof Entry>;

/** What folders of the first kind say. */
const FirstEntry = Entry.pick({
  ...{ file: true, sha256: true, bytes: true, format: true, lossy: true, durationMs: true, sampleRate: true },
  ...{ channels: true, bitsPerSample: true, instrument: true, trigger: true, fetchedAt: true, leqbook: true },
}).extend({ recording: z.string(), start: z.string(), end: z.string() });

/** By the manifest's schema: reads one entry, or undefined. */
export const ENTRY_READERS: Readonly<Record<number, (value: unknown) => ManifestEntry | undefined>> = {
  1: (value) => {
    const { data } = FirstEntry.safeParse(value);
    if (data === undefined) return undefined;
    const { start, end, ...rest } = data;
    const times = { startUtc: start, endUtc: end, startLocal: start, endLocal: end, zone: UTC.name };
    return { ...rest, ...times, sound: data.recording, source: 'MyCirrus recordings' };
  },
  2: (value) => Entry.safeParse(value).data,
};

export interface EntryFacts {
  readonly sound: NamedRecording & {
    readonly recording?: string | undefined;
    readonly eventAudio?: string | undefined;
    readonly levels?: Partial<SoundLevels> | undefined;
  };
  readonly file: {
    /** Relative to the folder. */
    readonly path: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly audio: Whole;
  };
  readonly source: ManifestEntry['source'];
  /** Epoch ms: when it came from MyCirrus, also where the library had it. */
  readonly fetchedAt: number;
  readonly zone: Zone;
  /** Leqbook's version. */
  readonly leqbook: string;
  /** The path of the original, for a copy with more in its headers. */
  readonly derivedFrom?: string | undefined;
}

const LOSSY: ReadonlySet<AudioFormat> = new Set(['AAC', 'OGG']);

export function toEntry({
  sound,
  file,
  source,
  fetchedAt,
  zone,
  leqbook,
  derivedFrom,
}: EntryFacts): ManifestEntry {
  const { audio } = file;
  return withoutGaps({
    file: file.path,
    sha256: file.sha256,
    bytes: file.sizeBytes,
    format: audio.format,
    lossy: LOSSY.has(audio.format),
    durationMs: audio.durationMs === undefined ? undefined : Math.round(audio.durationMs),
    sampleRate: audio.sampleRate,
    channels: audio.channels,
    bitsPerSample: audio.bitsPerSample,
    instrument: sound.instrument,
    instrumentName: sound.instrumentName,
    trigger: sound.trigger,
    event: sound.eventType,
    startUtc: timeText(sound.from, UTC),
    endUtc: timeText(sound.to, UTC),
    startLocal: timeText(sound.from, zone),
    endLocal: timeText(sound.to, zone),
    zone: zone.name,
    LAeq: levelOf(sound.levels?.LAeq),
    LAFMax: levelOf(sound.levels?.LAFMax),
    sound: sound.id,
    recording: sound.recording,
    eventAudio: sound.eventAudio,
    source,
    fetchedAt: timeText(fetchedAt, UTC),
    leqbook,
    derivedFrom,
  });
}

/** What a broken clock sent is no reason to lose the rest. */
const timeText = (ms: number, zone: Zone): string =>
  Math.abs(ms) <= LAST_MS ? formatTime(ms, zone) : 'unknown';
const LAST_MS = 8e15;

const levelOf = (level: number | undefined): number | undefined =>
  level === undefined || !Number.isFinite(level) ? undefined : Math.round(level * 100) / 100;

/** The entry with levels that it does not tell yet. */
export function withLevels(entry: ManifestEntry, levels: Partial<SoundLevels> | undefined): ManifestEntry {
  const LAeq = entry.LAeq ?? levelOf(levels?.LAeq);
  const LAFMax = entry.LAFMax ?? levelOf(levels?.LAFMax);
  return { ...entry, ...(LAeq !== undefined && { LAeq }), ...(LAFMax !== undefined && { LAFMax }) };
}

type Gappy<T> = { readonly [K in keyof T]: T[K] | undefined };
/** Absent instead of undefined, as JSON has it. */
function withoutGaps(entry: Gappy<ManifestEntry>): ManifestEntry {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== undefined),
  ) as ManifestEntry;
}

/** What a manifest's files mean for a plan: which sounds are there, and which paths are taken. */
export const knownFiles = (entries: readonly ManifestEntry[]): readonly KnownFile[] =>
  entries.map(({ file, sha256, format, sound, derivedFrom }) => ({
    recording: derivedFrom === undefined ? sound : undefined,
    format,
    path: file,
    sha256,
  }));
