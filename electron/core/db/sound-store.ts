/** The sounds that are listed, what was said of them, and their levels. */
import type { Span } from '../../contract/model';
import type { PlaceColumn } from '../../contract/places';
import type { SoundFacets, SoundFilter, SoundLevels, SoundMark, Tag } from '../../contract/sounds';

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
