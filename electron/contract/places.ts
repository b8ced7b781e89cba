/** The part of the contract about where what happened lies in a span: each of it, or of too much to tell apart how much where. */
import { z } from 'zod';
import { bySerial, call } from './call';
import { Span } from './model';
import type { Sound } from './sounds';
import type { EventRow } from './surroundings';

/** What begins in one column of a chart; its span is from the first beginning to the last end. */
export interface PlaceColumn extends Span {
  readonly count: number;
  /** dB; undefined: of none it is known. */
  readonly loudest: number | undefined;
  /** How many of the sounds are on this computer; 0 for events. */
  readonly here: number;
  /** When there is but one: what opens it, and what it is called. */
  readonly only: { readonly key: string; readonly what: string | undefined } | undefined;
}
export type Places<Row> =
  | { readonly each: readonly Row[]; readonly columns: undefined }
  | {
      readonly each: undefined;
      /** Ascending; those in which nothing begins are left out. */
      readonly columns: readonly PlaceColumn[];
    };

const along = bySerial.extend({ span: Span, columns: z.number().int().min(10).max(4_000) });
export const placeCalls = {
  'events.places': call(along)<Places<EventRow>>(),
  'sounds.places': call(along)<Places<Sound>>(),
} as const;
