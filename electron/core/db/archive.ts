/** What one account's archive holds, by aggregate. Every method is synchronous; `transaction` makes several one. */
import type {
  AppErrorLike,
  AudioFormat,
  DatasetId,
  Instrument,
  JobIssue,
  JobKind,
  JobState,
  KeepChoice,
  LevelSeries,
  Span,
} from '../../contract/model';
import type { AddedKind, Entry, EntryInput, Rules } from '../../contract/people';
import type { PlaceColumn } from '../../contract/places';
import type { SoundFacets, SoundFilter, SoundLevels, SoundMark, Tag } from '../../contract/sounds';
import type { SeriesParts } from '../series/parts';

export interface Archive {
  readonly instruments: InstrumentStore;
  readonly records: RecordStore;
  readonly series: SeriesStore;
  readonly coverage: CoverageStore;
  readonly keep: KeepStore;
  readonly jobs: JobStore;
  readonly audio: AudioStore;
  readonly sounds: SoundStore;
  readonly people: PeopleStore;
  /** Runs `work` in one IMMEDIATE transaction: all of it is durable when this returns, or none. Nests. */
  transaction<T>(work: () => T): T;
  /**
   * Reads all that is held and compares it with its checksums, in slices that leave the thread free. Damaged blocks and
   * rows are set aside (never deleted), and what they covered goes back on the plan; coarser levels are made anew.
   */
  check(progress: (done: number, total: number) => void, signal: AbortSignal): Promise<ArchiveCheck>;
  /** Writes a consistent copy to `file`, while others go on writing. The file appears whole or not at all. */
  backup(file: string, progress: (done: number, total: number) => void, signal: AbortSignal): Promise<void>;
  /** What was taken over from a damaged file when this one was opened, if it was. */
  readonly salvaged: ArchiveSalvage | undefined;
  /** Bytes of the database and its journal on disk. */
  size(): number;
  close(): void;
}

/** What a check found. */
export interface ArchiveCheck {
  /** What SQLite's own check says; empty when it finds nothing. */
  readonly database: readonly string[];
  readonly blocks: number;
  readonly records: number;
  readonly ledger: number;
  /** A sentence for each damaged thing, such as `Noise time history of QT123456, LAeq, 12 Nov 2026`. */
  readonly damaged: readonly string[];
}

/** What became of an archive that could not be read as a whole. */
export interface ArchiveSalvage {
  /** Where the damaged file now is. */
  readonly movedTo: string;
  /** Epoch ms. */
  readonly at: number;
  /** How many were taken over. */
  readonly blocks: number;
  readonly records: number;
  /** A sentence for each thing that was lost and is planned again. */
  readonly lost: readonly string[];
}

/** A person's choices of what to keep; the registry says what holds without one. */
export interface KeepStore {
  list(): readonly KeepChoice[];
  /** A choice without `days` is forgotten. */
  put(choices: readonly KeepChoice[]): void;
}

export interface InstrumentStore {
  /** Takes a complete list from the service: upserts each, and marks the ones it no longer names. */
  replace(list: readonly InstrumentRow[], listedAt: number): void;
  list(): readonly Instrument[];
  get(serial: string): Instrument | undefined;
  /** The API's own object, for `query` and exports. */
  data(serial: string): Readonly<Record<string, unknown>> | undefined;
}
export interface InstrumentRow {
  readonly serial: string;
  /** The API's object, keys in documented spelling, unknown keys kept. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A row of a records dataset, or one observed status. */
export interface StoredRecord {
  /** Unique within dataset and instrument: a recording's id, otherwise made from its variant and time. */
  readonly key: string;
  /** Absent where the dataset has nothing to choose. */
  readonly variant?: string | undefined;
  readonly time: number;
  readonly until: number | undefined;
  /** The API's object, keys in documented spelling, values and original time strings as they came, unknown keys kept. */
  readonly data: Readonly<Record<string, unknown>>;
}
export interface RecordStore {
  upsert(dataset: DatasetId, instrument: string, rows: readonly StoredRecord[], fetchedAt: number): void;
  /** Rows whose `time` lies in the span, ascending; of one variant, or of all. A damaged row is left out and set aside. */
  list(dataset: DatasetId, instrument: string, span: Span, variant?: string): readonly StoredRecord[];
  /** As `list`, a few hundred rows at a time, for exports of years. */
  pages(
    dataset: DatasetId,
    instrument: string,
    span: Span,
    variant?: string,
  ): Iterable<readonly StoredRecord[]>;
  newest(dataset: DatasetId, instrument: string): StoredRecord | undefined;
  /** Stretches of the span that no row of a variant covers, each of at least `leastMs`, ascending. */
  holes(
    about: { readonly dataset: DatasetId; readonly instrument: string; readonly variant: string },
    span: Span,
    leastMs: number,
  ): readonly Span[];
  find(
    dataset: DatasetId,
    key: string,
  ): { readonly instrument: string; readonly row: StoredRecord } | undefined;
  /** Newest first, over several instruments or all; for long lists on screen. `offset`: how many of the newest to pass over. */
  page(
    dataset: DatasetId,
    filter: {
      readonly instruments?: readonly string[];
      readonly span?: Span;
      readonly keys?: readonly string[];
    },
    limit: number,
    offset?: number,
  ): {
    readonly rows: readonly { readonly instrument: string; readonly row: StoredRecord }[];
    readonly total: number;
  };
}

/** Consecutive samples of one channel. NaN marks a missing sample. `start` is a multiple of `stepMs`. */
export interface SeriesChunk {
  readonly channel: string;
  readonly stepMs: number;
  readonly start: number;
  readonly values: Float64Array;
}
export interface SeriesStore {
  /**
   * Merges chunks into day blocks and pyramid. A held sample is replaced by a value, never by a missing one. A damaged
   * block in the way is set aside, and its day goes back on the plan.
   */
  write(dataset: DatasetId, instrument: string, chunks: readonly SeriesChunk[]): void;
  /** Every sample slot of the span, NaN where missing. A damaged block reads as missing and is set aside. */
  read(dataset: DatasetId, instrument: string, channel: string, stepMs: number, span: Span): Float64Array;
  /** Min, max and energy mean per bucket from the level that fits; gaps are filled in by the caller. */
  query(
    dataset: DatasetId,
    instrument: string,
    channels: readonly string[],
    span: Span,
    maxPoints: number,
  ): Omit<LevelSeries, 'gaps'>;
  /** What the samples that begin in the span come to, exactly, however long it is; undefined when none is held. */
  total(dataset: DatasetId, instrument: string, channel: string, span: Span): ChannelTotal | undefined;
  /** For sums over stretches of any shape. */
  readonly parts: SeriesParts;
  /** What is held, by channel, finest first. */
  channels(dataset: DatasetId, instrument: string): readonly HeldChannel[];
  /** As `channels`, but quick however much is held, because nothing is counted. */
  extents(
    dataset: DatasetId,
    instrument: string,
  ): readonly Pick<HeldChannel, 'channel' | 'stepMs' | 'extent'>[];
  /** End of the last sample that has a value, of all channels. */
  newest(dataset: DatasetId, instrument: string): number | undefined;
  /** How much of the span is held of a channel at least, ms: all of it where it ends with days. Told from counts alone. */
  heldAtLeast(dataset: DatasetId, instrument: string, channel: string, span: Span): number;
  /** From the first to the end of the last sample that has a value. */
  extent(dataset: DatasetId, instrument: string): Span | undefined;
  /**
   * Stretches in which any of the channels, with samples of a length that fits, has values, ascending. Gaps
   * shorter than `leastGapMs` count as held, so that years are told from little.
   */
  heldSpans(
    about: {
      readonly dataset: DatasetId;
      readonly instrument: string;
      readonly channels: readonly string[];
      readonly fits: (stepMs: number) => boolean;
    },
    span: Span,
    leastGapMs: number,
  ): readonly Span[];
  /** Stretches inside the span that hold no value in `channel`, each at least one sample long, ascending. */
  missing(
    dataset: DatasetId,
    instrument: string,
    channel: string,
    stepMs: number,
    span: Span,
  ): readonly Span[];
}

export interface ChannelTotal {
  /** As the channel is averaged; of a level, its energy mean. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** How long the samples last together, ms. */
  readonly heldMs: number;
}
export interface HeldChannel {
  readonly channel: string;
  readonly stepMs: number;
  readonly extent: Span;
  readonly samples: number;
  /** Of its blocks and coarser levels on disk. */
  readonly bytes: number;
}

/**
 * One stretch of the ledger. `settled` and `provisional` were answered; `failed` and `forbidden` were asked in vain, are
 * not held, and never replace an answer.
 */
export interface CoverageRow {
  readonly dataset: DatasetId;
  readonly instrument: string;
  /** What exactly was asked, such as channels and step; '' when there is nothing to choose. */
  readonly params: string;
  readonly from: number;
  readonly to: number;
  readonly state: 'settled' | 'provisional' | 'failed' | 'forbidden';
  readonly askedAt: number;
  /** How often it was asked while provisional. */
  readonly asks: number;
  /** Why it is provisional. */
  readonly why: 'young' | 'offline' | 'gap' | undefined;
  /** Why it failed or is forbidden, a sentence; absent otherwise. */
  readonly reason?: string | undefined;
}
export interface CoverageStore {
  /** Replaces whatever the ledger said about this stretch; touching rows that say the same become one. */
  put(row: CoverageRow): void;
  /** Forgets what the ledger says about a stretch, so that it is planned again. */
  remove(dataset: DatasetId, instrument: string, span: Span, params?: string): void;
  list(filter?: {
    readonly datasets?: readonly DatasetId[];
    readonly instruments?: readonly string[];
    readonly span?: Span;
  }): readonly CoverageRow[];
  /** Rows of one way of asking that reach beyond a moment, ascending; quick however long the ledger is. */
  since(dataset: DatasetId, instrument: string, params: string, from: number): readonly CoverageRow[];
}

export interface JobRow {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly title: string;
  /** What was asked for; enough to start again after a crash. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly issues: readonly JobIssue[];
  readonly summary: string | undefined;
}
export interface JobStore {
  add(row: Omit<JobRow, 'id'>): JobRow;
  update(id: number, change: Partial<Omit<JobRow, 'id' | 'kind' | 'createdAt'>>): JobRow;
  get(id: number): JobRow | undefined;
  /** Newest first. */
  list(limit: number): readonly JobRow[];
  /** Queued, running, paused or waiting, oldest first: what a start resumes. */
  unfinished(): readonly JobRow[];
  addItems(job: number, items: readonly JobItemInput[]): void;
  items(job: number): readonly JobItem[];
  /** As `items`, a few hundred at a time, each read when it is asked for. */
  itemPages(job: number): Iterable<readonly JobItem[]>;
  setItem(job: number, key: string, change: Partial<Omit<JobItem, 'key' | 'data'>>): void;
}
export interface JobItemInput {
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** One file of a transfer job. */
export interface JobItem extends JobItemInput {
  readonly state: 'todo' | 'done' | 'failed';
  /** Relative to the job's folder, once decided; never changes after. */
  readonly path: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly sha256: string | undefined;
  readonly error: AppErrorLike | undefined;
}

/** A whole, verified copy in the library folder. */
export interface AudioFile {
  readonly recording: string;
  readonly format: AudioFormat;
  /** Relative to the account's audio folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly durationMs: number | undefined;
  /** Hz */
  readonly sampleRate?: number | undefined;
  readonly bitsPerSample?: number | undefined;
  readonly fetchedAt: number;
}
export interface AudioStore {
  put(file: AudioFile): void;
  /** All of them, by recording. */
  list(): readonly AudioFile[];
  /** The file in that format; without one, a lossless file if there is any, or the one fetched last. */
  get(recording: string, format?: AudioFormat): AudioFile | undefined;
  many(recordings: readonly string[], format?: AudioFormat): ReadonlyMap<string, AudioFile>;
  /** All files of each, in the order of preference of `get`. */
  files(recordings: readonly string[]): ReadonlyMap<string, readonly AudioFile[]>;
  remove(recording: string, format: AudioFormat): void;
  /** A file came that long for a sound listed as that long, wherever it went. */
  measured(instrument: string, format: AudioFormat, sizeBytes: number, spanMs: number): void;
  /** Mean bytes per second of the files of an instrument measured so far, or else of all; undefined when none. */
  bytesPerSecond(format: AudioFormat, instrument?: string): number | undefined;
}

/** What was said of a sound, when, epoch ms, and by whom ('': not known). */
export interface KeptMark extends SoundMark {
  readonly at: number;
  readonly by: string;
}

/** One sound: a row of the list of recordings, the audio of an event, or both when they are the same. */
export interface SoundRow {
  /** The id that the list which named it first gave it; audio files, marks and job items are filed under it. */
  readonly id: string;
  readonly instrument: string;
  readonly from: number;
  readonly to: number;
  /** Its id in the list of recordings, and the id of an event's audio: at least one of them. */
  readonly recording: string | undefined;
  readonly eventAudio: string | undefined;
  readonly trigger: string | undefined;
  readonly triggerFrom: number | undefined;
  readonly triggerTo: number | undefined;
  readonly eventType: string | undefined;
  readonly eventName: string | undefined;
  /** dB */
  readonly eventLevel: number | undefined;
  /** Of the time history held for its time; undefined when there is none. */
  readonly levels: SoundLevels | undefined;
}
/** Sounds of a day and an instrument that are called the same. */
export interface SoundName {
  readonly instrument: string;
  readonly trigger: string | undefined;
  /** Type of the event. */
  readonly type: string | undefined;
  readonly tags: readonly string[];
  readonly count: number;
}
export interface SoundStore {
  /**
   * Counts what matches, in turns that leave the thread free: `page`, `sum` and `position` of the same filter are quick
   * afterwards. Without it they take as long as the counting does.
   */
  prepare(filter: SoundFilter): Promise<void>;
  page(
    filter: SoundFilter,
    order: 'newest' | 'oldest',
    offset: number,
    limit: number,
  ): { readonly rows: readonly SoundRow[]; readonly total: number };
  /** All that match, oldest first, a few hundred at a time. */
  pages(filter: SoundFilter): Iterable<readonly SoundRow[]>;
  /** How many match and how long they are together, ms. */
  sum(filter: SoundFilter): { readonly count: number; readonly ms: number };
  position(filter: SoundFilter, order: 'newest' | 'oldest', id: string): number | undefined;
  /** By the ids asked for: what a sound is called, or an id that one of the lists has for it. */
  many(ids: readonly string[]): ReadonlyMap<string, SoundRow>;
  /** In turns that leave the thread free. */
  facets(filter: SoundFilter): Promise<SoundFacets>;
  /** How many begin in each stretch of `columnMs` of the span, in which any does; whole ms. */
  columns(instrument: string, span: Span, columnMs: number): readonly PlaceColumn[];
  /** What sounds are called, by UTC day, ascending. In turns; quick once it was asked, whatever came since. */
  names(): Promise<readonly (readonly [day: number, names: readonly SoundName[]])[]>;
  /** What was said of sounds in words, by all. */
  noted(): readonly KeptMark[];
  /** What was said of these sounds; those of which nothing was said are left out. */
  marks(ids: readonly string[]): ReadonlyMap<string, KeptMark>;
  /** Sets what is said of sounds, and by whom; one without tags and note is forgotten. @returns what was said before */
  mark(marks: readonly SoundMark[], at: number, by?: string): readonly SoundMark[];
  /** The person's tags, or the usual ones. */
  tags(): readonly Tag[];
  setTags(tags: readonly Tag[]): void;
  /** Sounds whose levels were not read from the time history yet, or before more of it came, newest first. */
  withoutLevels(limit: number): readonly SoundRow[];
  putLevels(id: string, levels: SoundLevels | undefined): void;
}

/** What people added, and the rules they judge by. */
export interface PeopleStore {
  /** Ascending by time, then by id; what has no time comes first. */
  list(filter?: PeopleFilter): readonly Entry[];
  /**
   * All of them or none. One with an id takes the place of what has that id, removed or not.
   * @throws Failure `not-found` for an id that there is not
   */
  put(entries: readonly EntryInput[], at: number, author: string): readonly Entry[];
  /** Nothing is deleted. Answers with those that were there. */
  remove(ids: readonly number[], at: number): readonly Entry[];
  /** Answers with those that were removed. */
  restore(ids: readonly number[], at: number): readonly Entry[];
  /** What a person set; the usual where they set nothing. */
  rules(): Rules;
  setRules(rules: Rules): void;
}
export interface PeopleFilter {
  readonly kinds?: readonly AddedKind[] | undefined;
  /** What is said of it or of all instruments, and the sites that have it. */
  readonly instrument?: string | undefined;
  /** Only what touches it; what has no time always does. */
  readonly span?: Span | undefined;
  /** Also what is removed. */
  readonly removed?: boolean | undefined;
}
