/** The part of the contract about finding things by words. */
import { z } from 'zod';
import { call } from './call';
import type { Span } from './model';
import type { Entry } from './people';

/** What of one sort was found. */
export interface FoundGroup<T> {
  /** The newest; of a time of day, the nearest. */
  readonly rows: readonly T[];
  /** All that were found. */
  readonly total: number;
  /** Still being read for the first time or anew: there may be more. Asking again tells. */
  readonly reading: boolean;
}
interface Found {
  readonly instrument: string;
  /** As the instrument is called, where it has a name. */
  readonly name: string | undefined;
  readonly from: number;
  readonly trigger: string | undefined;
  /** Type of the event. */
  readonly type: string | undefined;
}
export interface FoundSound extends Found {
  readonly id: string;
  readonly to: number;
  /** Titles of its tags. */
  readonly tags: readonly string[];
  readonly note: string | undefined;
}
export interface FoundEvent extends Found {
  readonly key: string;
  /** Undefined where the service does not tell. */
  readonly to: number | undefined;
}
export interface SearchAnswer {
  /** The day, or the time around a time of day, that the words name. */
  readonly when: Span | undefined;
  readonly sounds: FoundGroup<FoundSound>;
  readonly events: FoundGroup<FoundEvent>;
  /** What people added. */
  readonly entries: FoundGroup<Entry>;
}

export const searchCalls = {
  /**
   * Each word must occur in what a thing is called, in its tags, its note or its instrument; a word may also name a day
   * (`2026-11-12`, `12 Nov`, `yesterday`) or a time of day (`14:30`). Without a word nothing is found, and what searching
   * takes is made ready.
   */
  'search.find': call(
    z.object({
      words: z.string().max(200),
      /** IANA name of the zone that days and times of day are of. */
      zone: z.string().max(64),
      /** At most so many of each sort. */
      limit: z.number().int().min(1).max(50),
    }),
  )<SearchAnswer>(),
} as const;
