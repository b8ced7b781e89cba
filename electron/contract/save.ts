/** The part of the contract about taking along what is on show: a table, a picture or a page, as a file of its own. */
import { z } from 'zod';
import { call } from './call';
import { PrintHash } from './host';
import type { FolderHandle } from './jobs';

const Text = z.string().max(4_000);
/** What to call the file, unless the person says otherwise; without its ending. */
const FileName = z.string().trim().min(1).max(180);

export const ShownColumn = z.object({
  name: Text.min(1),
  /** A time is epoch ms, and is written with its offset. */
  kind: z.enum(['text', 'number', 'time']),
  /** Of a number, such as `dB`. */
  unit: Text.optional(),
});
export type ShownColumn = z.infer<typeof ShownColumn>;
/** A table as it is on show: figures as numbers and not as text, with what one must know to read it later. */
export const ShownTable = z.object({
  columns: z.array(ShownColumn).min(1).max(200),
  /** As many cells as columns; null where there is nothing. */
  rows: z.array(z.array(z.union([z.string().max(32_000), z.number(), z.null()]))).max(1_000_000),
  /** Lines above it, name and text: whose data, which span, what was left out. */
  facts: z.array(z.tuple([Text.min(1), Text])).max(200),
  /** IANA name of the zone its times are written in. */
  zone: z.string().min(1).max(64),
});
export type ShownTable = z.infer<typeof ShownTable>;
export interface SavedFile {
  readonly path: string;
  readonly folder: FolderHandle;
}

/** What the making of a page as PDF has come to. */
export interface PageStep {
  /** Which page, as it stands in the address. */
  readonly hash: string;
  /** A line for people. */
  readonly step: string;
}

/** Each asks the person for a place, and answers undefined when they changed their mind; all but the last. */
export const saveCalls = {
  /** Rejects with `invalid` for rows that are not as wide as the table, and for more than a sheet holds. */
  'save.table': call(z.object({ name: FileName, format: z.enum(['csv', 'xlsx']), table: ShownTable }))<
    SavedFile | undefined
  >(),
  'save.picture': call(
    z.object({ name: FileName, png: z.instanceof(Uint8Array).refine(({ length }) => length > 0) }),
  )<SavedFile | undefined>(),
  /** A page of ours as PDF. Until it is answered it can be cancelled: then nothing is written. */
  'save.page': call(z.object({ name: FileName, hash: PrintHash }))<SavedFile | undefined>(),
  /** By the page that is being printed, for whoever asked for it: the event `page-step`. */
  'save.step': call(z.object({ hash: PrintHash, step: Text.min(1) }))<undefined>(),
} as const;
