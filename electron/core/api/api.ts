/** What the core asks of MyCirrus: typed, parsed, and with every failure a Failure. Wire JSON and URLs stay in this folder. */
import type { AudioFormat, DatasetId, Span } from '../../contract/model';
import type { InstrumentRow, StoredRecord } from '../db/archive';
import type { SeriesChunk } from '../db/series-store';
import type { Pieces } from './transport';

export interface Api {
  /** The instruments the key can see. Also the one call that checks a key. */
  instruments(signal: AbortSignal): Promise<Answer<readonly InstrumentRow[]>>;
  /** A present state as a record: `key` and `time` are the moment of the answer. Undefined: nothing is known of it. */
  snapshot(
    dataset: 'status' | 'monitorcurrent',
    serial: string,
    signal: AbortSignal,
  ): Promise<Answer<StoredRecord | undefined>>;
  /** A records dataset over a span no wider than its limit. */
  records(
    dataset: DatasetId,
    variant: string,
    serial: string,
    span: Span,
    signal: AbortSignal,
  ): Promise<Answer<readonly StoredRecord[]>>;
  /**
   * A series dataset over a span no wider than its limit, in samples of `stepMs`; only samples inside the span. Rejects
   * with Failure `invalid` when the instrument has no samples that short.
   */
  series(
    dataset: DatasetId,
    variant: string,
    serial: string,
    span: Span,
    stepMs: number,
    signal: AbortSignal,
  ): Promise<Answer<SeriesAnswer>>;
  /** The time history stored with one event, as a record with that id as its key; Failure `not-found` when there is none. */
  eventHistory(
    event: { readonly serial: string; readonly id: string; readonly span: Span },
    signal: AbortSignal,
  ): Promise<Answer<StoredRecord>>;
  /** Opens a download. The caller reads, counts and verifies the body; it may resume with a strong validator. */
  audio(
    source: AudioSource,
    format: AudioFormat,
    resume: { readonly offset: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<AudioAnswer>;
}
export interface SeriesAnswer {
  readonly chunks: readonly SeriesChunk[];
  /** Fields beside the samples that the registry does not know, as records: kept, so that what the vendor adds is not lost. */
  readonly extras: readonly StoredRecord[];
}
export interface Answer<T> {
  readonly value: T;
  /** Size of the body as JSON text, bytes. */
  readonly bytes: number;
  /** Things in the answer that were skipped, a sentence each; the rest was taken. */
  readonly oddities: readonly string[];
  /** The service's own time when it answered, epoch ms, in whole seconds; absent when it did not say. */
  readonly serverTime?: number | undefined;
}
/** Whose list an id is from: the two are not interchangeable. */
export interface AudioSource {
  readonly list: 'recordings' | 'events';
  readonly id: string;
}
export interface AudioAnswer {
  /** 200: whole body from byte 0. 206: continues at `resume.offset`. */
  readonly status: 200 | 206;
  /** How long to bear its silence is for who reads it. */
  readonly body: Pieces;
  /** Declared length of this body, when the server said so and did not compress it. */
  readonly lengthBytes: number | undefined;
  /** A strong validator, if there was one. */
  readonly etag: string | undefined;
}
