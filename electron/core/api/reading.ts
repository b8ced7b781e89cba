/** Reads the body of an answer: the same code inline and in the worker, so everything here is plain data. */
import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { InstrumentRow, StoredRecord } from '../db/archive';
import type { SeriesChunk } from '../db/series-store';
import { elsewhere, errorOf, type Refusal } from './errors';
import { readEventHistory } from './wire-history';
import { liftNumbers, type NumberLists } from './number-lists';
import type { Room } from './number-scan';
import { readInstruments, readPresent } from './wire-present';
import { readRecords } from './wire-records';
import { isInBlocks, readSeries } from './wire-series';

/** What an answer is about, and how it is to be read. */
export type Reading =
  | { readonly kind: 'instruments' }
  | {
      readonly kind: 'present';
      readonly dataset: DatasetId;
      readonly serial: string;
      /** The moment of the answer. */
      readonly now: number;
    }
  | ({ readonly kind: 'records' } & RecordsAsked)
  | ({ readonly kind: 'series' } & SeriesAsked)
  | {
      readonly kind: 'event-history';
      readonly id: string;
      readonly serial: string;
      readonly span: Span;
    };
export interface RecordsAsked {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly serial: string;
  readonly span: Span;
}
export interface SeriesAsked extends RecordsAsked {
  readonly stepMs: number;
}

/** What came of it, as rows and samples of whatever kind. */
export interface Parsed {
  readonly rows: readonly (StoredRecord | InstrumentRow)[];
  readonly chunks: readonly SeriesChunk[];
  readonly oddities: readonly string[];
}
export type Outcome =
  | ({ readonly kind: 'read' } & Parsed)
  | ({ readonly kind: 'refused' } & Pick<Refusal, 'code' | 'description'>);

/**
 * @param room where one answer after the other is read, memory for it
 * @throws Failure `server` when the body is not what was asked for, `offline` when it is a page from somebody else,
 *   `invalid` for samples longer than asked
 */
export function readBody(bytes: Uint8Array, status: number, reading: Reading, room?: Room): Outcome {
  const quick =
    reading.kind === 'series' && isInBlocks(reading) ? readQuickly(bytes, reading, room) : undefined;
  return quick ?? outcomeOf(parse(new TextDecoder().decode(bytes), status), reading);
}

/** The long lists apart. Undefined where that is of no use: an answer unlike others is read as a whole, and refused so. */
function readQuickly(bytes: Uint8Array, reading: Reading, room: Room | undefined): Outcome | undefined {
  const lifted = liftNumbers(bytes, undefined, room);
  if (lifted === undefined) return undefined;
  try {
    const outcome = outcomeOf(JSON.parse(lifted.text), reading, lifted);
    return lifted.areAllTaken() ? outcome : undefined;
  } catch {
    return undefined;
  }
}

function outcomeOf(body: unknown, reading: Reading, lists?: NumberLists): Outcome {
  const error = errorOf(body);
  return error === undefined
    ? { kind: 'read', ...read(body, reading, lists) }
    : { kind: 'refused', ...error };
}

function read(body: unknown, reading: Reading, lists: NumberLists | undefined): Parsed {
  switch (reading.kind) {
    case 'instruments':
      return readInstruments(body);
    case 'present':
      return readPresent(reading.dataset, reading.serial, reading.now, body);
    case 'records':
      return readRecords(reading, body);
    case 'series':
      return readSeries(reading, body, lists);
    case 'event-history':
      return readEventHistory(reading, body);
  }
}

/** JSON, or the Failure that its absence means: a page is a portal's, anything else was cut or garbled. */
function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (/^\s*</.test(text)) throw elsewhere(status);
    const reason = text === '' ? 'the answer is empty' : 'the answer is cut off or garbled';
    throw new Failure({ kind: 'server', status, reason }, { cause });
  }
}
