/** What one account's archive holds, by aggregate. Every method is synchronous; `transaction` makes several one. */
import type { DatasetId, Instrument, KeepChoice, Span } from '../../contract/model';
import type { AudioStore } from './audio-store';
import type { JobStore } from './job-store';
import type { PeopleStore } from './people-store';
import type { SeriesStore } from './series-store';
import type { SoundStore } from './sound-store';

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
  /** Another number than before once another process has written. */
  otherWrites(): number;
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
